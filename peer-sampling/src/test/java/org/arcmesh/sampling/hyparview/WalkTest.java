package org.arcmesh.sampling.hyparview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Disconnect;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ForwardJoin;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Join;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Neighbor;
import org.arcmesh.sampling.hyparview.HyParViewMessage.NeighborReply;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Seek;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Shuffle;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Way;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Walks, and how one gets to where they have ended. */
class WalkTest extends HyParViewFixture {

  /** "forward the request to a random node in its active view, different from the sender" */
  @Test
  void aNewcomersWalkGoesOnWithAStepLess() {
    startWith(alice, bob);

    sampler.onMessage(alice, new ForwardJoin(zoe, ARWL, List.of(carol, alice)), ctx);

    assertEquals(
        List.of(new Sent(bob, new ForwardJoin(zoe, ARWL - 1, List.of(carol, alice, self)))),
        ctx.effects());
    assertEquals(0, sampler.passive());
  }

  /** "If the time to live is equal to PRWL, p will insert the new node into its passive view." */
  @Test
  void onItsWayTheNewcomerGetsIntoAPassiveView() {
    startWith(alice, bob);

    sampler.onMessage(alice, new ForwardJoin(zoe, PRWL, List.of(carol, alice)), ctx);

    assertEquals(1, sampler.passive());
  }

  /** "If the time to live is equal to zero, it will add the new node to its active view." */
  @Test
  void whereTheWalkEndsTheNewcomerIsToldTheWay() {
    startWith(alice, bob);

    sampler.onMessage(alice, new ForwardJoin(zoe, 0, List.of(carol, alice)), ctx);

    assertEquals(
        List.of(new Sent(alice, new Way(zoe, true, List.of(carol, alice, self)))), ctx.effects());
  }

  /** "or if the number of nodes in p's active view is equal to one" */
  @Test
  void aWalkEndsAtAPeerWithOneNeighbor() {
    startWith(alice);

    sampler.onMessage(alice, new ForwardJoin(zoe, ARWL, List.of(alice)), ctx);

    assertEquals(List.of(new Sent(alice, new Way(zoe, true, List.of(alice, self)))), ctx.effects());
  }

