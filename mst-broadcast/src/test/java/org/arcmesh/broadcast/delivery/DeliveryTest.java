package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.CAROL;
import static org.arcmesh.broadcast.delivery.Crossroads.CONFIG;
import static org.arcmesh.broadcast.delivery.Crossroads.DORA;
import static org.arcmesh.broadcast.delivery.Crossroads.ROUND_TRIP;
import static org.arcmesh.broadcast.delivery.Crossroads.SELF;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.arcmesh.broadcast.delivery.Crossroads.aged;
import static org.arcmesh.broadcast.delivery.Crossroads.digest;
import static org.arcmesh.broadcast.delivery.Crossroads.payload;
import static org.arcmesh.broadcast.delivery.Crossroads.push;
import static org.arcmesh.broadcast.delivery.Crossroads.repaired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Prune;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Emitted;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** What delivery does with broadcasts that trees bring. */
class DeliveryTest {
  private final Crossroads here = new Crossroads();
  private final ScriptedContext ctx = here.ctx;
  private final Delivery delivery = here.delivery;

  @Test
  void pushesAnOwnBroadcastToTheChildrenOnly() {
    here.trees.routes.put(SELF, new Route(Optional.empty(), List.of(ALICE, CAROL)));

    long sequence = delivery.broadcast(Bytes.utf8("hello"));

    assertEquals(0, sequence);
    assertEquals(List.of(ALICE, CAROL), ctx.sent().stream().map(Sent::to).toList());
    Push push = (Push) ctx.sent().get(0).message();
    assertEquals(new Push(push.stream(), 0, 1, 0, 0, false, Bytes.utf8("hello"), 0), push);
    assertEquals(SELF, push.stream().origin());
    assertEquals(List.of(), ctx.emitted());
  }

  @Test
  void namesForEachSourceTheNeighborThatPushedLast() {
    delivery.onMessage(BOB, push(0, 2), ctx);
    delivery.onMessage(ALICE, push(0, 3), ctx);
    assertEquals(Map.of(DORA, BOB), delivery.relays());

    delivery.onMessage(ALICE, push(1, 3), ctx);
    delivery.onMessage(CAROL, repaired(push(2, 4)), ctx);

    assertEquals(Map.of(DORA, ALICE), delivery.relays());
  }

  @Test
  void tellsHowLongAfterItsPredecessorABroadcastWasSent() {
    delivery.broadcast(Bytes.utf8("one"));
    ctx.advance(Duration.ofMillis(700));
    ctx.clear();

    assertEquals(1, delivery.broadcast(Bytes.utf8("two")));

    assertEquals(700, ((Push) ctx.sent().get(0).message()).sincePreviousMillis());
  }

