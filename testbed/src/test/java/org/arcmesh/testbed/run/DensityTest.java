package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Mean view within 0.15 of ln N at any size, 40 cycles after a change." */
class DensityTest {
  private static final int MEASURED_CYCLES = 20;

  /**
   * Five cuts in a minute and a half, each into other parts; then 40 cycles, and 20 to look at.
   *
   * <p>Arcs are counted once they are open. An exchange moves half of them, each for some 300 ms:
   * in cycles of 8 s a peer is short of 0.06 of an arc for that reason alone, in cycles of 4 s of
   * twice that.
   */
  private static final String AGAIN_AND_AGAIN =
      """
      peers: 60
      period: 8s
      steps:
        - join: {over: 4s}
        - settle: 15s
        - partition: {shares: [50%, 25%, 25%], for: 18s}
        - partition: {shares: [40%, 30%, 30%], for: 18s}
        - partition: {shares: [30%, 70%], for: 18s, direction: one-way}
        - partition: {shares: [20%, 40%, 40%], for: 18s}
        - partition: {shares: [60%, 20%, 20%], for: 18s}
        - heal: {within: 2min}
        - settle: {cycles: 60}
      """;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void splitsAndMergesLeaveViewsAtTheLogarithmOfTheNumberOfPeers(long seed) {
    Scenario scenario = ScenarioReader.read("t.yaml", AGAIN_AND_AGAIN, Map.of());

    Report report = new Run(scenario, new SimEngine(scenario, seed), seed, Progress.SILENT).run();

    JsonNode cycles = report.find("cycles").orElseThrow();
    double sum = 0;
    for (int i = cycles.size() - MEASURED_CYCLES; i < cycles.size(); i++) {
      sum += cycles.get(i).get("viewExcess").asDouble();
    }
    assertEquals(0, sum / MEASURED_CYCLES, 0.15);
    assertEquals(1, report.number("overlay.components").orElseThrow());
    assertTrue(greatest(cycles) < 6, "at worst " + greatest(cycles));
  }

  private static double greatest(JsonNode cycles) {
    double most = 0;
    for (JsonNode cycle : cycles) {
      most = Math.max(most, cycle.get("viewExcess").asDouble());
    }
    return most;
  }
}