  @Test
  void aWayIsHandedBackToThePeerBeforeAndInTheEndToTheOrigin() {
    startWith(alice, bob);

    sampler.onMessage(bob, new Way(zoe, true, List.of(alice, self, bob)), ctx);
    sampler.onMessage(bob, new Way(zoe, true, List.of(self, bob)), ctx);

    assertEquals(List.of(alice, zoe), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void aNewcomerClimbsTheWayAndAsksTheOneAtItsEnd() {
    startWith();
    sampler.join(alice, zoe);
    links.neighbors.add(alice);
    sampler.onArcOpened(alice, ctx);
    List<Sent> first = ctx.sent();
    ctx.clear();

    sampler.onMessage(alice, new Way(self, true, List.of(alice, bob, carol)), ctx);
    sampler.onArcOpened(bob, ctx);
    sampler.onArcOpened(carol, ctx);
    sampler.onMessage(carol, new NeighborReply(true), ctx);

    assertEquals(List.of(new Sent(alice, new Join())), first);
    assertEquals(
        List.of(
            new ArcAsked(bob, alice),
            new ArcAsked(carol, bob),
            new ArcClosed(bob),
            new Sent(carol, new Neighbor(true))),
        ctx.effects());
    assertEquals(List.of(alice, carol), sampler.view());
    assertEquals(2, sampler.arcs());
  }

  @Test
  void aClimbBeginsAtTheLastOneThatThereIsALinkTo() {
    startWith();
    sampler.join(alice, alice);
    links.neighbors.addAll(List.of(alice, bob));
    sampler.onArcOpened(alice, ctx);
    ctx.clear();

    sampler.onMessage(alice, new Way(self, true, List.of(alice, bob, carol)), ctx);

    assertEquals(List.of(new ArcAsked(bob, bob)), ctx.effects());
  }

  @Test
  void aWayThatNobodyAskedForIsNotClimbed() {
    startWith(alice);

    sampler.onMessage(alice, new Way(self, true, List.of(alice, bob)), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aClimbWhoseArcDoesNotOpenIsOver() {
    startWith(alice);
    sampler.onTimer(promotion, ctx);
    sampler.onMessage(alice, new Way(self, false, List.of(alice, bob, carol)), ctx);
    ctx.clear();

    sampler.onArcFailed(bob, Cause.TIMEOUT, ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(List.of(alice), sampler.view());
    assertEquals(1, sampler.arcs());
  }

  @Test
  void whoeverRefusesOrDoesNotAnswerIsLeftAlone() {
    startWith(alice);
    links.neighbors.addAll(List.of(bob, carol));
    for (int i = 0; i < 2; i++) {
      sampler.onTimer(promotion, ctx);
    }
    sampler.onMessage(alice, new Way(self, false, List.of(alice, bob)), ctx);
    sampler.onMessage(alice, new Way(self, false, List.of(alice, carol)), ctx);
    openArcs();
    ctx.clear();

    sampler.onMessage(bob, new NeighborReply(false), ctx);
    ctx.advance(Duration.ofSeconds(11));
    links.inview.add(alice);
    sampler.onTimer(promotion, ctx);

    assertEquals(List.of(new ArcClosed(bob), new ArcClosed(carol)), ctx.effects(ArcClosed.class));
    assertEquals(List.of(alice), sampler.view());
  }

  @Test
  void anAcceptanceThatCameTooLateIsTakenBack() {
    startWith(alice);

    sampler.onMessage(bob, new NeighborReply(true), ctx);

    assertEquals(List.of(new Sent(bob, new Disconnect())), ctx.effects());
  }

  @Test
  void aWalkOfLowPriorityEndsWhereThereIsRoomOutsideOfTheNeighborhood() {
    startWith(alice, bob);

    sampler.onMessage(alice, new Seek(zoe, List.of(), false, PRWL + 1, List.of(alice)), ctx);
    sampler.onMessage(alice, new Seek(zoe, List.of(), false, PRWL, List.of(alice)), ctx);

    assertEquals(
        List.of(
            new Sent(bob, new Seek(zoe, List.of(), false, PRWL, List.of(alice, self))),
            new Sent(alice, new Way(zoe, false, List.of(alice, self)))),
        ctx.effects());
  }

  @Test
  void aWalkOfLowPriorityEndsInNothingWhereThereIsNoRoom() {
    startWith(alice, bob, carol);

    sampler.onMessage(alice, new Seek(zoe, List.of(self), false, 0, List.of(alice)), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aWalkGoesToTheOneItWantsWhereThereIsALink() {
    startWith(alice, bob);
    links.neighbors.add(dave);

    sampler.onMessage(alice, new Seek(zoe, List.of(dave), true, ARWL, List.of(alice)), ctx);

    assertEquals(
        List.of(new Sent(dave, new Seek(zoe, List.of(dave), true, ARWL - 1, List.of(alice, self)))),
        ctx.effects());
  }

  @Test
  void theOneThatIsWantedEndsTheWalk() {
    startWith(alice, bob);

    sampler.onMessage(alice, new Seek(zoe, List.of(self), true, ARWL, List.of(alice)), ctx);

    assertEquals(List.of(new Sent(alice, new Way(zoe, true, List.of(alice, self)))), ctx.effects());
  }

  @Test
  void theLongestWalkThatComesOffTheWireCanBeSentOn() {
    startWith(alice, bob);
    List<PeerId> path = Collections.nCopies(HyParViewMessage.STEPS_MAX, alice);

    sampler.onMessage(alice, new ForwardJoin(zoe, 1, path), ctx);
    sampler.onMessage(alice, new Seek(zoe, List.of(self), true, 1, path), ctx);
    sampler.onMessage(alice, new Shuffle(zoe, List.of(zoe), 1, path), ctx);

    assertEquals(3, ctx.sent().size());
    assertThrows(IllegalArgumentException.class, () -> new ForwardJoin(zoe, 2, path));
  }
}
