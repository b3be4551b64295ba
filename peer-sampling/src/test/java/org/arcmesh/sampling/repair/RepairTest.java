package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent.Failed;
import org.arcmesh.core.OverlayEvent.Joined;
import org.arcmesh.core.OverlayEvent.PartitionHealed;
import org.arcmesh.core.OverlayEvent.PartitionProven;
import org.arcmesh.core.OverlayEvent.PartitionSuspected;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.FixedLinks;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.Count;
import org.arcmesh.sampling.repair.RepairMessage.CountDigest;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sampling.repair.RepairMessage.Hello;
import org.arcmesh.sampling.repair.RepairMessage.Nodes;
import org.arcmesh.sampling.repair.RepairMessage.Reached;
import org.arcmesh.sampling.repair.ScriptedSampler.Join;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** PROTOCOLS, section 3, as one peer lives it. */
class RepairTest {
  private static final Endpoint HERE = new Endpoint("10.0.0.1", 7000);
  private static final Endpoint THERE = new Endpoint("10.0.0.2", 7000);
  private static final long SETTLED = 4 * RepairConfig.DEFAULT.beat().toMillis();
  private static final Component FOREIGN = new Component(List.of(1L, 2L, 3L), SETTLED, 40);

  private final PeerId self = peer(50);
  private final PeerId alice = peer(1);
  private final PeerId bob = peer(2);
  private final PeerId node = peer(9);
  private final FixedLinks links = new FixedLinks();
  private final ScriptedDiscovery discovery = new ScriptedDiscovery();
  private final ScriptedSampler sampler = new ScriptedSampler();
  private final ScriptedContext ctx = new ScriptedContext(self, 1);
  private Repair repair;

  private void start(RepairConfig config) {
    repair = new Repair(config, "demo", sampler, discovery, links);
    repair.start(ctx);
  }

  /** Started and with arcs to alice and bob, found without help, and an identity set of age. */
  private void startJoined(RepairConfig config) {
    start(config);
    for (PeerId neighbor : List.of(alice, bob)) {
      links.neighbors.add(neighbor);
      repair.onNeighborUp(neighbor, ctx);
      sampler.view.add(neighbor);
      repair.onArcOpened(neighbor, ctx);
    }
    answer(new LookedUp(0, 8));
    due(beatTimer(), Duration.ZERO);
    dueNow(Gossip.FlushDue.class);
    ctx.advance(Duration.ofMillis(SETTLED));
    discovery.take();
    ctx.clear();
  }

  private void startJoined() {
    startJoined(RepairConfig.DEFAULT);
  }

  private void answer(Discovery.Answer answer) {
    repair.onMessage(self, answer, ctx);
  }

  private void due(Timer timer, Duration after) {
    ctx.advance(after);
    repair.onTimer(timer, ctx);
  }

  private Timer beatTimer() {
    return ctx.effects(Scheduled.class).get(0).timer();
  }

  private <T extends Timer> Optional<Scheduled> scheduled(Class<T> kind) {
    return ctx.effects(Scheduled.class).stream()
        .filter(effect -> kind.isInstance(effect.timer()))
        .reduce((first, second) -> second);
  }

  private <T extends Timer> void dueNow(Class<T> kind) {
    Scheduled timer = scheduled(kind).orElseThrow();
    due(timer.timer(), timer.delay());
  }

  private List<Message> sentTo(PeerId neighbor) {
    return ctx.sent().stream()
        .filter(sent -> sent.to().equals(neighbor))
        .map(Sent::message)
        .toList();
  }

  private int told(Class<? extends Message> kind) {
    return (int) ctx.sent().stream().filter(sent -> kind.isInstance(sent.message())).count();
  }

  // Entry.

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

  // Component identity.

  @Test
  void aNewcomerAdoptsItsContactsSetAndTellsItsOther() {
    startJoined();

    repair.onMessage(alice, new Beats(List.of(new Beat(5, 7, 0))), ctx);
    dueNow(Gossip.FlushDue.class);

    assertTrue(repair.component().smallest().contains(5L));
    assertEquals(List.of(), sentTo(alice), "not back to where it came from");
    Beats told = (Beats) sentTo(bob).get(0);
    assertTrue(told.beats().contains(new Beat(5, 7, 250)));
  }

