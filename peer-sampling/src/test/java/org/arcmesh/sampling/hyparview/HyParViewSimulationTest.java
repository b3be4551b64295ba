package org.arcmesh.sampling.hyparview;

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

/** A hundred peers with HyParView, in virtual time. */
class HyParViewSimulationTest {
  private static final int PEERS = 100;
  private static final HyParViewConfig CONFIG = HyParViewConfig.DEFAULT;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void activeViewsAreSymmetricAndTheOverlaySurvivesTheLossOfAThird(long seed) {
    Hamlet hamlet = new Hamlet(seed, CONFIG.factory());
    hamlet.populate(3, PEERS);
    hamlet.sim.run(Hamlet.PERIOD.multipliedBy(12));

    assertEquals(List.of(PEERS), hamlet.components());
    assertViews(hamlet);
    assertEstimates(hamlet);

    hamlet.crash(30);

    assertTrue(hamlet.sim.runUntil(hamlet::isOne, Duration.ofSeconds(60)));
    hamlet.sim.run(Hamlet.PERIOD.multipliedBy(8));
    assertTrue(hamlet.isOne());
    assertViews(hamlet);
  }

  private static double mean(Hamlet hamlet) {
    return hamlet.sim.alive().stream()
        .mapToInt(peer -> hamlet.samplers.get(peer).view().size())
        .average()
        .orElse(0);
  }

  /** At most five neighbors, each once, and for each other. */
  private static void assertViews(Hamlet hamlet) {
    int mutual = 0;
    int all = 0;
    for (PeerId peer : hamlet.sim.alive()) {
      List<PeerId> view = hamlet.samplers.get(peer).view();
      assertTrue(view.size() <= CONFIG.active(), () -> "a view of " + view.size());
      assertEquals(view.size(), new LinkedHashSet<>(view).size());
      HyParView sampler = (HyParView) hamlet.samplers.get(peer);
      assertTrue(sampler.passive() <= CONFIG.passive());
      assertEquals(hamlet.signalings.get(peer).arcs(), sampler.arcs());
      for (PeerId neighbor : view) {
        all++;
        mutual += hamlet.samplers.get(neighbor).view().contains(peer) ? 1 : 0;
      }
    }
    assertTrue(mutual >= all - 4, mutual + " of " + all + " are mutual");
    double mean = mean(hamlet);
    assertTrue(mean >= 4.5, () -> "mean view " + mean);
  }

  /** Good to a fifth for the median peer. */
  private static void assertEstimates(Hamlet hamlet) {
    List<Double> estimates =
        hamlet.samplers.values().stream().map(Sampler::sizeEstimate).sorted().toList();
    assertEquals(PEERS, estimates.get(PEERS / 2), PEERS / 5.0);
  }
}
