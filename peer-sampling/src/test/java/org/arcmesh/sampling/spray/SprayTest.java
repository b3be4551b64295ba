package org.arcmesh.sampling.spray;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.FixedLinks;
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
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** One test per sentence of PROTOCOLS, section 1. */
class SprayTest {
  private static final Duration PERIOD = SprayConfig.DEFAULT.period();

  private final PeerId self = peer(50);
  private final PeerId alice = peer(1);
  private final PeerId bob = peer(2);
  private final PeerId carol = peer(3);
  private final PeerId dave = peer(4);
  private final PeerId zoe = peer(99);
  private final FixedLinks links = new FixedLinks();
  private ScriptedContext ctx = new ScriptedContext(self, 1);
  private Spray spray = new Spray(SprayConfig.DEFAULT, links);
  private Timer cycle;

  private void startWith(PeerId... targets) {
    spray.start(ctx);
    Scheduled first = ctx.effects(Scheduled.class).get(0);
    assertTrue(first.delay().compareTo(PERIOD) <= 0);
    cycle = first.timer();
    for (PeerId target : targets) {
      spray.onArcOpened(target, ctx); // Given by mediators.
    }
    ctx.clear();
  }

  private Exchange begin() {
    spray.onTimer(cycle, ctx);
    Exchange exchange = (Exchange) ctx.sent().get(0).message();
    ctx.clear();
    return exchange;
  }

  /** The last timer set; an exchange sets its resend, Busy the retry. */
  private Timer lastTimer() {
    List<Scheduled> timers = ctx.effects(Scheduled.class);
    return timers.get(timers.size() - 1).timer();
  }

  private void assertLedgerBalances() {
    assertEquals(spray.arcs(), spray.ledger().arcs());
  }

  @Test
  void joinOpensAnArcToTheContactAndSubscribesOverIt() {
    startWith();

    spray.join(alice, zoe);

    assertEquals(List.of(new ArcAsked(alice, zoe)), ctx.effects());
    ctx.clear();

    spray.onArcOpened(alice, ctx);

    assertEquals(List.of(new Sent(alice, new Subscribe())), ctx.effects());
    assertEquals(List.of(alice), spray.view());
    assertLedgerBalances();
  }

