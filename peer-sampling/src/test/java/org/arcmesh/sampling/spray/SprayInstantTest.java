package org.arcmesh.sampling.spray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.InstantLinks;
import org.arcmesh.sim.NetworkModel;
import org.arcmesh.sim.Simulation;
import org.arcmesh.sim.StandInIdentity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spray where arcs open at once, as in the simulator of its paper. */
class SprayInstantTest {
  private static final int PEERS = 1_000;
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final Map<PeerId, Spray> sprays = new LinkedHashMap<>();

  /** All join one after the other, each through a random contact. */
  private Simulation populate(long seed) {
    Simulation sim =
        new Simulation(seed, new NetworkModel.Constant(Duration.ZERO), StandInIdentity::new);
    SprayConfig config = SprayConfig.DEFAULT.withPeriod(PERIOD).withCorrection(false);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < PEERS; i++) {
      List<PeerId> before = sim.alive();
      PeerId peer =
          sim.add(
              environment -> {
                InstantLinks links = sim.instantLinks();
                Spray spray = new Spray(config, links);
                sprays.put(environment.identity().id(), spray);
                return new Peer(
                    environment.identity().id(), environment.host(), links, List.of(links, spray));
              });
      sim.run(Duration.ofMillis(1));
      if (i > 0) {
        PeerId contact = before.get(random.nextInt(i));
        sim.peer(peer).run(() -> sprays.get(peer).join(contact, contact));
        sim.run(Duration.ofMillis(4));
      }
    }
    return sim;
  }

  private double meanView(Simulation sim) {
    return sim.alive().stream().mapToInt(id -> sprays.get(id).arcs()).average().orElseThrow();
  }

  /**
   * "1 + |P_c| arcs in all" per join, with a contact of the mean view: the mean grows by 1/n, to
   * the harmonic number of n; the paper has 7.50 for 1,000.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theMeanViewIsThatOfThePaperAndExchangesKeepIt(long seed) {
    Simulation sim = populate(seed);
    double joined = meanView(sim);
    assertEquals(7.5, joined, 1.5);

    sim.run(PERIOD.multipliedBy(20));

    // An exchange that is open has moved some arcs and not yet others.
    assertEquals(joined, meanView(sim), 0.05);
    double variance =
        sprays.values().stream()
            .mapToDouble(spray -> Math.pow(spray.arcs() - joined, 2))
            .average()
            .orElseThrow();
    assertTrue(Math.sqrt(variance) < 1.5, "views even out");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void arcsToTheDeadAreGoneWithinTwoCycles(long seed) {
    Simulation sim = populate(seed);
    sim.run(PERIOD.multipliedBy(3));
    List<PeerId> all = sim.alive();
    for (int i = 0; i < all.size(); i += 2) {
      sim.crash(all.get(i));
    }

    sim.run(PERIOD.multipliedBy(2));

    List<PeerId> alive = sim.alive();
    long arcs = alive.stream().mapToLong(id -> sprays.get(id).view().size()).sum();
    long dead =
        alive.stream()
            .flatMap(id -> sprays.get(id).view().stream())
            .filter(target -> !alive.contains(target))
            .count();
    assertTrue(dead < 0.01 * arcs, dead + " of " + arcs + " arcs are dead");
  }
}
