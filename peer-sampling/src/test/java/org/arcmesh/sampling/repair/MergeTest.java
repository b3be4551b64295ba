package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent.PartitionHealed;
import org.arcmesh.core.OverlayEvent.PartitionProven;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.repair.DiscoveryCheck.AgainDue;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sampling.repair.RepairMessage.Hello;
import org.arcmesh.sampling.repair.RepairMessage.Merged;
import org.arcmesh.sampling.repair.RepairMessage.Reached;
import org.arcmesh.sampling.repair.ScriptedSampler.Join;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 3.5, as one peer lives it. */
class MergeTest extends RepairFixture {
  @Test
  void whoeverProvesAForeignSetTellsItsComponentAndJoinsFirst() {
    startJoined();

    answer(new Probed(THERE, node, FOREIGN));

    assertEquals(List.of(new PartitionProven(Merge.id(FOREIGN.smallest()), 40)), ctx.emitted());
    Foreign flood = new Foreign(THERE, FOREIGN, false);
    assertEquals(List.of(new Sent(alice, flood), new Sent(bob, flood)), ctx.sent());
    assertEquals(List.of("enter " + THERE), discovery.take());
    answer(new Entered(THERE, node, peer(60)));
    assertEquals(List.of(new Join(peer(60), node)), sampler.joins);
  }

  @Test
  void aDisjointSetIsAskedAgainWhenBothAreOldEnoughToTell() {
    startJoined();
    repair.onMessage(alice, new Beats(List.of(new Beat(11, 1, 0), new Beat(12, 1, 0))), ctx);
    ctx.advance(Duration.ofMillis(SETTLED - 700));

    answer(new Probed(THERE, node, FOREIGN));
    answer(new Probed(HERE, peer(8), FOREIGN));

    assertEquals(List.of(), ctx.emitted());
    AgainDue again = new AgainDue(THERE);
    assertEquals(
        List.of(new Scheduled(Duration.ofMillis(700), again)),
        ctx.effects(Scheduled.class).stream().filter(e -> e.timer() instanceof AgainDue).toList());
    due(again, Duration.ofMillis(700));
    assertEquals(List.of("probe " + THERE), discovery.take());
  }

  @Test
  void aProofIsFloodedOnce() {
    startJoined();
    Foreign flood = new Foreign(THERE, FOREIGN, false);

    repair.onMessage(alice, flood, ctx);
    assertEquals(List.of(new Sent(bob, flood)), ctx.sent());
    ctx.clear();

    repair.onMessage(bob, flood, ctx);
    answer(new Probed(THERE, node, FOREIGN));
    assertEquals(List.of(), ctx.sent());
    assertEquals(List.of(), ctx.emitted());
  }

  @Test
  void aFloodOfEndpointsIsBounded() {
    startJoined();

    for (int i = 0; i < 100; i++) {
      repair.onMessage(alice, new Foreign(new Endpoint("10.1.1." + i, 1), FOREIGN, false), ctx);
    }

    assertEquals(4, told(Foreign.class));
  }

  @Test
  void aFloodAboutOurOwnComponentIsIgnored() {
    startJoined();
    Component ours = repair.component();

    repair.onMessage(alice, new Foreign(THERE, ours, false), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void whileTheNetworkIsCutTheOthersAreToldAndStopDoubling() {
    startJoined();
    answer(new Probed(THERE, node, FOREIGN));
    answer(new Entered(THERE, node, peer(60)));
    ctx.clear();

    repair.onArcFailed(peer(60), Cause.TIMEOUT, ctx);

    Foreign cut = new Foreign(THERE, FOREIGN, true);
    assertEquals(List.of(new Sent(alice, cut), new Sent(bob, cut)), ctx.sent());
    assertEquals(List.of("enter " + THERE, "hangUp " + THERE), discovery.take());
  }

  /** Scouts of several rounds joined when the cut ended: views of 10 in an overlay of 100. */
  @Test
  void whileTheNetworkIsCutAScoutTriesOneEndpointAtATime() {
    startJoined();
    repair.onMessage(alice, new Foreign(HERE, FOREIGN, true), ctx);
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, true), ctx);
    dueNow(Merge.Round.class);
    dueNow(Merge.JoinDue.class);
    String entered = discovery.take().get(0);
    answer(new Entered(Endpoint.parse(entered.substring("enter ".length())), node, peer(60)));

    repair.onArcFailed(peer(60), Cause.TIMEOUT, ctx);

    assertEquals(List.of(entered.replace("enter", "hangUp")), discovery.take());
  }

