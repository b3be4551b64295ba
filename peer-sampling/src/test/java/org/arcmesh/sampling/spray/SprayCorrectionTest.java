package org.arcmesh.sampling.spray;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.junit.jupiter.api.Test;

/** PROTOCOLS, section 1, arc correction; each over many seeds, since it is a matter of chance. */
class SprayCorrectionTest extends SprayFixture {
  private static final int SEEDS = 4_000;

  /** Share of seeds for which {@code effects} of a correction are not none. */
  private double share(
      double peers, Runnable start, Class<? extends ScriptedContext.Effect> effect) {
    int corrections = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(SprayConfig.DEFAULT, links);
      start.run();

      spray.correct(peers);

      corrections += ctx.effects(effect).size();
      assertLedgerBalances();
    }
    return corrections / (double) SEEDS;
  }

  @Test
  void tooFewArcsAreMadeMoreAtMostEveryFourthTime() {
    double share = share(1_000, () -> startWith(alice, bob), ArcAsked.class);

    assertEquals(0.25, share, 0.02);
  }

  @Test
  void aSmallLackIsMadeUpForWithItsOwnProbability() {
    double share = share(StrictMath.exp(2.1), () -> startWith(alice, bob), ArcAsked.class);

    assertEquals(0.1, share, 0.015);
  }

  @Test
  void ofTooManyArcsADuplicateIsGivenUpFirst() {
    for (int seed = 0; seed < 100; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(SprayConfig.DEFAULT, links);
      startWith(alice, bob, carol, bob);

      spray.correct(2);

      for (ArcClosed closed : ctx.effects(ArcClosed.class)) {
        assertEquals(bob, closed.target());
        assertEquals(List.of(alice, carol), spray.view().stream().filter(p -> p != bob).toList());
      }
      assertLedgerBalances();
    }
  }

  @Test
  void theLastArcIsNeverGivenUp() {
    double share = share(1, () -> startWith(alice), ArcClosed.class);

    assertEquals(0, share);
  }

  @Test
  void nothingIsCorrectedInTheMiddleOfAnExchangeOrWhenItIsOff() {
    for (int seed = 0; seed < 100; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(SprayConfig.DEFAULT, links);
      startWith(alice, bob);
      begin();

      spray.correct(1_000_000);

      assertEquals(List.of(), ctx.effects());
    }

    spray = new Spray(SprayConfig.DEFAULT.withCorrection(false), links);
    startWith(alice, bob);

    for (int cycle = 0; cycle < 100; cycle++) {
      spray.correct(1_000_000);
    }

    assertEquals(List.of(), ctx.effects());
  }
}
