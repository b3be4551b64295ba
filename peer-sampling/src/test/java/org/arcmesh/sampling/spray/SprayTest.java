package org.arcmesh.sampling.spray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.sampling.spray.SprayMessage.Answer;
import org.arcmesh.sampling.spray.SprayMessage.Busy;
import org.arcmesh.sampling.spray.SprayMessage.Exchange;
import org.arcmesh.sampling.spray.SprayMessage.Forward;
import org.arcmesh.sampling.spray.SprayMessage.Subscribe;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.arcmesh.sim.ScriptedContext.Effect;
import org.arcmesh.sim.ScriptedContext.Introduced;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/**
 * Arcs and peers that go down, leaving, the size estimate; one test per sentence of PROTOCOLS,
 * section 1.
 */
class SprayTest extends SprayFixture {
  @Test
  void anArcDownIsAlwaysAnsweredByACopyOfARandomNeighbor() {
    startWith(alice);
    spray.join(zoe, alice);
    ctx.clear();

    spray.onArcFailed(zoe, Cause.TIMEOUT, ctx);

    assertEquals(List.of(new ArcAsked(alice, alice)), ctx.effects());
    assertEquals(2, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void anIntroducedArcThatFailsIsAnsweredByACopyToo() {
    startWith(alice);

    spray.onArcFailed(zoe, Cause.REFUSED, ctx);

    assertEquals(List.of(new ArcAsked(alice, alice)), ctx.effects());
    assertLedgerBalances();
  }

  @Test
  void anIntroducedArcJoinsTheViewWithAgeZero() {
    startWith(alice);

    spray.onArcOpened(zoe, ctx);

    assertEquals(List.of(alice, zoe), spray.view());
    assertEquals(2, spray.ledger().introduced());
    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aPeerDownIsAnsweredByACopyWithProbabilityOneMinusOneOverTheViewSize() {
    int copies = 0;
    for (int seed = 0; seed < 4_000; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(SprayConfig.DEFAULT, links);
      startWith(alice, bob, carol, dave);

      spray.onNeighborDown(dave, Cause.SILENT, ctx);

      copies += ctx.effects(ArcAsked.class).size();
      assertLedgerBalances();
    }

    assertEquals(0.75, copies / 4_000.0, 0.02); // Three standard deviations.
  }

  @Test
  void bMakesCopiesRarer() {
    int copies = 0;
    SprayConfig config = new SprayConfig(1, 3, PERIOD, Duration.ofSeconds(2), false, 512);
    for (int seed = 0; seed < 4_000; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(config, links);
      startWith(alice, bob);

      spray.onNeighborDown(bob, Cause.SILENT, ctx);

      copies += ctx.effects(ArcAsked.class).size();
    }

    assertEquals(1 - 1 / 2.0 - 3 * StrictMath.exp(-2), copies / 4_000.0, 0.02);
  }

  @Test
  void everyOccurrenceOfAPeerThatIsDownIsRemovedAndDecidedAlone() {
    Set<Integer> outcomes = new LinkedHashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      ctx = new ScriptedContext(self, seed);
      spray = new Spray(SprayConfig.DEFAULT, links);
      startWith(alice, bob, bob);

      spray.onNeighborDown(bob, Cause.CLOSED, ctx);

      assertEquals(List.of(alice), spray.view());
      assertEquals(2, spray.arcsLost());
      outcomes.add(ctx.effects(ArcAsked.class).size());
    }

    assertEquals(Set.of(0, 1, 2), outcomes);
  }

  @Test
  void theLastNeighborDownLeavesAnEmptyView() {
    startWith(alice);

    spray.onNeighborDown(alice, Cause.SILENT, ctx);

    assertEquals(List.of(), ctx.effects());
    assertTrue(spray.isIsolated());
  }

  @Test
  void aNeighborThatSaidGoodbyeIsNotMadeUpForByCopies() {
    startWith(alice, bob, carol, dave, dave, dave);

    spray.onNeighborDown(dave, Cause.GOODBYE, ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(0, spray.arcsLost());
    assertLedgerBalances();
  }

  @Test
  void aLinkThatDiesInMidExchangeLeavesTheOfferedArcsOursAndCountedAsUnsettled() {
    startWith(alice, bob, carol);
    begin();
    assertEquals(2, spray.ledger().lent());

    spray.onNeighborDown(alice, Cause.SILENT, ctx);

    assertEquals(2, spray.ledger().unsettled());
    assertEquals(0, spray.ledger().lent());
    assertEquals(List.of(), ctx.effects(ArcClosed.class));
    assertEquals(Set.of(bob, carol), new LinkedHashSet<>(spray.view()));
    assertLedgerBalances();
  }

  @Test
  void anOfferedArcWhoseLinkDiesIsThePartnersConcernOnceItAnswers() {
    startWith(alice, bob, bob, bob);
    Exchange exchange = begin();
    assertEquals(List.of(self, bob), exchange.sample());

    spray.onNeighborDown(bob, Cause.SILENT, ctx);
    int copies = ctx.effects(ArcAsked.class).size();
    assertEquals(2, spray.ledger().dropped());
    ctx.clear();
    spray.onMessage(alice, new Answer(exchange.round(), List.of(), 0), ctx);

    assertEquals(List.of(new ArcClosed(alice)), ctx.effects());
    assertEquals(2, spray.ledger().dropped());
    assertEquals(copies, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void anOfferedArcWhoseLinkDiedIsLostOnceTheOfferIsRefused() {
    startWith(alice, bob, bob, bob);
    Exchange exchange = begin();
    spray.onNeighborDown(bob, Cause.SILENT, ctx);

    spray.onMessage(alice, new Busy(exchange.round()), ctx);

    assertEquals(3, spray.ledger().dropped());
    assertEquals(List.of(alice), spray.view());
    assertLedgerBalances();
  }

  @Test
  void leavingIntroducesInNeighborsToOutNeighborsOneArcShortOfTheView() {
    startWith(alice, bob, carol);
    links.inview.addAll(List.of(dave, alice));

    spray.onLeave(ctx);

    List<Introduced> pairs = ctx.effects(Introduced.class);
    List<Effect> all = new ArrayList<>(pairs);
    assertEquals(all, ctx.effects());
    assertEquals(2, pairs.size());
    assertTrue(pairs.stream().allMatch(pair -> links.inview.contains(pair.left())));
    assertTrue(pairs.stream().noneMatch(pair -> pair.left().equals(pair.right())));
    assertEquals(2, new LinkedHashSet<>(pairs.stream().map(Introduced::right).toList()).size());
  }

  @Test
  void aLeaverExchangesNothingAnymore() {
    startWith(alice, bob, carol);
    spray.onLeave(ctx);
    ctx.clear();

    spray.onTimer(cycle, ctx);
    spray.onMessage(alice, new Exchange(1, List.of(alice), 1), ctx);
    spray.onMessage(alice, new Subscribe(), ctx);

    assertEquals(List.of(new Sent(alice, new Busy(1))), ctx.effects());
  }

  @Test
  void theSizeEstimateIsTheExponentialOfTheMeanViewOfSelfAndPartners() {
    startWith(alice, bob, carol, dave);

    spray.onMessage(zoe, new Exchange(1, List.of(zoe, zoe), 8), ctx);
    spray.onArcOpened(zoe, ctx);
    spray.onArcOpened(zoe, ctx);

    assertEquals(StrictMath.exp((4 + 8) / 2.0), spray.sizeEstimate(), 1e-9);
  }

  @Test
  void anIsolatedPeerEstimatesOne() {
    startWith();

    assertEquals(1, spray.sizeEstimate());
    links.inview.add(alice);
    assertTrue(!spray.isIsolated());
  }

  @Test
  void everyMessageIsInTheTableAndUnderstood() {
    startWith(alice);
    for (Class<?> type : SprayMessage.class.getPermittedSubclasses()) {
      assertTrue(SprayMessage.TABLE.types().contains(type), type.getName());
    }
    List<SprayMessage> all =
        List.of(
            new Subscribe(),
            new Forward(zoe),
            new Exchange(1, List.of(), 0),
            new Answer(1, List.of(), 0),
            new Busy(1));
    assertEquals(SprayMessage.class.getPermittedSubclasses().length, all.size());

    all.forEach(message -> spray.onMessage(alice, message, ctx));
  }
}