  @Test
  void anArcIntoTheOtherComponentMergesItOnceItHasStayedFiveSeconds() {
    startJoined();
    answer(new Probed(THERE, node, FOREIGN));
    answer(new Entered(THERE, node, peer(60)));
    ctx.clear();
    ctx.advance(Duration.ofSeconds(1));

    repair.onArcOpened(peer(60), ctx);

    Reached reached = new Reached(FOREIGN.smallest());
    assertEquals(List.of(reached), sentTo(alice));
    assertEquals(List.of(reached), sentTo(bob));
    assertInstanceOf(Beats.class, sentTo(peer(60)).get(0));
    assertEquals(List.of(), ctx.emitted());
    dueNow(Merge.SettledDue.class);
    PartitionHealed healed = (PartitionHealed) ctx.emitted().get(0);
    assertEquals(Duration.ofSeconds(6), healed.after());
  }

  @Test
  void theNewsThatItIsReachedStopsTheRoundsAndIsPassedOnOnce() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    Timer round = scheduled(Merge.Round.class).orElseThrow().timer();
    ctx.clear();
    Reached reached = new Reached(List.of(2L));

    repair.onMessage(alice, reached, ctx);
    repair.onMessage(bob, reached, ctx);
    assertEquals(List.of(new Sent(bob, reached)), ctx.sent());
    ctx.clear();

    repair.onTimer(round, ctx);
    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void theOtherSideIsToldBeforeItHearsOurMembersBeat() {
    startJoined();
    List<Long> ours = repair.component().smallest();
    answer(new Probed(THERE, node, FOREIGN));
    answer(new Entered(THERE, node, peer(60)));

    repair.onNeighborUp(peer(60), ctx);

    assertEquals(new Reached(ours), sentTo(peer(60)).get(0));
    assertInstanceOf(Beats.class, sentTo(peer(60)).get(1));
  }

  @Test
  void whoDidNotKnowOfTheOthersHearsOfItWhenTheyHaveReachedUs() {
    startJoined();
    Reached reached = new Reached(FOREIGN.smallest());

    repair.onMessage(alice, reached, ctx);
    repair.onMessage(bob, reached, ctx);

    assertEquals(List.of(new Sent(bob, reached)), ctx.sent());
    dueNow(Merge.SettledDue.class);
    assertInstanceOf(PartitionHealed.class, ctx.emitted().get(0));
  }

  @Test
  void aNewcomerIsNotToldOfAMergeThatItWasNoPartOf() {
    startJoined();
    repair.onMessage(alice, new Beats(List.of(new Beat(11, 1, 0))), ctx);
    ctx.clear();

    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aNeighborWhoseLinkCameAfterTheFloodHearsOfIt() {
    startJoined();
    Foreign flood = new Foreign(THERE, FOREIGN, false);
    repair.onMessage(alice, flood, ctx);
    repair.onNeighborUp(peer(3), ctx);
    assertTrue(sentTo(peer(3)).contains(flood));

    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    repair.onNeighborUp(peer(4), ctx);
    assertTrue(sentTo(peer(4)).contains(new Reached(FOREIGN.smallest())));

    dueNow(Merge.SettledDue.class);
    ctx.advance(Duration.ofSeconds(35));
    repair.onNeighborUp(peer(5), ctx);
    assertTrue(sentTo(peer(5)).contains(new Merged(FOREIGN.smallest(), 40_000)));

    ctx.advance(Duration.ofSeconds(1));
    repair.onNeighborUp(peer(6), ctx);
    assertTrue(sentTo(peer(6)).stream().allMatch(Beats.class::isInstance));
  }

  @Test
  void aThirdComponentIsAskedAgainWhenTheSecondMayBeReached() {
    startJoined();
    answer(new Probed(THERE, node, FOREIGN));
    discovery.take();

    answer(new Probed(HERE, peer(8), new Component(List.of(4L, 5L), SETTLED, 9)));

    assertEquals(1, ctx.emitted().size());
    Scheduled again = scheduled(AgainDue.class).orElseThrow();
    assertEquals(new Scheduled(RepairConfig.DEFAULT.settled(), new AgainDue(HERE)), again);
    due(again.timer(), again.delay());
    assertEquals(List.of("probe " + HERE), discovery.take());
  }

  @Test
  void aForeignMemberThatBeatsOverALinkProvesThatItIsReached() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    ctx.clear();

    repair.onMessage(bob, new Beats(List.of(new Beat(2, 9, 0))), ctx);

    assertEquals(List.of(new Sent(alice, new Reached(FOREIGN.smallest()))), ctx.sent());
  }

  @Test
  void forTenCyclesAfterAMergeThereIsOneExchangeMoreInEach() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    repair.onMessage(bob, new Reached(FOREIGN.smallest()), ctx);

