package org.arcmesh.sampling.spray;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.sampling.spray.SprayMessage.Exchange;
import org.arcmesh.sampling.spray.SprayMessage.Forward;
import org.arcmesh.sampling.spray.SprayMessage.Subscribe;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** How newcomers get their arcs; one test per sentence of PROTOCOLS, section 1. */
class SprayJoinTest extends SprayFixture {
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
    SprayConfig small = new SprayConfig(1, 0, PERIOD, Duration.ofSeconds(2), false, 3);
    spray = new Spray(small, links);
    startWith(alice, bob, carol);

    spray.onMessage(alice, new Forward(zoe), ctx);
    spray.onMessage(bob, new Exchange(1, List.of(bob, dave, zoe, peer(5)), 8), ctx);

    // The view of 3 gave 2 and has room for 2 of 4.
    assertEquals(3, spray.arcs());
    assertEquals(3, spray.ledger().refused());
    assertLedgerBalances();
  }
}
