package org.arcmesh.sampling.cyclon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.cyclon.CyclonMessage.Answer;
import org.arcmesh.sampling.cyclon.CyclonMessage.Busy;
import org.arcmesh.sampling.cyclon.CyclonMessage.Entry;
import org.arcmesh.sampling.cyclon.CyclonMessage.Shuffle;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Each test holds a shuffle to a sentence of the paper, or to a rule of asynchronous exchanges. */
class CyclonShuffleTest extends CyclonFixture {
  /** "Select neighbor Q with the highest age among all neighbors, and l - 1 other random". */
  @Test
  void shufflesWithItsOldestNeighborThatHasTheHighestAge() {
    startWith(alice);
    cyclon.onMessage(alice, new Shuffle(1, List.of(new Entry(bob, 7), new Entry(alice, 0))), ctx);
    cyclon.onArcOpened(bob, ctx);
    ctx.clear();

    cyclon.onTimer(cycle, ctx);

    // "Increase by one the age of all neighbors": the 7 cycles that bob came with count.
    Sent sent = ctx.sent().get(0);
    assertEquals(bob, sent.to());
    assertEquals(
        Set.of(new Entry(self, 0), new Entry(alice, 1)),
        Set.copyOf(((Shuffle) sent.message()).entries()));
  }

  /** "Replace Q's entry with a new entry of age 0 and with P's address." */
  @Test
  void itsOwnEntryOfAgeZeroStandsForThePartner() {
    startWith(alice, bob, carol, dave);

    Shuffle shuffle = begin();

    assertEquals(new Entry(self, 0), shuffle.entries().get(0));
    assertEquals(CONFIG.shuffle(), shuffle.entries().size());
    assertFalse(peers(shuffle.entries()).contains(alice));
  }

  /** "P becomes Q's neighbor, while Q is no longer a neighbor of P." */
  @Test
  void theArcToThePartnerIsReversed() {
    startWith(alice, bob);
    Shuffle shuffle = begin();

    cyclon.onMessage(alice, new Answer(shuffle.round(), List.of()), ctx);

    assertEquals(List.of(new ArcClosed(alice)), ctx.effects());
    assertEquals(List.of(bob), cyclon.view());
  }

  /** "firstly using empty cache slots (if any)" */
  @Test
  void whatIsReceivedFillsEmptySlotsFirst() {
    startWith(alice, bob);
    Shuffle shuffle = begin();

    cyclon.onMessage(
        alice, new Answer(shuffle.round(), List.of(new Entry(carol, 2), new Entry(dave, 3))), ctx);

    assertEquals(
        List.of(new ArcClosed(alice), new ArcAsked(carol, alice), new ArcAsked(dave, alice)),
        ctx.effects());
    assertEquals(3, cyclon.arcs());
    assertEquals(List.of(bob), cyclon.view()); // The others are still opening.
  }

  /** "and secondly replacing entries among the ones sent to Q." */
  @Test
  void whatIsReceivedReplacesOnlyWhatWasSent() {
    startWith(alice, bob, carol, dave);
    Shuffle shuffle = begin();
    Set<PeerId> sent = peers(shuffle.entries());

    cyclon.onMessage(
        alice,
        new Answer(
            shuffle.round(), List.of(new Entry(eve, 0), new Entry(frank, 0), new Entry(zoe, 0))),
        ctx);

    Set<PeerId> closed = new LinkedHashSet<>();
    ctx.effects(ArcClosed.class).forEach(arc -> closed.add(arc.target()));
    Set<PeerId> replaced = new LinkedHashSet<>(sent);
    replaced.remove(self);
    replaced.add(alice);
    assertEquals(replaced, closed);
    assertEquals(
        List.of(new ArcAsked(eve, alice), new ArcAsked(frank, alice), new ArcAsked(zoe, alice)),
        ctx.effects(ArcAsked.class));
    assertEquals(CONFIG.view(), cyclon.arcs());
  }

  /** "Discard entries pointing at P and entries already contained in P's cache." */
  @Test
  void entriesOfItselfAndKnownOnesAreDiscarded() {
    startWith(alice, bob);
    Shuffle shuffle = begin();

    cyclon.onMessage(
        alice, new Answer(shuffle.round(), List.of(new Entry(self, 1), new Entry(bob, 1))), ctx);

    assertEquals(List.of(), ctx.effects(ArcAsked.class));
    assertEquals(List.of(bob), cyclon.view());
  }