    int due = 0;
    while (scheduled(Mixing.Due.class).isPresent()) {
      Scheduled next = scheduled(Mixing.Due.class).orElseThrow();
      assertTrue(next.delay().compareTo(sampler.period()) <= 0);
      ctx.clear();
      due(next.timer(), next.delay());
      due++;
    }

    assertEquals(10, due);
    assertEquals(10, sampler.cycles);
  }

  @Test
  void afterTheMergeALateFloodDoesNotBeginItAgain() {
    startJoined();
    Foreign flood = new Foreign(THERE, FOREIGN, false);
    repair.onMessage(alice, flood, ctx);
    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    dueNow(Merge.SettledDue.class);
    ctx.clear();

    repair.onMessage(bob, flood, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void peersAreChosenWithDoublingProbabilityUntilTheSetsIntersect() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    Scheduled round = scheduled(Merge.Round.class).orElseThrow();
    assertEquals(RepairConfig.DEFAULT.round(), round.delay());

    // Of three peers: 0.1, 0.2, 0.4, 0.8, then certainly.
    for (int i = 0; i < 5; i++) {
      due(round.timer(), RepairConfig.DEFAULT.round());
    }

    dueNow(Merge.JoinDue.class);
    assertEquals(List.of("enter " + THERE), discovery.take());
  }

  @Test
  void theLargerSideLetsTheSmallerOneGoFirst() {
    startJoined();

    repair.onMessage(alice, new Foreign(THERE, new Component(List.of(1L), SETTLED, 1), false), ctx);

    assertEquals(
        RepairConfig.DEFAULT.round().multipliedBy(2),
        scheduled(Merge.Round.class).orElseThrow().delay());
  }

  @Test
  void aYoungComponentOfOneOrTwoIsJoinedWithoutWaiting() {
    startJoined();
    Component young = new Component(List.of(1L, 2L), 0, 2);

    answer(new Probed(THERE, node, young));

    assertEquals(List.of("enter " + THERE), discovery.take());
    assertEquals(List.of(), ctx.emitted());
  }

  @Test
  void aNeighborWithoutAnArcIsGreetedEveryBeatAndTheOthersHearBeats() {
    startJoined();
    PeerId held = peer(3);
    links.neighbors.add(held);

    due(new Repair.BeatDue(), Duration.ofSeconds(1));
    dueNow(Gossip.FlushDue.class);

    assertEquals(1, sentTo(held).size());
    assertInstanceOf(Hello.class, sentTo(held).get(0));
    assertTrue(sentTo(alice).stream().anyMatch(Beats.class::isInstance));
  }

  @Test
  void aNeighborOfAnotherComponentIsJoinedOverTheLinkThatThereIs() {
    startJoined();
    PeerId held = peer(3);

    repair.onMessage(held, new Hello(FOREIGN), ctx);

    assertEquals(List.of(new Join(held, held)), sampler.joins);
    assertInstanceOf(PartitionProven.class, ctx.emitted().get(0));
    assertEquals(List.of(), discovery.take());
    ctx.clear();

    repair.onArcOpened(held, ctx);
    repair.onMessage(held, new Hello(FOREIGN), ctx);

    assertTrue(ctx.sent().contains(new Sent(alice, new Reached(FOREIGN.smallest()))));
    assertEquals(1, sampler.joins.size());
  }

  /** A pair of peers was greeted for 40 s by neighbors that had taken part in a merge before. */
  @Test
  void afterAMergeANeighborThatHasComeApartIsJoinedLikeAnyOther() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    dueNow(Merge.SettledDue.class);
    ctx.clear();
    PeerId held = peer(3);

    repair.onMessage(held, new Hello(new Component(List.of(7L, 8L), SETTLED, 2)), ctx);

    assertEquals(List.of(new Join(held, held)), sampler.joins);
    assertInstanceOf(PartitionProven.class, ctx.emitted().get(0));
  }

  @Test
  void anIsolatedPeerWithALinkNeedsNoNode() {
    startJoined();
    sampler.view.clear();
    repair.onNeighborDown(alice, Cause.SILENT, ctx);

    dueNow(Newcomer.IsolationDue.class);

    assertEquals(1, sampler.joins.size());
    assertEquals(List.of(), discovery.take());
    dueNow(Newcomer.SearchDue.class);
    assertEquals(List.of("lookup"), discovery.take());
  }

  @Test
  void withoutMergingNothingIsSuspectedCheckedOrJoined() {
    startJoined(RepairConfig.DEFAULT.withMerging(false));

    answer(new Probed(THERE, node, FOREIGN));
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(List.of(), discovery.take());
  }
}
