package org.arcmesh.testbed.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinReaderTest {

  @Test
  void joinsTakeATimeOrSoManyCyclesOfAPeriodThatMayBeStretched() {
    Scenario scenario = read("peers: 4\nsteps: [join: {peers: 2, over: 3s}, join: {cycles: 2}]");

    List<Duration> lengths =
        scenario.steps().stream()
            .map(step -> ((Action.Join) step.action()).over(Duration.ofSeconds(13)))
            .toList();

    assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(26)), lengths);
  }

  @Test
  void refusesAJoinThatTakesBoth() {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class, () -> read("steps:\n  - join: {over: 3s, cycles: 2}"));

    assertEquals("t.yaml:2: either 'over' or 'cycles', not both", refusal.getMessage());
  }

  private static Scenario read(String text) {
    return ScenarioReader.read("t.yaml", text, Map.of());
  }
}
