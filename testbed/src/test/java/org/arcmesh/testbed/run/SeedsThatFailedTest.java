package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.check.Expectation;
import org.arcmesh.testbed.check.Expectations;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Runs of the scenarios that ship which were not as expected once, and what was wrong. */
class SeedsThatFailedTest {

  /**
   * A pair had lost all arcs to others, and kept links to them. Those had taken part in a merge
   * when the overlay began, and so took no notice of what the pair said.
   */
  @Test
  void mediatorsSeed10WithHundredPeersIsOneAgain() {
    holds("partition-mediators", 10, Map.of("peers", "100"));
  }

  /** The end of the first merge, of overlays that had begun apart, hid what the cut took. */
  @Test
  void realSeed39WhichIsCutRightAfterItHasBecomeOneIsSuspectedByAll() {
    holds("partition-real", 39, Map.of());
  }

  /** Five of sixty lost none or one of their arcs by the cut, and saw nothing else within it. */
  @Test
  void realSeed30WhereSomeLoseLittleIsSuspectedByAll() {
    holds("partition-real", 30, Map.of());
  }

  /**
   * A pair had visited a node across the cut before others of its side took it in. The node waited
   * for the end of that merge, which never came, and took no notice of the merge of the sides.
   */
  @Test
  void realSeed111WhereAPieceVisitsTheOtherSideIsHealedForAll() {
    holds("partition-real", 111, Map.of());
  }

  private static void holds(String name, long seed, Map<String, String> set) {
    Scenario scenario = ScenarioReader.read(Path.of("../scenarios/" + name + ".yaml"), set);

    Report report = new Run(scenario, new SimEngine(scenario, seed), seed, Progress.SILENT).run();

    List<Expectation.Outcome> outcomes = Expectations.of(scenario).check(report);
    assertEquals(
        List.of(),
        outcomes.stream().filter(outcome -> !outcome.holds()).map(o -> o.line()).toList());
    assertEquals(0, report.number("invariants.violated").orElseThrow());
  }
}