  /** "peer Q randomly selects a subset of its own neighbors, of size no more than l" */
  @Test
  void aShuffleIsAnsweredWithSomeOfTheNeighbors() {
    startWith(alice, bob, carol, dave);

    cyclon.onMessage(zoe, new Shuffle(9, List.of(new Entry(zoe, 0), new Entry(eve, 3))), ctx);

    Sent sent = ctx.sent().get(0);
    Answer answer = (Answer) sent.message();
    assertEquals(zoe, sent.to());
    assertEquals(9, answer.round());
    assertEquals(CONFIG.shuffle(), answer.entries().size());
    // "and executes step 6 and 7 to update its own cache accordingly": two of three give way.
    assertEquals(
        List.of(new ArcAsked(zoe, zoe), new ArcAsked(eve, zoe)), ctx.effects(ArcAsked.class));
    assertEquals(2, ctx.effects(ArcClosed.class).size());
    assertTrue(
        ctx.effects(ArcClosed.class).stream()
            .allMatch(arc -> peers(answer.entries()).contains(arc.target())));
    assertEquals(CONFIG.view(), cyclon.arcs());
  }

  @Test
  void refusesAShuffleWhileItsOwnIsOpen() {
    startWith(alice, bob);
    begin();

    cyclon.onMessage(bob, new Shuffle(9, List.of(new Entry(bob, 0))), ctx);

    assertEquals(List.of(new Sent(bob, new Busy(9))), ctx.effects());
  }

  @Test
  void ofTwoCrossingShufflesThatOfTheLowerIdProceeds() {
    startWith(alice, bob);
    Shuffle ours = begin();

    cyclon.onMessage(alice, new Shuffle(9, List.of(new Entry(alice, 0))), ctx);
    cyclon.onMessage(alice, new Busy(ours.round()), ctx); // What became of ours.

    assertEquals(
        List.of(new Sent(alice, new Answer(9, List.of(new Entry(bob, 1))))), ctx.effects());
    assertEquals(List.of(alice, bob), cyclon.view());
  }

  @Test
  void aCrossingShuffleOfAHigherIdIsRefused() {
    startWith(zoe, bob);
    begin();

    cyclon.onMessage(zoe, new Shuffle(9, List.of(new Entry(zoe, 0))), ctx);

    assertEquals(List.of(new Sent(zoe, new Busy(9))), ctx.effects());
  }

  @Test
  void aCopyOfAShuffleGetsTheSameAnswerAndChangesNothing() {
    startWith(alice, bob, carol, dave);
    Shuffle shuffle = new Shuffle(9, List.of(new Entry(zoe, 0)));
    cyclon.onMessage(zoe, shuffle, ctx);
    Message first = ctx.sent().get(0).message();
    ctx.clear();

    cyclon.onMessage(zoe, shuffle, ctx);

    assertEquals(List.of(new Sent(zoe, first)), ctx.effects());
  }

  @Test
  void anUnansweredShuffleIsSentAgainUntilItsLinkIsDown() {
    startWith(alice, bob);
    cyclon.onTimer(cycle, ctx);
    Message shuffle = ctx.sent().get(0).message();
    Timer resend = lastTimer();
    ctx.clear();

    cyclon.onTimer(resend, ctx);
    List<Sent> again = ctx.sent();
    cyclon.onNeighborDown(alice, Cause.SILENT, ctx);
    ctx.clear();
    cyclon.onTimer(resend, ctx);

    assertEquals(List.of(new Sent(alice, shuffle)), again);
    assertEquals(List.of(), ctx.effects());
    assertEquals(List.of(bob), cyclon.view());
    assertEquals(1, cyclon.arcsLost());
  }

  @Test
  void busyIsRetriedOnceWithAgesUnchanged() {
    startWith(alice, bob);
    Shuffle first = begin();
    cyclon.onMessage(alice, new Busy(first.round()), ctx);
    Timer retry = lastTimer();
    ctx.clear();

    cyclon.onTimer(retry, ctx);
    Shuffle second = (Shuffle) ctx.sent().get(0).message();
    ctx.clear();
    cyclon.onMessage(alice, new Busy(second.round()), ctx);

    assertEquals(first.entries(), second.entries());
    assertEquals(List.of(), ctx.effects());
  }
}
