package org.arcmesh.sampling.spray;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.SprayMessage.Forward;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.junit.jupiter.api.Test;

/** PROTOCOLS, section 1, arc correction. */
class SprayCorrectionTest extends SprayFixture {
  private static final int SEEDS = 4_000;

  /** How many effects a correction has, mean over seeds. */
  private double mean(
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
  void everyPeerMakesUpForAnEighthOfWhatIsMissing() {
    double made = mean(StrictMath.exp(2.4), () -> startWith(alice, bob), ArcAsked.class);

    assertEquals(0.4 / 8, made, 0.01);
  }

  @Test
  void atMostTwoArcsAreMadeAtOnce() {
    double made = mean(1e30, () -> startWith(alice, bob), ArcAsked.class);

    assertEquals(2, made, 0.05);
  }

  @Test
  void fractionsAreCarriedOverToTheNextCycle() {
    startWith(alice, bob, carol);

    for (int cycle = 0; cycle < 16; cycle++) {
      spray.correct(StrictMath.exp(3.5)); // Half an arc is missing, and what is made never opens.
    }

    assertEquals(1, ctx.effects(ArcAsked.class).size());
  }

  @Test
  void ofTooManyArcsADuplicateIsGivenUpFirst() {
    int given = 0;
    for (int seed = 0; seed < 100; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(SprayConfig.DEFAULT, links);
      startWith(alice, bob, carol, bob);

      spray.correct(2);

      for (ArcClosed closed : ctx.effects(ArcClosed.class)) {
        given++;
        assertEquals(bob, closed.target());
        assertEquals(List.of(alice, carol), spray.view().stream().filter(p -> p != bob).toList());
      }
      assertLedgerBalances();
    }
    assertTrue(given > 20, given + " of 100");
  }

  @Test
  void theLastArcIsNeverGivenUp() {
    double given = mean(1, () -> startWith(alice), ArcClosed.class);

    assertEquals(0, given);
  }

  @Test
  void whereThereAreFarTooManyArcsAJoinMovesOneInPlaceOfAddingOne() {
    startWith(alice, bob, carol, dave);
    spray.correct(4);
    ctx.clear();
    int before = spray.arcs();

    spray.onMessage(alice, new Forward(zoe), ctx);

    assertEquals(List.of(new ArcAsked(zoe, alice)), ctx.effects(ArcAsked.class));
    assertEquals(1, ctx.effects(ArcClosed.class).size());
    assertEquals(before, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void otherwiseAJoinAddsItsArcs() {
    startWith(alice, bob, carol, dave);
    spray.correct(StrictMath.exp(3.5));
    ctx.clear();

    spray.onMessage(alice, new Forward(zoe), ctx);

    assertEquals(List.of(), ctx.effects(ArcClosed.class));
    assertEquals(5, spray.arcs());
  }

  @Test
  void nothingIsCorrectedInTheMiddleOfAnExchangeOrWhenItIsOff() {
    startWith(alice, bob);
    begin();

    spray.correct(1e30);

    assertEquals(List.of(), ctx.effects());

    ctx = new ScriptedContext(self, 1);
    spray = new Spray(SprayConfig.DEFAULT.withCorrection(false), links);
    startWith(many());

    for (int cycle = 0; cycle < 100; cycle++) {
      spray.correct(cycle % 2 == 0 ? 1e30 : 1);
    }
    spray.onMessage(alice, new Forward(zoe), ctx);

    assertEquals(List.of(new ArcAsked(zoe, alice)), ctx.effects());
  }

  private static PeerId[] many() {
    PeerId[] targets = new PeerId[20];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = peer(i + 1);
    }
    return targets;
  }
}
