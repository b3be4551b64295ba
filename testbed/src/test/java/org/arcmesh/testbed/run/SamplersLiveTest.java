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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samplers other than Spray, on real links. */
@Tag("live")
class SamplersLiveTest {
  private static final String SCENARIO =
      """
      peers: 8
      signaling: 2
      dht: 3
      period: 2s
      steps:
        - join: {over: 2s}
        - settle: 10s
        - broadcast: {rate: 5/s, for: 2s, sources: 2, deadline: 5s}
      expect:
        - join.count == 8
        - overlay.components == 1
        - broadcast.deliveryRatio == 1
        - broadcast.duplicates == 0
      """;

  @ParameterizedTest
  @ValueSource(strings = {"cyclon(4, 2)", "hyparview"})
  void peersJoinAndBroadcast(String sampler) {
    Scenario scenario = ScenarioReader.read("live.yaml", SCENARIO, Map.of("sampler", sampler));

    Report report;
    try (Engine engine = Engines.open("webrtc", scenario, 1, () -> {})) {
      report = new Run(scenario, engine, 1, Progress.SILENT).run();
    }

    assertEquals(
        List.of(),
        Expectations.of(scenario).check(report).stream()
            .filter(outcome -> !outcome.holds())
            .map(Expectation.Outcome::line)
            .toList());
  }
}
