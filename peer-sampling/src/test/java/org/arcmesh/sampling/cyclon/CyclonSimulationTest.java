package org.arcmesh.sampling.cyclon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.Hamlet;
import org.arcmesh.sampling.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hundred peers with Cyclon, in virtual time. */
class CyclonSimulationTest {
  private static final int PEERS = 100;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void viewsAreFullAndTheOverlaySurvivesTheLossOfAThird(long seed) {
    Hamlet hamlet = new Hamlet(seed, CyclonConfig.DEFAULT.factory());
    hamlet.populate(3, PEERS);
    hamlet.sim.run(Hamlet.PERIOD.multipliedBy(12));

    assertEquals(List.of(PEERS), hamlet.components());
    assertViews(hamlet, 7.5);
    assertEstimates(hamlet, PEERS);

    hamlet.crash(30);

    // Heartbeats tell at once; shuffles fill the places of the dead.
    hamlet.sim.run(Duration.ofSeconds(4));
    for (PeerId peer : hamlet.sim.alive()) {
      assertEquals(hamlet.signalings.get(peer).outview().size(), hamlet.arcs(peer).size());
    }
    assertTrue(hamlet.sim.runUntil(hamlet::isOne, Duration.ofSeconds(60)));
    hamlet.sim.run(Hamlet.PERIOD.multipliedBy(8));
    assertTrue(hamlet.isOne());
    assertViews(hamlet, 7.5);
  }

  /** At most c neighbors, each once, as the link layer has them, and hardly fewer on average. */
  private static void assertViews(Hamlet hamlet, double meanAtLeast) {
    for (PeerId peer : hamlet.sim.alive()) {
      List<PeerId> view = hamlet.signalings.get(peer).outview();
      assertTrue(view.size() <= CyclonConfig.DEFAULT.view(), () -> "a view of " + view.size());
      assertEquals(view.size(), new LinkedHashSet<>(view).size());
      assertEquals(
          new LinkedHashSet<>(view), new LinkedHashSet<>(hamlet.samplers.get(peer).view()));
      assertEquals(hamlet.signalings.get(peer).arcs(), hamlet.samplers.get(peer).arcs());
    }
    double mean =
        hamlet.sim.alive().stream().mapToInt(peer -> hamlet.arcs(peer).size()).average().orElse(0);
    assertTrue(mean >= meanAtLeast, () -> "mean view " + mean);
  }

  /** Rough: the median peer is right within a factor of two. */
  private static void assertEstimates(Hamlet hamlet, int peers) {
    List<Double> estimates =
        hamlet.samplers.values().stream().map(Sampler::sizeEstimate).sorted().toList();
    double median = estimates.get(estimates.size() / 2);
    assertTrue(median > peers / 2.0 && median < peers * 2.0, () -> "median estimate " + median);
  }
}
