package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.OverlayEvent.PartitionHealed;
import org.arcmesh.core.OverlayEvent.PartitionProven;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sampling.repair.RepairMessage.Merged;
import org.arcmesh.sampling.repair.RepairMessage.Reached;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Merges that come to nothing, and those whose end is not seen. */
class MergeEndTest extends RepairFixture {
  private static final Duration ROUND = RepairConfig.DEFAULT.round();

  /**
   * Seed 78 of partition-half: a node missed the news of a merge when the overlay began. After a
   * cut, 99 s later, one of those members stood for its own side; it told 64 peers that they had
   * been healed.
   */
  @Test
  void whoHearsNoMoreOfAnotherComponentDoesNotWaitForIt() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, true), ctx);
    Merge.Round round = (Merge.Round) scheduled(Merge.Round.class).orElseThrow().timer();
    for (int i = 0; i < 9; i++) {
      due(round, ROUND);
    }
    ctx.clear();

    repair.onMessage(alice, new Beats(List.of(new Beat(2, 9, 0))), ctx);

    assertEquals(List.of(), ctx.sent());
  }

  @Test
  void aProofThatComesAgainKeepsItWaiting() {
    startJoined();
    answer(new Visited(null, node, FOREIGN));
    Merge.Round round = (Merge.Round) scheduled(Merge.Round.class).orElseThrow().timer();
    for (int i = 0; i < 13; i++) {
      due(round, ROUND);
      answer(new Visited(null, node, FOREIGN));
    }

    assertEquals(
        List.of(new PartitionProven(Merge.id(FOREIGN.smallest()), FOREIGN.peers())), ctx.emitted());
  }

  @Test
  void aProofThatComesAgainIsFloodedAgainAfterAWhile() {
    startJoined();
    Foreign flood = new Foreign(THERE, FOREIGN, true);
    repair.onMessage(alice, flood, ctx);
    ctx.clear();

    ctx.advance(Duration.ofSeconds(19));
    repair.onMessage(alice, flood, ctx);
    assertEquals(List.of(), ctx.sent());
    ctx.advance(Duration.ofSeconds(1));
    repair.onMessage(alice, flood, ctx);
    repair.onMessage(bob, flood, ctx);

    assertEquals(List.of(new Sent(bob, flood)), ctx.sent());
  }

  /** Seed 5 of partition-half: all 200 peers merged again with a component that was long gone. */
  @Test
  void aNewNeighborIsToldOfNoOldProof() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, true), ctx);
    ctx.clear();
    ctx.advance(Duration.ofSeconds(20));

    repair.onNeighborUp(peer(3), ctx);

    assertEquals(0, told(Foreign.class));
  }

  /**
   * Seeds 27 and 90 of partition-half: half a second after a peer had heard that the other side was
   * reached, the answer of a node that had not took it back, and nobody told it again.
   */
  @Test
  void aNodeThatHasNotHeardOfTheMergeDelaysItsEndOnly() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, true), ctx);
    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    Timer settled = scheduled(Merge.SettledDue.class).orElseThrow().timer();
    ctx.advance(Duration.ofSeconds(1));
    ctx.clear();

    answer(new Probed(THERE, node, FOREIGN));
    due(settled, Duration.ofSeconds(4));
    assertEquals(List.of(), ctx.sent());
    assertEquals(List.of(), ctx.emitted());
    dueNow(Merge.SettledDue.class);

    assertInstanceOf(PartitionHealed.class, ctx.emitted().get(0));
  }

  @Test
  void aNodeThatHasStillNotHeardOfItProvesThatTheyAreApartAgain() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, false), ctx);
    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    ctx.advance(Duration.ofMillis(SETTLED));
    ctx.clear();

    answer(new Probed(HERE, node, FOREIGN));

    assertEquals(2, told(Foreign.class));
    assertEquals(1, discovery.take().size());
  }

  /** Seed 68 of partition-half: it had no neighbor of its side when that was reached. */
  @Test
  void whoWaitsForAMergeHearsFromANewNeighborThatItIsOver() {
    startJoined();
    repair.onMessage(alice, new Foreign(THERE, FOREIGN, true), ctx);
    ctx.advance(Duration.ofSeconds(20));
    ctx.clear();
    Merged merged = new Merged(FOREIGN.smallest(), 6_000);

    repair.onMessage(bob, merged, ctx);
    repair.onMessage(bob, merged, ctx);

    assertEquals(List.of(new Sent(alice, merged)), ctx.sent());
    assertEquals(1, ctx.emitted().size());
    PartitionHealed healed = (PartitionHealed) ctx.emitted().get(0);
    assertEquals(Duration.ofSeconds(20), healed.after());
  }

  /** Seed 91 of partition-half: two peers, cut off from their own side as well, came back later. */
  @Test
  void whoSuspectsAndWasAloneHearsThatTheOthersHaveMerged() {
    startJoined();
    Merged merged = new Merged(FOREIGN.smallest(), 6_000);
    repair.onMessage(bob, merged, ctx);
    assertEquals(List.of(), ctx.effects());
    suspect();
    ctx.clear();

    repair.onMessage(bob, merged, ctx);
    repair.onMessage(bob, merged, ctx);

    assertEquals(List.of(new Sent(alice, merged)), ctx.sent());
    assertEquals(1, ctx.emitted().size());
  }

  @Test
  void whoHasSeenTheMergeIsNotToldOfItAgainWhateverItSuspects() {
    startJoined();
    repair.onMessage(alice, new Reached(FOREIGN.smallest()), ctx);
    dueNow(Merge.SettledDue.class);
    suspect();
    ctx.clear();

    repair.onMessage(bob, new Merged(List.of(7L), 1_000), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  /**
   * Seed 26 of swarm: merges were remembered for 8 s and told of for 40 s. Old news of one and old
   * proof that there was another component then went round and round, 30 million messages of them.
   */
  @Test
  void oldNewsOfAMergeEndsItHoweverShortMergesAreRemembered() {
    long remembered = RepairConfig.DEFAULT.suspicion().toMillis() / 10;
    startJoined();
    Foreign proof = new Foreign(THERE, FOREIGN, true);
    Merged merged = new Merged(FOREIGN.smallest(), (int) remembered + 1_000);
    repair.onMessage(alice, proof, ctx);
    repair.onMessage(alice, merged, ctx);
    ctx.clear();

    repair.onMessage(bob, proof, ctx);
    repair.onMessage(bob, merged, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  private void suspect() {
    due(new Repair.BeatDue(), Duration.ofSeconds(1));
    sampler.view.clear();
    sampler.lost += 2;
    due(new Repair.BeatDue(), Duration.ofSeconds(1));
    sampler.view.addAll(List.of(alice, bob));
    assertTrue(repair.isSuspicious());
  }
}