  @Test
  void oldNewsIsNotPassedOn() {
    startJoined();
    Beats beats = new Beats(List.of(new Beat(5, 7, 0)));
    repair.onMessage(alice, beats, ctx);
    ctx.clear();

    repair.onMessage(bob, beats, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aNewNeighborHearsAllBeatsAndSomeSignalingNodes() {
    startJoined();
    answer(new Probed(HERE, node, repair.component()));
    ctx.clear();

    repair.onNeighborUp(peer(3), ctx);

    assertInstanceOf(Beats.class, sentTo(peer(3)).get(0));
    assertEquals(new Nodes(List.of(HERE)), sentTo(peer(3)).get(1));
  }

  // Suspicion and discovery checks.

  @Test
  void losingOverThirtyPercentOfTheArcsIsSuspectedInWords() {
    start(RepairConfig.DEFAULT);
    Timer beat = beatTimer();
    sampler.view.addAll(List.of(alice, alice, bob));
    due(beat, Duration.ofSeconds(1));
    sampler.view.remove(alice);
    sampler.lost = 1;

    due(beat, Duration.ofSeconds(5));

    assertEquals(
        new PartitionSuspected("1 of 3 arcs went down within 10000 ms"), ctx.emitted().get(0));
    assertTrue(repair.isSuspicious());
  }

  @Test
  void aCheckProbesOneNodeTheOneThatIsNewToUs() {
    startJoined();
    answer(new Probed(HERE, node, repair.component()));

    due(new DiscoveryCheck.Due(), Duration.ofSeconds(1));
    answer(new Found(HERE));
    answer(new Found(THERE));
    answer(new LookedUp(2, 8));

    assertEquals(List.of("lookup", "probe " + THERE), discovery.take());
  }

  @Test
  void theWholeOverlayMakesThreeChecksPerIntervalWhateverItsSize() {
    DiscoveryCheck check =
        new DiscoveryCheck(
            RepairConfig.DEFAULT,
            discovery,
            new Lookups(discovery),
            new EndpointMemory(ctx.random()),
            () -> FOREIGN);
    int lookups = 0;
    for (int i = 0; i < 10_000; i++) {
      check.onDue(3, 100, ctx);
      if (discovery.take().contains("lookup")) {
        lookups++;
        check =
            new DiscoveryCheck(
                RepairConfig.DEFAULT,
                discovery,
                new Lookups(discovery),
                new EndpointMemory(ctx.random()),
                () -> FOREIGN);
      }
    }

    assertEquals(300, lookups, 52); // Three standard deviations.
  }

  @Test
  void aPeerWithoutArcsChecksNothing() {
    start(RepairConfig.DEFAULT);
    answer(new LookedUp(0, 8));
    discovery.take();

    due(new DiscoveryCheck.Due(), Duration.ofSeconds(1));

    assertEquals(List.of(), discovery.take());
  }

  // Merge.

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
  void aForeignMemberThatBeatsOverALinkProvesThatItIsReached() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    ctx.clear();

    repair.onMessage(bob, new Beats(List.of(new Beat(2, 9, 0))), ctx);

    assertEquals(List.of(new Sent(alice, new Reached(FOREIGN.smallest()))), ctx.sent());
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

    // 0.1, 0.2, 0.4, 0.8, then certainly.
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

  // The end, and completeness.

  @Test
  void aLeaverWithdrawsAndSaysNothingMore() {
    start(RepairConfig.DEFAULT.withSignalingNode(true));
    answer(new LookedUp(0, 8));
    Timer beat = beatTimer();
    discovery.take();
    ctx.clear();

    repair.onLeave(ctx);
    repair.onTimer(beat, ctx);
    repair.onMessage(alice, new CountDigest(0, 0), ctx);

    assertEquals(List.of("withdraw"), discovery.take());
    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void everyMessageIsInTheTableAndUnderstood() {
    startJoined();
    for (Class<?> type : RepairMessage.class.getPermittedSubclasses()) {
      assertTrue(RepairMessage.TABLE.types().contains(type), type.getName());
    }
    List<RepairMessage> all =
        List.of(
            new Beats(List.of()),
            new Nodes(List.of()),
            new Foreign(HERE, FOREIGN, false),
            new Reached(List.of(1L)),
            new CountDigest(0, 0),
            new Count(0, Bytes.wrap(new byte[Sketch.SIZE])),
            new Hello(FOREIGN));
    assertEquals(RepairMessage.class.getPermittedSubclasses().length, all.size());
    List<Discovery.Answer> answers =
        List.of(
            new Found(HERE),
            new LookedUp(1, 1),
            new Probed(null, alice, FOREIGN),
            new ProbeFailed(HERE, "no"),
            new Entered(HERE, node, alice),
            new EntryFailed(HERE, "no"));
    assertEquals(Discovery.Answer.class.getPermittedSubclasses().length, answers.size());

    all.forEach(message -> repair.onMessage(alice, message, ctx));
    answers.forEach(this::answer);
  }
}
