package org.arcmesh.testbed.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The configuration that a seed draws for a scenario with a swarm. */
public final class SwarmDraw {
  static final int PEERS_MIN = 50;
  static final int PEERS_MAX = 200;
  private static final List<String> TREES = List.of("last", "mst", "push");

  /** Other than that of the simulation and of the steps, which draw from the same seed. */
  private static final long SALT = 0x5EED_0F_5A4BL;

  private SwarmDraw() {}

  /** Values of the top-level keys that {@code scenario} does not give; none if it has no swarm. */
  public static Map<String, String> of(Scenario scenario, long seed) {
    Map<String, String> drawn = new LinkedHashMap<>();
    if (scenario.steps().stream().noneMatch(step -> step.action() instanceof Action.Swarm)) {
      return drawn;
    }
    SplittableRandom random = new SplittableRandom(seed ^ SALT);
    int peers = random.nextInt(PEERS_MIN, PEERS_MAX + 1);
    drawn.put("peers", String.valueOf(peers));
    drawn.put("signaling", String.valueOf(random.nextInt(1, 9)));
    drawn.put("period", millis(random, 1_000, 5_000));
    drawn.put("beat", millis(random, 500, 2_000));
    drawn.put("tree", TREES.get(random.nextInt(TREES.size())));
    drawn.put("latency", latency(random));
    drawn.put("loss", random.nextInt(3) == 0 ? "0%" : random.nextInt(1, 51) / 10.0 + "%");
    drawn.keySet().removeAll(scenario.given());
    return drawn;
  }

  private static String latency(SplittableRandom random) {
    int least = random.nextInt(1, 50);
    return switch (random.nextInt(3)) {
      case 0 -> "constant(" + least + "ms)";
      case 1 -> "uniform(" + least + "ms," + random.nextInt(least, 200) + "ms)";
      default -> "lognormal(4.663,0.956)";
    };
  }

  private static String millis(SplittableRandom random, int least, int most) {
    return random.nextInt(least, most + 1) + "ms";
  }
}
