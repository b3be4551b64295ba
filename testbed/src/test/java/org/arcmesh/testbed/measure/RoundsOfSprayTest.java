package org.arcmesh.testbed.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.run.Engines;
import org.arcmesh.testbed.run.Run;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/**
 * The deployed class, event by event, against the rules of the paper, round by round: eight seeds
 * of each. The views differ from seed to seed by what joining happened to make, so figures that
 * follow from the view are divided by what chance would make of it.
 */
class RoundsOfSprayTest {
  private static final int PEERS = 300;
  private static final int SEEDS = 8;
  private static final Scenario DEPLOYED =
      ScenarioReader.read(
          "deployed.yaml",
          """
          peers: 300
          links: instant
          latency: constant(0ms)
          correction: off
          period: 60s
          steps:
            - join: {over: 1s, contact: random}
            - settle: {cycles: 60}
          """,
          Map.of());

  private static Report deployed(long seed) {
    try (Engine engine = Engines.open("sim", DEPLOYED, seed, () -> {})) {
      return new Run(DEPLOYED, engine, seed, Progress.SILENT).run();
    }
  }

  @Test
  void theDeployedClassMakesTheOverlayThatTheRulesMake() {
    Figures rules = new Figures("");
    Figures deployed = new Figures("overlay.");

    for (long seed = 1; seed <= SEEDS; seed++) {
      rules.add(RoundsOfSpray.run(PEERS, seed).figures());
      deployed.add(deployed(seed));
    }

    assertEquals(rules.spread.mean(), deployed.spread.mean(), 0.05 * rules.spread.mean());
    assertEquals(
        rules.clustering.mean(), deployed.clustering.mean(), 0.1 * rules.clustering.mean());
  }

  private static final class Figures {
    private final String prefix;

    /** Of in-degrees, beside the square root of the mean, which chance alone would make. */
    private final Samples spread = new Samples();

    /** Beside the density of the graph, which is the clustering of a random one. */
    private final Samples clustering = new Samples();

    Figures(String prefix) {
      this.prefix = prefix;
    }

    void add(Report report) {
      double view = number(report, "meanView");
      spread.add(number(report, "inDegreeSd") / Math.sqrt(view));
      clustering.add(number(report, "clustering") / (view / (PEERS - 1)));
    }

    private double number(Report report, String key) {
      return report.number(prefix + key).orElseThrow();
    }
  }
}
