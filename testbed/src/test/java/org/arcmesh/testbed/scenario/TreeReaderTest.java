package org.arcmesh.testbed.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeReaderTest {

  @Test
  void whereNobodyCanBroadcastNobodyDoes() {
    assertEquals(
        "t.yaml:4: step 'broadcast' needs a tree; with tree: off nobody broadcasts",
        refusal("tree: off\nsteps:\n  - join: {}\n  - broadcast: {rate: 5/s, for: 5s}\n"));
    assertEquals(
        "t.yaml:6: step 'broadcast' needs a tree; with tree: off nobody broadcasts",
        refusal(
            """
            tree: off
            steps:
              - join: {}
              - settle: 9s
                during:
                  - broadcast: {rate: 5/s, for: 5s}
            """));
    assertEquals(
        "t.yaml:3: step 'swarm' needs a tree; with tree: off nobody broadcasts",
        refusal("tree: off\nsteps:\n  - swarm: {for: 2min}\n"));
  }

  @Test
  void sourcesMayBeAShareOfThosePresent() {
    String text =
        "peers: 50\nsteps:\n  - join: {}\n  - broadcast: {rate: 5/s, for: 5s, sources: %s}\n";
    Scenario scenario = ScenarioReader.read("t.yaml", text.formatted("15%"), Map.of());

    assertEquals(8, ((Action.Load) scenario.steps().get(1).action()).sources());
    assertEquals(
        "t.yaml:4: sources: '0%' is not between 0% and 100%", refusal(text.formatted("0%")));
  }

  private static String refusal(String text) {
    return assertThrows(
            ScenarioException.class, () -> ScenarioReader.read("t.yaml", text, Map.of()))
        .getMessage();
  }
}
