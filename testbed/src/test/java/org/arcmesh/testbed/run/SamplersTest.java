package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.check.Expectation;
import org.arcmesh.testbed.check.Expectations;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever samples, what stands upon it works. */
class SamplersTest {
  private static final String SCENARIO =
      """
      peers: 40
      period: 2s
      steps:
        - join: {over: 4s}
        - settle: 12s
        - broadcast: {rate: 5/s, for: 4s, sources: 5, deadline: 10s}
        - crash: {share: 30%}
        - settle: 20s
        - broadcast: {rate: 5/s, for: 4s, sources: 5, deadline: 10s}
        - partition: {shares: [50%, 50%], for: 30s}
        - heal: {within: 60s}
      expect:
        - join.count == 40
        - overlay.components == 1
        - overlay.deadArcsShare == 0
        - broadcast.deliveryRatio == 1
        - broadcast.duplicates == 0
        - partitions.mergedMs.max <= 60000
      """;

  @ParameterizedTest
  @ValueSource(strings = {"spray", "cyclon", "cyclon(6, 2)", "hyparview", "com.example.Wanderers"})
  void broadcastAndRepairWorkOnEverySampler(String sampler) {
    Scenario scenario = ScenarioReader.read("any.yaml", SCENARIO, Map.of("sampler", sampler));

    List<Expectation.Outcome> outcomes = Expectations.of(scenario).check(run(scenario));

    assertEquals(
        List.of(),
        outcomes.stream().filter(outcome -> !outcome.holds()).map(o -> o.line()).toList());
  }

  @ParameterizedTest
  @CsvSource({"spray, true", "cyclon, false", "hyparview, false", "com.example.Wanderers, false"})
  void onlyASamplerWithALedgerReportsUnsettledArcs(String sampler, boolean present) {
    Scenario scenario =
        ScenarioReader.read(
            "small.yaml",
            "peers: 5\nsteps: [join: {over: 1s}, settle: 10s]\n",
            Map.of("sampler", sampler));

    assertEquals(present, run(scenario).find("arcsUnsettled").isPresent());
  }

  private static Report run(Scenario scenario) {
    try (Engine engine = Engines.open("sim", scenario, 1, () -> {})) {
      return new Run(scenario, engine, 1, Progress.SILENT).run();
    }
  }
}
