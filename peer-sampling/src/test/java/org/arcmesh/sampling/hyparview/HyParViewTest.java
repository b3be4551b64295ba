package org.arcmesh.sampling.hyparview;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Disconnect;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ForwardJoin;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Join;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Neighbor;
import org.arcmesh.sampling.hyparview.HyParViewMessage.NeighborReply;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Seek;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Shuffle;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ShuffleReply;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Way;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Neighbors and shuffles, held to sentences of the paper. */
class HyParViewTest extends HyParViewFixture {

  /** "will start by adding the new node to its active view" */
  @Test
  void aContactTakesTheNewcomerUpAndTellsAllItsOtherNeighbors() {
    startWith(alice, bob);

    sampler.onMessage(zoe, new Join(), ctx);

    assertEquals(
        List.of(
            new ArcAsked(zoe, zoe),
            new Sent(alice, new ForwardJoin(zoe, ARWL, List.of(self))),
            new Sent(bob, new ForwardJoin(zoe, ARWL, List.of(self)))),
        ctx.effects());
  }

  /** "even if it has to drop a random node from it. The dropped node receives a Disconnect." */
  @Test
  void aFullContactDropsANeighborForTheNewcomer() {
    startWith(alice, bob, carol);

    sampler.onMessage(zoe, new Join(), ctx);
    openArcs();

    PeerId dropped = ctx.effects(ArcClosed.class).get(0).target();
    assertEquals(new Sent(dropped, new Disconnect()), ctx.sent().get(0));
    assertFalse(sampler.view().contains(dropped));
    assertTrue(sampler.view().contains(zoe));
    assertEquals(CONFIG.active(), sampler.view().size());
    assertEquals(1, sampler.passive());
  }

  /** "it will always accept the request" */
  @Test
  void aHighPriorityRequestIsAccepted() {
    startWith(alice, bob, carol);

    sampler.onMessage(zoe, new Neighbor(true), ctx);

    assertTrue(ctx.sent().contains(new Sent(zoe, new NeighborReply(true))));
    assertEquals(List.of(new ArcAsked(zoe, zoe)), ctx.effects(ArcAsked.class));
    assertEquals(1, ctx.effects(ArcClosed.class).size());
  }

  /** "it will only accept the request if it has a free slot in its active view" */
  @Test
  void aLowPriorityRequestIsAcceptedOnlyIfThereIsRoom() {
    startWith(alice, bob);

    sampler.onMessage(carol, new Neighbor(false), ctx);
    sampler.onMessage(dave, new Neighbor(false), ctx);

    assertEquals(
        List.of(
            new ArcAsked(carol, carol),
            new Sent(carol, new NeighborReply(true)),
            new Sent(dave, new NeighborReply(false))),
        ctx.effects());
  }

  /** "the node will be removed from the active view and added to the passive view" */
  @Test
  void whoeverDisconnectsBecomesPassive() {
    startWith(alice, bob);

    sampler.onMessage(alice, new Disconnect(), ctx);

    assertEquals(List.of(new ArcClosed(alice)), ctx.effects());
    assertEquals(List.of(bob), sampler.view());
    assertEquals(1, sampler.passive());
  }

  @Test
  void aNeighborThatFailsIsReplacedAtOnceByAWalk() {
    startWith(alice, bob);
    links.neighbors.remove(alice);

    sampler.onNeighborDown(alice, Cause.SILENT, ctx);

    assertEquals(
        List.of(new Sent(bob, new Seek(self, List.of(), false, ARWL, List.of()))), ctx.effects());
    assertEquals(1, sampler.arcsLost());
    assertEquals(1, sampler.arcs());
  }

  /** "selects a random node from its passive view" */
  @Test
  void theWalkWantsAPassiveEntry() {
    startWith(alice, bob);
    sampler.onMessage(alice, new Shuffle(zoe, List.of(zoe), 0, List.of(alice)), ctx);
    ctx.clear();

    sampler.onTimer(promotion, ctx);

    Seek seek = (Seek) ctx.sent().get(0).message();
    assertEquals(List.of(zoe), seek.wanted());
  }

  /** The priority is high if the active view is empty, low otherwise. */
  @Test
  void withoutANeighborThePriorityIsHigh() {
    startWith(alice);
    sampler.onMessage(alice, new Disconnect(), ctx);
    links.neighbors.add(0, bob); // A link that others hold open.
    links.neighbors.remove(alice);
    ctx.clear();

    sampler.onTimer(promotion, ctx);

    assertEquals(
        List.of(new Sent(bob, new Seek(self, List.of(alice), true, ARWL, List.of()))), ctx.sent());
  }

  @Test
  void aPassiveEntryThatThereIsALinkToIsAskedItself() {
    startWith(alice);
    sampler.onMessage(alice, new Disconnect(), ctx);
    ctx.clear();

    sampler.onTimer(promotion, ctx);
    openArcs();
    sampler.onMessage(alice, new NeighborReply(true), ctx);

    assertEquals(List.of(new Sent(alice, new Neighbor(true))), ctx.sent());
    assertEquals(List.of(new ArcAsked(alice, alice)), ctx.effects(ArcAsked.class));
    assertEquals(List.of(alice), sampler.view());
  }

