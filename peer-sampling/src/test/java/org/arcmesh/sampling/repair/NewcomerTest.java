package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent.Failed;
import org.arcmesh.core.OverlayEvent.Joined;
import org.arcmesh.sampling.repair.RepairMessage.Nodes;
import org.arcmesh.sampling.repair.ScriptedSampler.Join;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 3.6 and 7, as one peer lives them: the first arc, and isolation. */
class NewcomerTest extends RepairFixture {
  @Test
  void aNewPeerLooksUpAtOnceEntersAndJoinsTheContactThroughTheNode() {
    start(RepairConfig.DEFAULT);
    assertEquals(List.of("lookup"), discovery.take());

    answer(new Found(HERE));
    dueNow(Newcomer.Gathered.class);
    assertEquals(List.of("enter " + HERE), discovery.take());

    answer(new Entered(HERE, node, alice));
    assertEquals(List.of(new Join(alice, node)), sampler.joins);
    assertEquals(List.of(), discovery.take());

    repair.onArcOpened(alice, ctx);
    assertEquals(List.of("hangUp " + HERE), discovery.take());
    assertEquals(List.of(new Joined(Duration.ofMillis(50), node)), ctx.emitted());
  }

  @Test
  void aNodeThatDoesNotLetUsInIsFollowedByTheNext() {
    start(RepairConfig.DEFAULT);
    answer(new Found(HERE));
    answer(new Found(THERE));
    answer(new LookedUp(2, 8));
    discovery.calls.remove("lookup");
    String first = discovery.take().get(0);
    Endpoint one = first.equals("enter " + HERE) ? HERE : THERE;
    Endpoint other = one.equals(HERE) ? THERE : HERE;

    answer(new EntryFailed(one, "it is full"));
    assertEquals(List.of("hangUp " + one, "enter " + other), discovery.take());
    answer(new Entered(other, node, alice));
    repair.onArcFailed(alice, Cause.TIMEOUT, ctx);

    assertEquals(List.of("hangUp " + other), discovery.take());
    Failed failed = (Failed) ctx.emitted().get(0);
    assertTrue(failed.what().startsWith("no signaling node of demo let us in; the last, " + other));
  }

  @Test
  void anEntryThatIsNeverAnsweredIsGivenUp() {
    start(RepairConfig.DEFAULT);
    answer(new Found(HERE));
    answer(new LookedUp(1, 8));
    discovery.take();

    dueNow(Entry.Overdue.class);

    assertEquals(List.of("hangUp " + HERE), discovery.take());
    assertInstanceOf(Failed.class, ctx.emitted().get(0));
  }

  @Test
  void aNodeThatIsFarAwayIsGivenMoreTimeEachTime() {
    start(RepairConfig.DEFAULT);
    long[] seconds = {5, 10, 20, 20};

    for (long most : seconds) {
      answer(new Found(HERE));
      answer(new LookedUp(1, 8));
      assertEquals(Duration.ofSeconds(most), scheduled(Entry.Overdue.class).orElseThrow().delay());
      dueNow(Entry.Overdue.class);
      dueNow(Newcomer.SearchDue.class);
    }
  }

  @Test
  void aDoorThatOpensTooLateIsClosed() {
    start(RepairConfig.DEFAULT);
    discovery.take();

    answer(new Entered(HERE, node, alice));

    assertEquals(List.of("hangUp " + HERE), discovery.take());
    assertEquals(List.of(), sampler.joins);
  }

  @Test
  void whoFindsNobodySaysWhyAndTriesAgainWithGrowingPauses() {
    start(RepairConfig.DEFAULT);
    long[] most = {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};

    for (long pause : most) {
      ctx.clear();
      answer(new LookedUp(0, 8));
      Failed failed = (Failed) ctx.emitted().get(0);
      assertEquals("no signaling node of demo is known to the 8 DHT nodes", failed.what());
      assertTrue(failed.retryAfter().toMillis() <= pause);
      assertTrue(failed.retryAfter().toMillis() > pause * 4 / 5);
      discovery.take();
      dueNow(Newcomer.SearchDue.class);
      assertEquals(List.of("lookup"), discovery.take());
    }
  }