  @Test
  void aContactIsSubscribedToOncePerJoin() {
    startWith();
    spray.join(alice, zoe);
    spray.onArcOpened(alice, ctx);
    ctx.clear();

    spray.onArcOpened(alice, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void anEmptyContactOpensAnArcToTheNewcomer() {
    startWith();

    spray.onMessage(alice, new Subscribe(), ctx);

    assertEquals(List.of(new ArcAsked(alice, alice)), ctx.effects());
    assertLedgerBalances();
  }

  @Test
  void aContactForwardsTheSubscriptionToEachArcEveryOccurrence() {
    startWith(alice, bob, bob);

    spray.onMessage(zoe, new Subscribe(), ctx);

    assertEquals(
        List.of(
            new Sent(alice, new Forward(zoe)),
            new Sent(bob, new Forward(zoe)),
            new Sent(bob, new Forward(zoe))),
        ctx.effects());
  }

  @Test
  void aNewcomerIsNotToldOfItself() {
    startWith(alice, zoe);

    spray.onMessage(zoe, new Subscribe(), ctx);

    assertEquals(List.of(new Sent(alice, new Forward(zoe))), ctx.effects());
  }

  @Test
  void aSubscriptionIsForwardedOverAnOpeningArcOnceItIsOpen() {
    startWith(alice);
    spray.join(bob, alice);
    ctx.clear();
    spray.onMessage(zoe, new Subscribe(), ctx);
    assertEquals(List.of(new Sent(alice, new Forward(zoe))), ctx.effects());
    ctx.clear();

    spray.onArcOpened(bob, ctx);

    assertEquals(
        List.of(new Sent(bob, new Subscribe()), new Sent(bob, new Forward(zoe))), ctx.effects());
  }

  @Test
  void aSubscriptionForAnArcThatFailsGoesToAnotherNeighbor() {
    startWith(alice);
    spray.join(bob, alice);
    spray.onMessage(zoe, new Subscribe(), ctx);
    ctx.clear();

    spray.onArcFailed(bob, Cause.TIMEOUT, ctx);

    assertEquals(
        List.of(new Sent(alice, new Forward(zoe)), new ArcAsked(alice, alice)), ctx.effects());
  }

  @Test
  void aSubscriptionForTheOnlyArcThatFailsBecomesAnArcOfTheContact() {
    startWith();
    spray.join(bob, bob);
    spray.onMessage(zoe, new Subscribe(), ctx);
    ctx.clear();

    spray.onArcFailed(bob, Cause.TIMEOUT, ctx);

    assertEquals(List.of(new ArcAsked(zoe, zoe)), ctx.effects());
    assertLedgerBalances();
  }

  @Test
  void aForwardedSubscriptionBecomesAnArcThroughTheContactAndGoesNoFurther() {
    startWith(alice, bob);

    spray.onMessage(alice, new Forward(zoe), ctx);

    assertEquals(List.of(new ArcAsked(zoe, alice)), ctx.effects());
    assertLedgerBalances();
  }

  @Test
  void aForwardedSubscriptionOfOurselvesIsRefused() {
    startWith(alice);

    spray.onMessage(alice, new Forward(self), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(1, spray.ledger().refused());
  }

  @Test
  void nobodyCanBringAViewOverItsBound() {
    SprayConfig small = new SprayConfig(1, 0, PERIOD, Duration.ofSeconds(2), 3);
    spray = new Spray(small, links);
    startWith(alice, bob, carol);

    spray.onMessage(alice, new Forward(zoe), ctx);
    spray.onMessage(bob, new Exchange(1, List.of(bob, dave, zoe, peer(5)), 8), ctx);

    // The view of 3 gave 2 and has room for 2 of 4.
    assertEquals(3, spray.arcs());
    assertEquals(3, spray.ledger().refused());
    assertLedgerBalances();
  }

  @Test
  void everyPeriodTheOldestPeerIsOfferedHalfOfTheViewWithOurselvesInItsPlace() {
    startWith(alice, alice, bob, carol, dave);

    spray.onTimer(cycle, ctx);

    assertEquals(new Scheduled(PERIOD, cycle), ctx.effects().get(0));
    Sent sent = ctx.sent().get(0);
    Exchange exchange = (Exchange) sent.message();
    assertEquals(alice, sent.to());
    assertEquals(3, exchange.sample().size()); // ceil(5/2) - 1, and ourselves
    assertEquals(self, exchange.sample().get(0));
    assertEquals(5, exchange.arcs());
    assertTrue(exchange.sample().stream().noneMatch(alice::equals));
    assertEquals(5, spray.arcs());
  }

  @Test
  void everyOccurrenceOfThePartnerInTheOfferIsReplacedByOurselves() {
    startWith(alice, alice, alice);

    Exchange exchange = begin();

    assertEquals(List.of(self, self), exchange.sample());
  }

  @Test
  void theAnswerMovesTheArcsClosingThenOpeningThroughThePartner() {
    startWith(alice, bob);
    Exchange exchange = begin();
    assertEquals(List.of(self), exchange.sample());

    spray.onMessage(alice, new Answer(exchange.round(), List.of(zoe, alice), 4), ctx);

    assertEquals(
        List.of(new ArcClosed(alice), new ArcAsked(zoe, alice), new ArcAsked(alice, alice)),
        ctx.effects());
    assertEquals(3, spray.arcs());
    assertEquals(0, spray.ledger().lent());
    assertLedgerBalances();
  }

  @Test
  void newArcsAreYoungerThanThoseThatStayed() {
    startWith(alice, bob);
    Exchange exchange = begin();
    spray.onMessage(alice, new Answer(exchange.round(), List.of(zoe), 4), ctx);
    spray.onArcOpened(zoe, ctx);
    ctx.clear();

    spray.onTimer(cycle, ctx);

    assertEquals(bob, ctx.sent().get(0).to());
  }

  @Test
  void theReceiverGivesARandomHalfDrawnBeforeMergingAndTakesTheOffer() {
    startWith(alice, alice, alice);

    spray.onMessage(alice, new Exchange(7, List.of(alice, zoe), 4), ctx);

    // Every occurrence of the initiator is replaced by ourselves.
    assertEquals(
        List.of(
            new Sent(alice, new Answer(7, List.of(self, self), 3)),
            new ArcClosed(alice),
            new ArcClosed(alice),
            new ArcAsked(alice, alice),
            new ArcAsked(zoe, alice)),
        ctx.effects());
    assertEquals(3, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void theReceiverAnswersEvenWithAnEmptyView() {
    startWith();

    spray.onMessage(alice, new Exchange(7, List.of(alice), 1), ctx);

    assertEquals(
        List.of(new Sent(alice, new Answer(7, List.of(), 0)), new ArcAsked(alice, alice)),
        ctx.effects());
  }

  @Test
  void aPeerWithAnExchangeOpenAnswersBusy() {
    startWith(alice, bob, carol);
    begin();

    spray.onMessage(zoe, new Exchange(9, List.of(zoe), 2), ctx);

    assertEquals(List.of(new Sent(zoe, new Busy(9))), ctx.effects());
    assertEquals(3, spray.arcs());
  }

  @Test
  void aRefusedRoundStaysRefusedWhenItsCopyComesLate() {
    startWith(alice, bob, carol);
    Exchange own = begin();
    spray.onMessage(zoe, new Exchange(9, List.of(zoe), 2), ctx);
    spray.onMessage(alice, new Answer(own.round(), List.of(), 0), ctx);
    ctx.clear();

    spray.onMessage(zoe, new Exchange(9, List.of(zoe), 2), ctx);

    assertEquals(List.of(new Sent(zoe, new Busy(9))), ctx.effects());
  }

  @Test
  void ofTwoCrossingExchangesTheLowerIdsProceeds() {
    startWith(zoe, bob); // We are lower than zoe.
    Exchange own = begin();

    spray.onMessage(zoe, new Exchange(9, List.of(zoe), 2), ctx);

    assertEquals(List.of(new Sent(zoe, new Busy(9))), ctx.effects());
    ctx.clear();

    spray.onMessage(zoe, new Answer(own.round(), List.of(dave), 2), ctx);

    assertEquals(List.of(new ArcClosed(zoe), new ArcAsked(dave, zoe)), ctx.effects());
  }

  @Test
  void ofTwoCrossingExchangesTheHigherIdsGivesWay() {
    startWith(alice, alice); // We are higher than alice.
    Exchange own = begin();

    spray.onMessage(alice, new Exchange(9, List.of(alice), 2), ctx);

    assertEquals(
        List.of(
            new Sent(alice, new Answer(9, List.of(self), 2)),
            new ArcClosed(alice),
            new ArcAsked(alice, alice)),
        ctx.effects());
    ctx.clear();

    spray.onMessage(alice, new Busy(own.round()), ctx);
    spray.onMessage(alice, new Answer(own.round(), List.of(dave), 2), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(2, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void afterBusyTheInitiatorRetriesOnceJitteredWithAgesUnchanged() {
    startWith(alice, bob);
    Exchange first = begin();

    spray.onMessage(alice, new Busy(first.round()), ctx);

    Scheduled retry = ctx.effects(Scheduled.class).get(0);
    assertEquals(List.of(retry), ctx.effects());
    assertTrue(retry.delay().compareTo(PERIOD.dividedBy(4)) <= 0);
    assertTrue(retry.delay().compareTo(PERIOD.dividedBy(20)) >= 0);
    ctx.clear();

    spray.onTimer(retry.timer(), ctx);

    Exchange second = (Exchange) ctx.sent().get(0).message();
    assertEquals(alice, ctx.sent().get(0).to());
    ctx.clear();

    spray.onMessage(alice, new Busy(second.round()), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(2, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void aRetryFindsNothingToDoOnceTheNextExchangeHasBegun() {
    startWith(alice, bob);
    Exchange first = begin();
    spray.onMessage(alice, new Busy(first.round()), ctx);
    Timer retry = lastTimer();
    begin();

    spray.onTimer(retry, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void anExchangeIsResentUntilItIsAnswered() {
    startWith(alice, bob);
    spray.onTimer(cycle, ctx);
    Sent sent = ctx.sent().get(0);
    Timer resend = lastTimer();
    ctx.clear();

    spray.onTimer(resend, ctx);

    assertEquals(List.of(sent, new Scheduled(Duration.ofSeconds(2), resend)), ctx.effects());
    spray.onMessage(alice, new Answer(((Exchange) sent.message()).round(), List.of(), 0), ctx);
    ctx.clear();

    spray.onTimer(resend, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void anExchangeIsNotResentOnceTheLinkIsDown() {
    startWith(alice, bob);
    spray.onTimer(cycle, ctx);
    Timer resend = lastTimer();
    spray.onNeighborDown(alice, Cause.SILENT, ctx);
    ctx.clear();

    spray.onTimer(resend, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aPeriodFindsTheLastExchangeStillOpenAndLeavesItAlone() {
    startWith(alice, bob);
    begin();

    spray.onTimer(cycle, ctx);

    assertEquals(List.of(), ctx.sent());
  }

  @Test
  void theReceiverReplaysItsAnswerForARoundItHasAnswered() {
    startWith(alice, bob, carol);
    Exchange offer = new Exchange(7, List.of(zoe), 2);
    spray.onMessage(zoe, offer, ctx);
    Sent answer = ctx.sent().get(0);
    ctx.clear();

    spray.onMessage(zoe, offer, ctx);

    assertEquals(List.of(answer), ctx.effects());
    assertEquals(2, spray.arcs());
    assertLedgerBalances();
  }

  @Test
  void aSecondCopyOfAnAnswerChangesNothing() {
    startWith(alice, bob);
    Exchange exchange = begin();
    Answer answer = new Answer(exchange.round(), List.of(zoe), 1);
    spray.onMessage(alice, answer, ctx);
    ctx.clear();

    spray.onMessage(alice, answer, ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(2, spray.arcs());
  }

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
    SprayConfig config = new SprayConfig(1, 3, PERIOD, Duration.ofSeconds(2), 512);
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
