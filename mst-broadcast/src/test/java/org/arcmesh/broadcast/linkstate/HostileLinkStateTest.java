package org.arcmesh.broadcast.linkstate;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Epoch;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Want;
import org.arcmesh.core.Bytes;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** What link state does about neighbors that lie, flood or ask for too much. */
class HostileLinkStateTest extends LinkStateFixture {
  @Test
  void anEpochOfTheFarFutureIsDroppedAndCounted() {
    ctx.advance(CONFIG.epoch());
    state.onMessage(alice, new Epoch(LinkRecord.EPOCH_MAX), ctx);
    state.onMessage(alice, update(record(carol, 900, alice)), ctx);

    assertEquals(List.of(), ctx.sent());
    assertEquals(Optional.empty(), state.record(carol));
    assertEquals(Map.of("epoch", 1L, "future", 1L), state.counters().dropped());
  }

  @Test
  void epochsDoNotRushHoweverMuchANeighborPushes() {
    ctx.advance(CONFIG.epoch());
    for (int epoch = 2; epoch < 100; epoch++) {
      state.onMessage(alice, new Epoch(epoch), ctx);
    }
    state.onMessage(alice, new Epoch(5_000), ctx);
    state.onMessage(alice, new Epoch(9_000), ctx);

    assertEquals(
        List.of(new Sent(bob, new Epoch(2)), new Sent(bob, new Epoch(5))),
        ctx.sent().stream().filter(sent -> sent.to().equals(bob)).toList());
  }

  @Test
  void whoAsksForEverythingGetsItOnceInAWhile() {
    state.onMessage(alice, update(record(alice, 1, self)), ctx);
    for (int i = 10; i < 40; i++) {
      state.onMessage(alice, update(chain(i)), ctx);
    }
    ctx.clear();
    Contents everything = new Contents(1, 1, List.of(0), List.of());

    for (int time = 0; time < 1_000; time++) {
      state.onMessage(bob, everything, ctx);
    }

    int most = 2 * (32 + Contents.STAMPS_MAX) / 32;
    assertEquals(most, ctx.sent().size());
    assertEquals(Map.of("asked", 1_000L - most), state.counters().dropped());
    ctx.clear();
    state.onMessage(alice, everything, ctx);
    assertEquals(1, ctx.sent().size(), "others do not suffer");
  }

  @Test
  void twoRecordsOfOneOriginAndEpochAreALieAndTheFirstStays() {
    state.onMessage(alice, update(record(carol, 1, alice)), ctx);
    state.onMessage(bob, update(record(carol, 1, bob)), ctx);

    assertEquals(Optional.of(record(carol, 1, alice)), state.record(carol));
    assertEquals(Map.of("conflict", 1L), state.counters().dropped());
  }

  @Test
  void aFullTableTakesNoMoreAndThereAreNoTrees() {
    LinkStateConfig small = CONFIG.withRecordsMax(3);
    LinkState full =
        new LinkState(
            small,
            new Pictures(TreeMode.MST, 1.5),
            new Backbone(BackboneConfig.DEFAULT, links),
            links);
    full.start(ctx);

    for (int i = 10; i < 15; i++) {
      full.onMessage(alice, update(chain(i)), ctx);
    }

    assertFalse(full.isInForce());
    assertEquals(LinkState.NONE_YET, full.epoch());
    assertEquals(Map.of("full", 2L), full.counters().dropped());
  }

  @Test
  void overItsBudgetThereAreNoTreesAndBelowItThereAreAgain() {
    LinkState poor =
        new LinkState(
            CONFIG.withBytesPerSecond(10),
            new Pictures(TreeMode.MST, 1.5),
            new Backbone(BackboneConfig.DEFAULT, links),
            links);
    poor.start(ctx);
    for (int epoch = 1; epoch < 4; epoch++) {
      for (int i = 10; i < 40; i++) {
        poor.onMessage(alice, update(record(peer(i), epoch, alice)), ctx);
      }
      ctx.advance(CONFIG.epoch());
      poor.onTimer(new LinkState.EpochDue(epoch), ctx);
    }
    assertFalse(poor.isInForce());

    for (int epoch = 4; epoch < 8; epoch++) {
      ctx.advance(CONFIG.epoch());
      poor.onTimer(new LinkState.EpochDue(epoch), ctx);
    }
    assertTrue(poor.isInForce());
  }

  @Test
  void messagesKeepTheirLimits() {
    List<LinkRecord> tooMany = new ArrayList<>();
    for (int i = 0; i <= Update.RECORDS_MAX; i++) {
      tooMany.add(record(carol, i + 1));
    }
    Bytes descending = Bytes.hex("0000000202" + "0000000102");

    assertThrows(IllegalArgumentException.class, () -> new Update(tooMany));
    assertThrows(IllegalArgumentException.class, () -> new Summary(1, List.of(1L, 2L, 3L)));
    assertThrows(
        IllegalArgumentException.class, () -> new Contents(1, 4, List.of(2, 1), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Want(1, List.of(5L, 5L)));
    assertThrows(IllegalArgumentException.class, () -> new Epoch(0));
    assertThrows(IllegalArgumentException.class, () -> record(carol, 0));
    assertThrows(IllegalArgumentException.class, () -> new LinkRecord(5, 1, descending));
    assertThrows(IllegalArgumentException.class, () -> new LinkRecord(5, 1, Bytes.hex("00")));
    assertThrows(
        IllegalArgumentException.class, () -> new LinkRecord(5, 1, Bytes.hex("00000001ff")));
  }
}
