package org.arcmesh.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sim.NetworkModel;
import org.arcmesh.sim.Simulation;
import org.arcmesh.sim.StandInIdentity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links set up by messages, doors and discovery, with peers in several shards. */
class ShardedHamletTest {
  private static final NetworkModel NETWORK =
      new NetworkModel.Uniform(Duration.ofMillis(10), Duration.ofMillis(50));

  /** Peers enter, are split and healed, some crash, some leave. */
  private static Hamlet lived(long seed, int shards, int threads) {
    Simulation sim = new Simulation(seed, NETWORK, StandInIdentity::new, shards, threads);
    Hamlet hamlet = new Hamlet(sim, seed, SprayConfig.DEFAULT.factory());
    hamlet.populate(3, 40);
    sim.run(Duration.ofSeconds(20));
    Map<PeerId, Integer> sides = new LinkedHashMap<>();
    sim.alive().forEach(peer -> sides.put(peer, sides.size() % 3 == 0 ? 0 : 1));
    sim.faults().partition(sides);
    sim.run(Duration.ofSeconds(20));
    sim.faults().heal();
    hamlet.crash(4);
    sim.alive().subList(10, 14).forEach(sim::leave);
    sim.run(Duration.ofSeconds(60));
    return hamlet;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theNumberOfThreadsChangesNothing(long seed) {
    Hamlet alone = lived(seed, 2, 1);
    Hamlet together = lived(seed, 2, 2);

    assertEquals(alone.sim.traceHash(), together.sim.traceHash());
    assertEquals(alone.sim.events(), together.sim.events());
    assertEquals(alone.sim.traffic().frames(), together.sim.traffic().frames());
    assertEquals(alone.sim.alive(), together.sim.alive());
    assertTrue(together.isOne());
  }
}