  @Test
  void aNeighborForWhomWeAreNoneIsDropped() {
    startWith(alice, bob, carol);
    links.inview.remove(alice);
    ctx.advance(Duration.ofSeconds(6));

    sampler.onTimer(promotion, ctx);

    assertTrue(ctx.effects().contains(new Sent(alice, new Disconnect())));
    assertTrue(ctx.effects().contains(new ArcClosed(alice)));
    assertEquals(List.of(bob, carol), sampler.view());
  }

  /** "p's own identifier, ka nodes from its active view and kp nodes from its passive view" */
  @Test
  void aShuffleHoldsItselfAndSomeOfBothViews() {
    startWith(alice, bob);
    sampler.onMessage(alice, new Shuffle(zoe, List.of(zoe, carol, dave), 0, List.of(alice)), ctx);
    ctx.clear();

    sampler.onTimer(cycle, ctx);

    Sent sent = ctx.sent().get(0);
    Shuffle shuffle = (Shuffle) sent.message();
    assertTrue(List.of(alice, bob).contains(sent.to()));
    assertEquals(self, shuffle.peers().get(0));
    assertTrue(List.of(alice, bob).contains(shuffle.peers().get(1)));
    assertTrue(Set.of(zoe, carol, dave).containsAll(shuffle.peers().subList(2, 4)));
    assertEquals(4, shuffle.peers().size());
  }

  /** "q decreases its time to live; if it is greater than zero, it simply forwards the request" */
  @Test
  void aShuffleWalksOn() {
    startWith(alice, bob);

    sampler.onMessage(alice, new Shuffle(zoe, List.of(zoe), 2, List.of(alice)), ctx);

    assertEquals(
        List.of(new Sent(bob, new Shuffle(zoe, List.of(zoe), 1, List.of(alice, self)))),
        ctx.effects());
    assertEquals(0, sampler.passive());
  }

  /** "a number of nodes from its passive view equal to the number of nodes received" */
  @Test
  void aShuffleThatEndsIsAnsweredAlongItsPath() {
    startWith(alice, bob);
    sampler.onMessage(alice, new Shuffle(zoe, List.of(zoe, carol), 0, List.of(alice)), ctx);
    ctx.clear();

    sampler.onMessage(bob, new Shuffle(dave, List.of(dave), 1, List.of(peer(7), bob)), ctx);

    Sent sent = ctx.sent().get(0);
    ShuffleReply reply = (ShuffleReply) sent.message();
    assertEquals(bob, sent.to());
    assertEquals(dave, reply.origin());
    assertEquals(List.of(peer(7), bob), reply.path());
    assertEquals(1, reply.peers().size());
    assertTrue(List.of(zoe, carol).containsAll(reply.peers()));
    assertEquals(3, sampler.passive());
  }

  @Test
  void aReplyToAnotherIsHandedBackToThePeerBefore() {
    startWith(alice, bob);

    sampler.onMessage(bob, new ShuffleReply(zoe, List.of(carol), List.of(alice, self)), ctx);
    sampler.onMessage(bob, new ShuffleReply(zoe, List.of(carol), List.of(self, bob)), ctx);
    sampler.onMessage(bob, new ShuffleReply(zoe, List.of(carol), List.of(alice, bob)), ctx);

    assertEquals(List.of(alice, zoe), ctx.sent().stream().map(Sent::to).toList());
    assertEquals(0, sampler.passive());
  }

  /** Never "the node's own identifier", nor a node that is in a view already. */
  @Test
  void onlyStrangersBecomePassive() {
    startWith(alice, bob);

    sampler.onMessage(
        alice, new ShuffleReply(self, List.of(self, bob, zoe, zoe, carol), List.of()), ctx);

    assertEquals(2, sampler.passive());
  }

  @Test
  void thePassiveViewIsBounded() {
    startWith(alice);

    for (int i = 60; i < 90; i++) {
      sampler.onMessage(alice, new ShuffleReply(self, List.of(peer(i)), List.of()), ctx);
    }

    assertEquals(CONFIG.passive(), sampler.passive());
  }

  @Test
  void aLeaverSaysNothingMore() {
    startWith(alice);
    sampler.onLeave(ctx);

    sampler.onMessage(bob, new Join(), ctx);
    sampler.onTimer(promotion, ctx);
    sampler.onNeighborDown(alice, Cause.CLOSED, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aWalkIsNoLongerThanAMessageMayCarry() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new HyParViewConfig(5, 30, 17, 3, 3, 4, Duration.ofSeconds(1), Duration.ofSeconds(1)));
  }

  @Test
  void everyMessageIsHandled() {
    startWith(alice, bob);
    Set<Class<?>> handled = new LinkedHashSet<>();
    for (HyParViewMessage message :
        List.of(
            new Join(),
            new ForwardJoin(zoe, 1, List.of(alice)),
            new Seek(zoe, List.of(), false, 1, List.of(alice)),
            new Way(zoe, true, List.of(self, alice)),
            new Neighbor(true),
            new NeighborReply(true),
            new Disconnect(),
            new Shuffle(zoe, List.of(zoe), 1, List.of(alice)),
            new ShuffleReply(zoe, List.of(), List.of(self)))) {
      sampler.onMessage(alice, message, ctx);
      handled.add(message.getClass());
    }

    assertEquals(Set.copyOf(HyParViewMessage.TABLE.types()), handled);
    assertEquals(Set.of(HyParViewMessage.class.getPermittedSubclasses()), handled);
  }
}
