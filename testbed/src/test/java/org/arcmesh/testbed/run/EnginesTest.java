package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class EnginesTest {
  private final List<String> notices = new ArrayList<>();

  @Test
  void aProcessOfManyRealPeersTakesItsTimeAndSaysSo() {
    Scenario adapted = Engines.adapt("webrtc", scenario(200), notices::add);

    assertEquals(Duration.ofMillis(26_492), adapted.period());
    assertEquals(Duration.ofSeconds(2), adapted.beat());
    assertEquals(
        List.of(
            "t: period stretched to 26.49 s, since one process opens about 80 links a second",
            "t: beats and heartbeats stretched to 2 s, since one process sends some thousand"
                + " frames a second"),
        notices);
  }

  @Test
  void fewRealPeersAndAllVirtualOnesKeepWhatIsWritten() {
    assertEquals(scenario(20), Engines.adapt("webrtc", scenario(20), notices::add));
    assertEquals(scenario(200), Engines.adapt("sim", scenario(200), notices::add));
    assertEquals(List.of(), notices);
  }

  @Test
  void whatOnlyVirtualTimeMeasuresIsNotExpectedOfRealLinks() {
    String text =
        """
        steps: [join: {}]
        expect:
          - "broadcast.latencyOverShortestPath.mean <= 1.12"
          - "broadcast.deliveryRatio == 1"
        """;
    Scenario scenario = ScenarioReader.read("t.yaml", text, Map.of());

    assertEquals(2, Engines.adapt("sim", scenario, notices::add).expect().size());
    assertEquals(
        List.of("broadcast.deliveryRatio == 1"),
        Engines.adapt("webrtc", scenario, notices::add).expect().stream()
            .map(Scenario.Expect::text)
            .toList());
    assertEquals(
        List.of("t: 'broadcast.latencyOverShortestPath.mean <= 1.12' is ignored by engine webrtc"),
        notices);
  }

  private static Scenario scenario(int peers) {
    String text = "peers: " + peers + "\nperiod: 2s\nbeat: 1s\nsteps: [join: {}]";
    return ScenarioReader.read("t.yaml", text, Map.of());
  }
}
