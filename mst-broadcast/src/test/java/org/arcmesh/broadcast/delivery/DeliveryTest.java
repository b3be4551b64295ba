package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.CAROL;
import static org.arcmesh.broadcast.delivery.Crossroads.CONFIG;
import static org.arcmesh.broadcast.delivery.Crossroads.DORA;
import static org.arcmesh.broadcast.delivery.Crossroads.SELF;
import static org.arcmesh.broadcast.delivery.Crossroads.SOURCE;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.arcmesh.broadcast.delivery.Crossroads.aged;
import static org.arcmesh.broadcast.delivery.Crossroads.digest;
import static org.arcmesh.broadcast.delivery.Crossroads.payload;
import static org.arcmesh.broadcast.delivery.Crossroads.push;
import static org.arcmesh.broadcast.delivery.Crossroads.repaired;
import static org.arcmesh.broadcast.delivery.Crossroads.sealed;
import static org.arcmesh.broadcast.delivery.Crossroads.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Mark;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Prune;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Reached;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Unknown;
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
    here.trees.routes.put(
        SELF, new Route(Optional.empty(), List.of(ALICE, CAROL), Optional.empty()));

    long sequence = delivery.broadcast(Bytes.utf8("hello"));

    assertEquals(0, sequence);
    assertEquals(List.of(ALICE, CAROL), here.addressed());
    Source source = (Source) ctx.sent().get(0).message();
    Parcel parcel = Parcel.of(source.stream().key(), 0, 0, 0, List.of(Bytes.utf8("hello")));
    assertEquals(SELF, source.origin());
    assertEquals(sealed(SELF, parcel, 1), ctx.sent().get(1).message());
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

    Push push = (Push) ctx.sent().get(0).message();
    assertEquals(688, Parcel.read(push.parcel()).sincePreviousMillis());
  }

  @Test
  void deliversAndPushesOnToItsOwnChildren() {
    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(BOB), Optional.empty()));

    delivery.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(
        List.of(new Sent(BOB, push(0, 3)), new Emitted(new Delivered(DORA, 0, payload(0), 2))),
        ctx.effects().subList(2, 4));
  }

  @Test
  void pushesToTheWholeBackboneWhenNoTreeConnectsItWithTheSource() {
    delivery.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(List.of(BOB, CAROL), here.addressed());
  }

  @Test
  void whatHasNoTreeOfItsSourceGoesAlongTheOneThatAllHaveInCommon() {
    here.trees.common =
        Optional.of(new Route(Optional.empty(), List.of(ALICE, CAROL), Optional.empty()));

    delivery.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(List.of(CAROL), here.addressed());
  }

  @Test
  void anEpochFarAheadOfOursIsNeitherBelievedNorToldOn() {
    here.trees.epoch = 7;

    delivery.onMessage(ALICE, push(0, 2).along(9), ctx);
    assertEquals(0, delivery.counters().future());
    assertEquals(9, ((Push) here.said().get(0).message()).tree());
    ctx.clear();

    delivery.onMessage(ALICE, push(1, 2).along(1L << 40), ctx);

    assertEquals(List.of(1L), here.delivered());
    assertEquals(1, delivery.counters().future());
    for (Sent sent : here.said()) {
      assertTrue(((Push) sent.message()).tree() <= 9);
    }
    assertEquals(List.of(BOB, CAROL), here.addressed());
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
    assertEquals(List.of(CAROL), here.addressed());
    ctx.clear();

    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(BOB), Optional.empty()));
    delivery.onMessage(ALICE, push(2, 2), ctx);

    assertEquals(List.of(BOB), here.addressed());
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
    Source reborn = source(DORA, 8);

    delivery.onMessage(ALICE, reborn, ctx);
    delivery.onMessage(ALICE, push(reborn, 0, 2, 0), ctx);

    assertEquals(List.of(0L, 0L), here.delivered());
  }

  @Test
  void whatAFormerLifeOfOursSentIsNotDelivered() {
    Source former = source(SELF, 12345);

    delivery.onMessage(ALICE, former, ctx);
    delivery.onMessage(ALICE, push(former, 0, 2, 0), ctx);
    delivery.onMessage(ALICE, digest(new Holdings(former.stream().key(), 0, 0, 1, 0, 5)), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void remembersNoMoreStreamsThanItMay() {
    for (int life = 0; life < CONFIG.streamsMax() + 10; life++) {
      ctx.advance(Duration.ofMillis(1));
      delivery.onMessage(ALICE, source(DORA, life), ctx);
      delivery.onMessage(ALICE, push(source(DORA, life), 0, 2, 0), ctx);
    }
    ctx.clear();

    delivery.onMessage(ALICE, pull(source(DORA, 0)), ctx);
    assertEquals(List.of(), ctx.effects());
    delivery.onMessage(ALICE, pull(source(DORA, 99)), ctx);
    assertEquals(1, ctx.sent().size());
  }

  private static Pull pull(Source source) {
    return new Pull(source.stream().key(), 0, 1, Integer.MAX_VALUE, false);
  }

  @Test
  void refusesAPayloadThatIsTooLarge() {
    Bytes tooLarge = Bytes.wrap(new byte[Broadcast.PAYLOAD_BYTES_MAX + 1]);

    assertThrows(IllegalArgumentException.class, () -> delivery.broadcast(tooLarge));
  }

  @Test
  void messagesKeepTheirLimits() {
    assertThrows(IllegalArgumentException.class, () -> push(0, 0));
    assertThrows(IllegalArgumentException.class, () -> aged(push(0, 1), -1));
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
            new Prune(STREAM),
            SOURCE,
            new Unknown(STREAM),
            new Mark(0),
            new Reached(0));

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
