package org.arcmesh.sampling.spray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.spray.SprayMessage.Answer;
import org.arcmesh.sampling.spray.SprayMessage.Busy;
import org.arcmesh.sampling.spray.SprayMessage.Exchange;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Exchanges of arcs; one test per sentence of PROTOCOLS, section 1. */
class SprayExchangeTest extends SprayFixture {
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
  void whoeverHasASingleArcTakesItsTurnsAtRandom() {
    startWith(alice);
    Set<Duration> waits = new LinkedHashSet<>();

    for (int i = 0; i < 50; i++) {
      ctx.clear();
      spray.onTimer(cycle, ctx);
      waits.add(((Scheduled) ctx.effects().get(0)).delay());
    }

    Duration half = PERIOD.dividedBy(2);
    assertTrue(waits.size() > 40, () -> "waits " + waits);
    for (Duration wait : waits) {
      assertTrue(wait.compareTo(half) >= 0, wait::toString);
      assertTrue(wait.compareTo(PERIOD.plus(half)) <= 0, wait::toString);
    }
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
}