  @Test
  void deliversAndPushesOnToItsOwnChildren() {
    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(BOB)));

    delivery.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(
        List.of(
            new Sent(BOB, aged(push(0, 3), ROUND_TRIP / 2)),
            new Emitted(new Delivered(DORA, 0, payload(0), 2))),
        ctx.effects().subList(1, 3));
  }

  @Test
  void pushesToTheWholeBackboneWhenNoTreeConnectsItWithTheSource() {
    delivery.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(List.of(BOB, CAROL), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void deliversOnceAndHasTheSecondPusherPruned() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    ctx.clear();

    delivery.onMessage(BOB, push(0, 2), ctx);

    assertEquals(List.of(new Sent(BOB, new Prune(STREAM))), ctx.effects());
    assertEquals(1, delivery.counters().duplicates());
  }

  @Test
  void aPrunedNeighborIsPushedNoMoreUntilTheTreeChanges() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(BOB, new Prune(STREAM), ctx);
    ctx.clear();

    delivery.onMessage(ALICE, push(1, 2), ctx);
    assertEquals(List.of(CAROL), ctx.sent().stream().map(Sent::to).toList());
    ctx.clear();

    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(BOB)));
    delivery.onMessage(ALICE, push(2, 2), ctx);

    assertEquals(List.of(BOB), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void ofTwoPushersThatCrossOnlyOneIsPruned() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(BOB, push(0, 2), ctx);
    delivery.onMessage(BOB, push(1, 2), ctx); // On its way when the prune was sent.
    ctx.clear();

    delivery.onMessage(ALICE, push(1, 2), ctx);

    assertEquals(List.of(), ctx.sent());
  }

  @Test
  void deliversInOrderWhateverTheOrderOfArrival() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(ALICE, push(2, 2), ctx);
    delivery.onMessage(BOB, push(3, 2), ctx);
    assertEquals(List.of(0L), here.delivered());

    delivery.onMessage(CAROL, push(1, 2), ctx);

    assertEquals(List.of(0L, 1L, 2L, 3L), here.delivered());
  }

  @Test
  void anotherLifeOfASourceIsAnotherStream() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    Push reborn = new Push(new StreamId(DORA, 8), 0, 2, 0, 0, false, Bytes.utf8("again"), 0);

    delivery.onMessage(ALICE, reborn, ctx);

    assertEquals(List.of(0L, 0L), here.delivered());
  }

  @Test
  void whatAFormerLifeOfOursSentIsNotDelivered() {
    StreamId former = new StreamId(SELF, 12345);

    delivery.onMessage(ALICE, new Push(former, 0, 2, 0, 0, false, payload(0), 0), ctx);
    delivery.onMessage(ALICE, digest(new Holdings(former, 0, 0, 1, 0, 5)), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void remembersNoMoreStreamsThanItMay() {
    for (int life = 0; life < CONFIG.streamsMax() + 10; life++) {
      ctx.advance(Duration.ofMillis(1));
      StreamId id = new StreamId(DORA, life);
      delivery.onMessage(ALICE, new Push(id, 0, 2, 0, 0, false, payload(0), 0), ctx);
    }
    ctx.clear();

    delivery.onMessage(ALICE, new Pull(new StreamId(DORA, 0), 0, 1, Integer.MAX_VALUE, false), ctx);
    assertEquals(List.of(), ctx.effects());
    delivery.onMessage(
        ALICE, new Pull(new StreamId(DORA, 99), 0, 1, Integer.MAX_VALUE, false), ctx);
    assertEquals(1, ctx.sent().size());
  }

  @Test
  void refusesAPayloadThatNoFrameHolds() {
    Bytes tooLarge = Bytes.wrap(new byte[Broadcast.PAYLOAD_BYTES_MAX + 1]);

    assertThrows(IllegalArgumentException.class, () -> delivery.broadcast(tooLarge));
    assertThrows(
        IllegalArgumentException.class, () -> new Push(STREAM, 0, 1, 0, 0, false, tooLarge, 0));
  }

  @Test
  void messagesKeepTheirLimits() {
    assertThrows(
        IllegalArgumentException.class, () -> new Push(STREAM, -1, 1, 0, 0, false, payload(0), 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Push(STREAM, 0, 0, 0, 0, false, payload(0), 0));
    assertThrows(IllegalArgumentException.class, () -> new Holdings(STREAM, 2, 1, 3, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Holdings(STREAM, 0, 4, 3, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Digest(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Pull(STREAM, 0, 1, -1, false));
  }

  @Test
  void onlyPushesMayBeLost() {
    for (Class<?> type : DeliveryMessage.class.getPermittedSubclasses()) {
      assertEquals(type == Push.class, Message.Expendable.class.isAssignableFrom(type));
    }
  }

  @Test
  void everyMessageIsHandled() {
    List<DeliveryMessage> all =
        List.of(
            push(0, 2),
            digest(new Holdings(STREAM, 0, 0, 1, 0, 5)),
            new Pull(STREAM, 0, 1, 5, false),
            new Prune(STREAM));

    all.forEach(message -> delivery.onMessage(ALICE, message, ctx));

    for (Class<?> type : DeliveryMessage.class.getPermittedSubclasses()) {
      assertTrue(DeliveryMessage.TABLE.types().contains(type), type.getName());
      assertTrue(all.stream().anyMatch(type::isInstance), type.getName());
    }
  }

  @Test
  void whatAFormerNeighborSaidIsIgnored() {
    here.links.down(ALICE);
    delivery.onNeighborDown(ALICE, Cause.SILENT, ctx);

    delivery.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(List.of(), ctx.effects());
  }
}
