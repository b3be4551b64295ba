package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.Late;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent.PartitionSuspected;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.Count;
import org.arcmesh.sampling.repair.RepairMessage.CountDigest;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sampling.repair.RepairMessage.Hello;
import org.arcmesh.sampling.repair.RepairMessage.Merged;
import org.arcmesh.sampling.repair.RepairMessage.Nodes;
import org.arcmesh.sampling.repair.RepairMessage.Reached;
import org.arcmesh.sampling.repair.RepairMessage.Warning;
import org.junit.jupiter.api.Test;

/** PROTOCOLS, section 3, as one peer lives it: identity, suspicion, checks. */
class RepairTest extends RepairFixture {
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
  void newsIsNotPassedOnToWhoTellsItMeanwhile() {
    startJoined();
    repair.onMessage(alice, new Beats(List.of(new Beat(5, 7, 0))), ctx);
    repair.onMessage(bob, new Beats(List.of(new Beat(5, 7, 10))), ctx);

    dueNow(Gossip.FlushDue.class);

    assertEquals(List.of(), sentTo(alice));
    assertEquals(List.of(), sentTo(bob));
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
    repair.onNeighborDown(peer(3), Cause.SILENT, ctx);
    repair.onNeighborDown(peer(4), Cause.SILENT, ctx);
    repair.onNeighborDown(peer(5), Cause.UNUSED, ctx);

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

  /** After a massacre most of what a lookup finds is dead: one probe per check took minutes. */
  @Test
  void forANodeThatDoesNotAnswerTheNextOneIsProbedAtMostTwelveTimes() {
    startJoined();
    due(new DiscoveryCheck.Due(), Duration.ofSeconds(1));
    for (int i = 0; i < 40; i++) {
      answer(new Found(new Endpoint("10.0.1." + i, 7000)));
    }
    answer(new LookedUp(40, 8));

    int probes = 0;
    for (List<String> calls = discovery.take(); !calls.isEmpty(); calls = discovery.take()) {
      String last = calls.get(calls.size() - 1);
      probes++;
      answer(new ProbeFailed(Endpoint.parse(last.substring("probe ".length())), "no answer"));
    }

    assertEquals(13, probes);
  }

  @Test
  void theWholeOverlayMakesThreeChecksPerIntervalWhateverItsSize() {
    Suspicion calm = new Suspicion(600_000, 30_000, 60_000);

    assertEquals(300, lookupsOf(10_000, 100, calm), 52); // Three standard deviations.
  }

  /** Pairs that counted themselves as 100 peers for a minute looked as rarely as each of these. */
  @Test
  void aSmallPieceThatSuspectsLooksThoughItStillCountsItselfLarge() {
    Suspicion raised = new Suspicion(600_000, 30_000, 60_000);
    raised.look(new Suspicion.Sample(0, 5, 0, 0, 100), 0, false);
    raised.look(new Suspicion.Sample(1, 0, 5, 5, 100), 0, false);

    assertEquals(100, lookupsOf(100, 100, raised));
  }

  private int lookupsOf(int times, double peers, Suspicion suspicion) {
    IdentitySet alone = new IdentitySet(self, 5_000, 0);
    int lookups = 0;
    for (int i = 0; i < times; i++) {
      DiscoveryCheck check =
          new DiscoveryCheck(
              RepairConfig.DEFAULT,
              discovery,
              new Lookups(discovery),
              new EndpointMemory(ctx.random()),
              alone,
              suspicion,
              () -> FOREIGN);
      check.onDue(true, peers, ctx);
      lookups += discovery.take().contains("lookup") ? 1 : 0;
    }
    return lookups;
  }

  @Test
  void whoHearsNobodyAnymoreByWhomItKnewItsComponentLooksAtOnce() {
    startJoined();
    Beats last = new Beats(List.of(new Beat(1, 1, 0), new Beat(2, 1, 0), new Beat(3, 1, 0)));
    repair.onMessage(alice, last, ctx);

    for (int beat = 0; beat < 12 && discovery.calls.isEmpty(); beat++) {
      due(new Repair.BeatDue(), RepairConfig.DEFAULT.beat());
    }

    assertEquals(List.of("lookup"), discovery.take());
    assertTrue(repair.isSuspicious());
  }

  @Test
  void aPeerWithoutArcsChecksNothing() {
    start(RepairConfig.DEFAULT);
    answer(new LookedUp(0, 8));
    discovery.take();

    due(new DiscoveryCheck.Due(), Duration.ofSeconds(1));

    assertEquals(List.of(), discovery.take());
  }

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
            new Hello(FOREIGN),
            new Merged(List.of(1L), 0),
            new Warning());
    assertEquals(RepairMessage.class.getPermittedSubclasses().length, all.size());
    List<Discovery.Answer> answers =
        List.of(
            new Found(HERE),
            new LookedUp(1, 1),
            new Probed(HERE, alice, FOREIGN),
            new Visited(null, alice, FOREIGN),
            new ProbeFailed(HERE, "no"),
            new Late(HERE),
            new Entered(HERE, node, alice),
            new EntryFailed(HERE, "no"));
    assertEquals(Discovery.Answer.class.getPermittedSubclasses().length, answers.size());

    all.forEach(message -> repair.onMessage(alice, message, ctx));
    answers.forEach(this::answer);
  }
}
