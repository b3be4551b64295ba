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
import org.junit.jupiter.api.Test;

@Tag("live")
class WebRtcEngineTest {

  @Test
  void realPeersJoinBroadcastCrashLeaveAndAreMeasured() {
    Scenario scenario =
        ScenarioReader.read(
            "live.yaml",
            """
            peers: 7
            signaling: 2
            dht: 3
            period: 2s
            steps:
              - join: {over: 1s}
              - settle: 6s
              - broadcast: {rate: 10/s, for: 2s, sources: 3, deadline: 5s}
              - settle: 3s
              - crash: {peers: 1}
              - leave: {peers: 1}
              - heal: {within: 30s}
              - broadcast: {rate: 10/s, for: 1s, sources: 2, deadline: 5s}
            expect:
              - "join.count == 7"
              - "peers.alive == 5"
              - "overlay.components == 1"
              - "broadcast.deliveryRatio == 1"
              - "broadcast.duplicates == 0"
              - "broadcast.outOfOrder == 0"
              - "broadcast.bytesOverLowerBound > 1"
              - "signaling.bytesPerArc > 0"
              - "discovery.verified > 0"
            """,
            Map.of());

    Report report;
    try (Engine engine = Engines.open("webrtc", scenario, 1, () -> {})) {
      report = new Run(scenario, engine, 1, Progress.SILENT).run();
    }

    List<Expectation.Outcome> outcomes = Expectations.of(scenario).check(report);
    assertEquals(
        List.of(),
        outcomes.stream().filter(outcome -> !outcome.holds()).map(o -> o.line()).toList());
  }
}
