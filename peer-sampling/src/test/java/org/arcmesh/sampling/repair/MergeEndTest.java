package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.OverlayEvent.PartitionProven;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Merges that come to nothing. */
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
    answer(new Probed(null, node, FOREIGN));
    Merge.Round round = (Merge.Round) scheduled(Merge.Round.class).orElseThrow().timer();
    for (int i = 0; i < 13; i++) {
      due(round, ROUND);
      answer(new Probed(null, node, FOREIGN));
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
}