  @Test
  void withoutADhtThatIsWhatItSays() {
    start(RepairConfig.DEFAULT);

    answer(new LookedUp(0, 0));

    assertEquals("no DHT node answered", ((Failed) ctx.emitted().get(0)).what());
  }

  @Test
  void aSignalingNodeThatFindsNobodyIsAloneAnnouncesItselfAndKeepsLooking() {
    start(RepairConfig.DEFAULT.withSignalingNode(true));
    discovery.take();

    answer(new LookedUp(0, 8));

    assertEquals(List.of("announce"), discovery.take());
    assertEquals(List.of(), ctx.emitted());
    dueNow(Newcomer.SearchDue.class);
    answer(new LookedUp(0, 8));
    assertEquals(List.of("lookup"), discovery.take());
  }

  @Test
  void aSignalingNodeThatJoinedAnnouncesItselfAndLooksForItsFellowsAfterTwoAndTenSeconds() {
    start(RepairConfig.DEFAULT.withSignalingNode(true));
    answer(new LookedUp(0, 8));
    discovery.take();
    ctx.clear();

    repair.onArcOpened(alice, ctx);

    assertEquals(
        List.of(
            new Scheduled(Duration.ofSeconds(2), new DiscoveryCheck.FellowsDue()),
            new Scheduled(Duration.ofSeconds(10), new DiscoveryCheck.FellowsDue())),
        ctx.effects(Scheduled.class));
    dueNow(DiscoveryCheck.FellowsDue.class);
    answer(new Found(HERE));
    answer(new Found(THERE));
    answer(new LookedUp(2, 8));
    List<String> calls = discovery.take();
    assertEquals(3, calls.size());
    assertTrue(calls.containsAll(List.of("lookup", "probe " + HERE, "probe " + THERE)));
  }

  @Test
  void aNodeThatIsOurselvesIsNotEntered() {
    start(RepairConfig.DEFAULT);
    answer(new Found(HERE));
    answer(new LookedUp(1, 8));

    answer(new Entered(HERE, self, alice));

    assertEquals(List.of(), sampler.joins);
    discovery.take();
    dueNow(Newcomer.SearchDue.class);
    answer(new Found(HERE));
    answer(new LookedUp(1, 8));
    assertEquals(List.of("lookup"), discovery.take());
  }

  @Test
  void whatNeighborsToldOfIsTriedWhenDiscoveryKnowsNobody() {
    start(RepairConfig.DEFAULT);
    repair.onMessage(alice, new Nodes(List.of(HERE)), ctx);
    discovery.take();

    answer(new LookedUp(0, 0));

    assertEquals(List.of("enter " + HERE), discovery.take());
  }

  @Test
  void isolationForFiveSecondsEntersAnew() {
    startJoined();
    sampler.view.clear();
    links.neighbors.clear();

    repair.onNeighborDown(alice, Cause.SILENT, ctx);

    assertEquals(Duration.ofSeconds(5), scheduled(Newcomer.IsolationDue.class).get().delay());
    assertEquals(List.of(), discovery.take());
    dueNow(Newcomer.IsolationDue.class);
    assertEquals(List.of("lookup"), discovery.take());
    repair.onArcOpened(bob, ctx);
    assertEquals(List.of(new Joined(Duration.ofSeconds(5), bob)), ctx.emitted());
  }

  @Test
  void isolationThatEndsInTimeChangesNothing() {
    startJoined();
    sampler.view.clear();
    repair.onNeighborDown(alice, Cause.SILENT, ctx);
    sampler.view.add(bob);
    repair.onArcOpened(bob, ctx);

    dueNow(Newcomer.IsolationDue.class);

    assertEquals(List.of(), discovery.take());
  }
}
