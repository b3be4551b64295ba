package org.arcmesh.testbed.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

  @ParameterizedTest
  @CsvSource({
    "broadcast.deliveryRatio == 1, 1, true",
    "broadcast.deliveryRatio == 1, 0.999, false",
    "broadcast.deliveryRatio != 1, 0.999, true",
    "broadcast.deliveryRatio != 1, 1, false",
    "broadcast.deliveryRatio >= 0.3333333333333, 0.33333333333333331, true",
    "partitions.mergedMs.p95 <= 60000, 60000, true",
    "partitions.mergedMs.p95<=60000, 60000.1, false",
    "partitions.mergedMs.p95 < 60000, 60000, false",
    "partitions.mergedMs.p95 < 60000, 59999, true",
    "overlay.components > 1, 1, false",
    "overlay.components > 1, 2, true",
    "overlay.components > -1.5, 0, true",
  })
  void comparesWithWhatWasMeasured(String text, double measured, boolean holds) {
    Expectation expectation = Expectation.parse(text);
    Report report = new Report().put(expectation.key(), measured);

    Expectation.Outcome outcome = expectation.check(report);

    assertEquals(holds, outcome.holds());
  }

  @ParameterizedTest
  @CsvSource({
    "join.count == peers.started, 200, 200, true",
    "join.count == peers.started, 199, 200, false",
    "join.count >= 0.8 * peers.started, 160, 200, true",
    "join.count >= 0.8*peers.started, 159, 200, false",
    "join.count < -1 * peers.started, -3, 2, true",
  })
  void comparesWithAShareOfAnotherNumber(
      String text, double measured, double other, boolean holds) {
    Report report = new Report().put("join.count", measured).put("peers.started", other);

    Expectation.Outcome outcome = Expectation.parse(text).check(report);

    assertEquals(holds, outcome.holds());
  }

  @Test
  void anOutcomeSaysWhatTheOtherNumberAmountsTo() {
    Report report = new Report().put("peers.alive", 150).put("peers.started", 200);

    Expectation.Outcome outcome =
        Expectation.parse("peers.alive >= 0.8 * peers.started").check(report);

    assertEquals("150, limit 160", outcome.measuredText());
    assertEquals(
        "{\"text\":\"peers.alive >= 0.8 * peers.started\",\"measured\":150,\"limit\":160.0,"
            + "\"holds\":false}",
        outcome.json().toString());
  }

  @Test
  void anotherNumberThatWasNotMeasuredMakesItNotHold() {
    Report report = new Report().put("peers.alive", 150);

    Expectation.Outcome outcome = Expectation.parse("peers.alive != peers.started").check(report);

    assertEquals(false, outcome.holds());
  }

  @Test
  void aKeyThatWasNotMeasuredDoesNotHoldWhateverIsExpected() {
    Report report = new Report().put("broadcast.sent", 5);

    Expectation.Outcome outcome = Expectation.parse("broadcast.expected != 7").check(report);

    assertEquals(false, outcome.holds());
    assertEquals("not measured", outcome.measuredText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "broadcast.deliveryRatio | 'broadcast.deliveryRatio' is no comparison such as broadcast.deliveryRatio == 1",
        "overlay.components = 1 | 'overlay.components = 1' is no comparison such as broadcast.deliveryRatio == 1",
        "overlay.components == 1 one | 'overlay.components == 1 one' is no comparison such as broadcast.deliveryRatio == 1",
        "peers.alive >= 0.8 peers.started | 'peers.alive >= 0.8 peers.started' is no comparison such as broadcast.deliveryRatio == 1",
        "peers.alive >= 0.8 * peers.startd | unknown report key 'peers.startd', nearest known 'peers.started'",
        "overlay.components == one | unknown report key 'one', nearest known 'seed'",
        "overlay.component == 1 | unknown report key 'overlay.component', nearest known 'overlay.components'",
        "partitions.mergedMs.p90 <= 1 | unknown report key 'partitions.mergedMs.p90', nearest known 'partitions.mergedMs.p50'",
      })
  void refusesWhatIsNoComparison(String text, String message) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Expectation.parse(text));

    assertEquals(message, refusal.getMessage());
  }

  @Test
  void aRefusalNamesTheLineOfTheScenario() {
    Scenario scenario =
        ScenarioReader.read(
            "t.yaml", "steps: [join: {}]\nexpect:\n  - join.count == 20\n  - joy == 1\n", Map.of());

    ScenarioException refusal =
        assertThrows(ScenarioException.class, () -> Expectations.of(scenario));

    assertEquals("t.yaml:4: unknown report key 'joy', nearest known 'seed'", refusal.getMessage());
  }

  @Test
  void checksAllInTheirOrder() {
    Scenario scenario =
        ScenarioReader.read(
            "t.yaml",
            "steps: [join: {}]\nexpect: [join.count == 20, peers.failedJoins == 0]",
            Map.of());
    Report report = new Report().put("join.count", 19).put("peers.failedJoins", 0);

    List<Expectation.Outcome> outcomes = Expectations.of(scenario).check(report);

    assertEquals(List.of(false, true), outcomes.stream().map(o -> o.holds()).toList());
    assertEquals("19", outcomes.get(0).measuredText());
  }
}
