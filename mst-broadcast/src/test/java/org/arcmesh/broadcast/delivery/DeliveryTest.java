package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.backbone.BackboneMessage;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Prune;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Emitted;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice, Bob and Carol are neighbors; Dora, whose broadcasts they relay, is not. */
class DeliveryTest {
  private static final DeliveryConfig CONFIG = DeliveryConfig.DEFAULT;
  private static final int ROUND_TRIP = 20;

  private final PeerId self = peer(50);
  private final PeerId alice = peer(1);
  private final PeerId bob = peer(2);
  private final PeerId carol = peer(3);
  private final PeerId dora = peer(4);
  private final StreamId stream = new StreamId(dora, 7);
  private final FixedLinks links = new FixedLinks();
  private final ScriptedContext ctx = new ScriptedContext(self, 1);
  private final Backbone backbone = new Backbone(BackboneConfig.DEFAULT, links);
  private final Drawn trees = new Drawn();
  private final Delivery delivery = new Delivery(CONFIG, trees, backbone, links);

  /** Trees as a test draws them. */
  private static final class Drawn implements Trees {
    final Map<PeerId, Route> routes = new LinkedHashMap<>();

    @Override
    public Optional<Route> route(PeerId source) {
      return Optional.ofNullable(routes.get(source));
    }

    @Override
    public boolean spans(PeerId peer) {
      return true;
    }
  }

  @BeforeEach
  void start() {
    backbone.start(ctx);
    delivery.start(ctx);
    for (PeerId neighbor : List.of(alice, bob, carol)) {
      links.up(neighbor, ROUND_TRIP);
      backbone.onMessage(neighbor, new BackboneMessage.Ask(false), ctx);
      delivery.onNeighborUp(neighbor, ctx);
    }
    ctx.advance(Duration.ofMinutes(1));
    ctx.clear();
  }

  @Test
  void pushesAnOwnBroadcastToTheChildrenOnly() {
    trees.routes.put(self, new Route(Optional.empty(), List.of(alice, carol)));

    long sequence = delivery.broadcast(Bytes.utf8("hello"));

    assertEquals(0, sequence);
    assertEquals(List.of(alice, carol), ctx.sent().stream().map(Sent::to).toList());
    Push push = (Push) ctx.sent().get(0).message();
    assertEquals(new Push(push.stream(), 0, 1, 0, 0, false, Bytes.utf8("hello")), push);
    assertEquals(self, push.stream().origin());
    assertEquals(List.of(), ctx.emitted());
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
    trees.routes.put(dora, new Route(Optional.of(alice), List.of(bob)));

    delivery.onMessage(alice, push(0, 2), ctx);

    assertEquals(
        List.of(
            new Sent(bob, aged(push(0, 3), ROUND_TRIP / 2)),
            new Emitted(new Delivered(dora, 0, payload(0), 2))),
        ctx.effects().subList(1, 3));
  }

  @Test
  void pushesToTheWholeBackboneWhenNoTreeConnectsItWithTheSource() {
    delivery.onMessage(alice, push(0, 2), ctx);

    assertEquals(List.of(bob, carol), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void deliversOnceAndHasTheSecondPusherPruned() {
    delivery.onMessage(alice, push(0, 2), ctx);
    ctx.clear();

    delivery.onMessage(bob, push(0, 2), ctx);

    assertEquals(List.of(new Sent(bob, new Prune(stream))), ctx.effects());
    assertEquals(1, delivery.counters().duplicates());
  }

  @Test
  void aPrunedNeighborIsPushedNoMoreUntilTheTreeChanges() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(bob, new Prune(stream), ctx);
    ctx.clear();

    delivery.onMessage(alice, push(1, 2), ctx);
    assertEquals(List.of(carol), ctx.sent().stream().map(Sent::to).toList());
    ctx.clear();

    trees.routes.put(dora, new Route(Optional.of(alice), List.of(bob)));
    delivery.onMessage(alice, push(2, 2), ctx);

    assertEquals(List.of(bob), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void ofTwoPushersThatCrossOnlyOneIsPruned() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(bob, push(0, 2), ctx);
    delivery.onMessage(bob, push(1, 2), ctx); // On its way when the prune was sent.
    ctx.clear();

    delivery.onMessage(alice, push(1, 2), ctx);

    assertEquals(List.of(), ctx.sent());
  }

  @Test
  void deliversInOrderWhateverTheOrderOfArrival() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(alice, push(2, 2), ctx);
    delivery.onMessage(bob, push(3, 2), ctx);
    assertEquals(List.of(0L), delivered());

    delivery.onMessage(carol, push(1, 2), ctx);

    assertEquals(List.of(0L, 1L, 2L, 3L), delivered());
  }

  @Test
  void pullsAGapFromWhoPushedWhatFollowed() {
    delivery.onMessage(alice, push(0, 2), ctx);
    ctx.clear();
    delivery.onMessage(alice, push(2, 2), ctx);
    assertEquals(1, ctx.effects(Scheduled.class).size()); // Not yet: it may still be on its way.
    assertEquals(
        Duration.ofMillis(2 * ROUND_TRIP + 1), ctx.effects(Scheduled.class).get(0).delay());
    ctx.clear();

    repairAfter(Duration.ofMillis(2 * ROUND_TRIP + 1));

    assertEquals(
        List.of(new Sent(alice, new Pull(stream, 1, 1, Integer.MAX_VALUE, false))), ctx.sent());
  }

  @Test
  void pullsWhatADigestOffersAndGraftsTheTreeTheSecondTime() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 0, 2, 0b10, 50)), ctx);
    ctx.clear();
    repairAfter(Duration.ofMillis(100));
    assertEquals(
        List.of(new Sent(bob, new Pull(stream, 1, 0b1001, Integer.MAX_VALUE, false))), ctx.sent());

    delivery.onMessage(bob, repaired(push(1, 2)), ctx);
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 0, 3, 0, 50)), ctx);
    ctx.clear();
    repairAfter(Duration.ofMillis(200));

    assertEquals(
        List.of(new Sent(bob, new Pull(stream, 2, 1, Integer.MAX_VALUE, true))), ctx.sent());
  }

  @Test
  void repeatsAPullUntilItIsAnswered() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 0, 2, 0, 50)), ctx);
    repairAfter(Duration.ofMillis(100));
    ctx.clear();

    repairAfter(Duration.ofMillis(100));
    assertEquals(List.of(), ctx.sent());
    repairAfter(CONFIG.retry());
    assertEquals(
        List.of(new Sent(bob, new Pull(stream, 1, 1, Integer.MAX_VALUE, false))), ctx.sent());

    delivery.onMessage(bob, repaired(push(1, 2)), ctx);
    ctx.clear();
    repairAfter(CONFIG.retry());

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void answersAPullAndPushesToWhoGrafts() {
    trees.routes.put(dora, new Route(Optional.of(alice), List.of()));
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(alice, push(1, 2), ctx);
    ctx.clear();

    delivery.onMessage(bob, new Pull(stream, 0, 0b110, 1_000, true), ctx);
    assertEquals(List.of(new Sent(bob, aged(repaired(push(1, 3)), ROUND_TRIP / 2))), ctx.effects());
    ctx.clear();

    delivery.onMessage(alice, push(2, 2), ctx);
    assertEquals(List.of(bob), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void answersNoPullOfWhatIsOlderThanAskedFor() {
    delivery.onMessage(alice, push(0, 2), ctx);
    ctx.advance(Duration.ofMillis(500));
    ctx.clear();

    delivery.onMessage(bob, new Pull(stream, 0, 1, 500, false), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void tellsThreeNeighborsAtATimeAndThoseOnlyThatMayLackSomething() {
    links.up(peer(8), ROUND_TRIP).up(peer(9), ROUND_TRIP);
    trees.routes.put(dora, new Route(Optional.of(alice), List.of()));
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 0, 1, 0, 10)), ctx);
    assertEquals(
        List.of(new Scheduled(CONFIG.digest(), new Digests.Due())),
        ctx.effects(Scheduled.class).stream()
            .filter(scheduled -> scheduled.timer() instanceof Digests.Due)
            .toList());
    ctx.clear();

    delivery.onTimer(new Digests.Due(), ctx);

    Digest digest = digest(new Holdings(stream, 0, 0, 1, 0, ROUND_TRIP / 2));
    assertEquals(3, ctx.sent().size());
    for (PeerId told : List.of(carol, peer(8), peer(9))) {
      assertTrue(ctx.sent().contains(new Sent(told, digest)));
    }
    ctx.clear();

    delivery.onTimer(new Digests.Due(), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aNewNeighborIsToldWhatIsKept() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onTimer(new Digests.Due(), ctx);
    links.up(peer(8), ROUND_TRIP);
    ctx.clear();

    delivery.onNeighborUp(peer(8), ctx);
    delivery.onTimer(new Digests.Due(), ctx);

    assertEquals(List.of(peer(8)), ctx.sent().stream().map(Sent::to).toList());
  }

  @Test
  void theFirstBroadcastOfASourceIsPulledLikeAnyOther() {
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 0, 1, 0, 50)), ctx);
    ctx.clear();

    repairAfter(Duration.ofMillis(100));

    Pull pull = (Pull) ctx.sent().get(0).message();
    assertEquals(0, pull.first());
    assertEquals(1, pull.bitmap());

    delivery.onMessage(bob, repaired(push(0, 2)), ctx);
    assertEquals(List.of(0L), delivered());
  }

  @Test
  void waitsForPredecessorsThatWereSentSinceWeCame() {
    delivery.onMessage(alice, push(5, 2), ctx); // 4 was sent a second before.
    assertEquals(List.of(), delivered());

    delivery.onMessage(bob, repaired(since(push(4, 2), 3_600_000)), ctx);

    assertEquals(List.of(4L, 5L), delivered());
  }

  @Test
  void aNewcomerStartsWithWhatWasSentSinceItCame() {
    delivery.onMessage(alice, since(push(5, 2), 70_000), ctx);

    assertEquals(List.of(5L), delivered());
    assertEquals(0, delivery.counters().givenUp());
  }

  @Test
  void aNewcomerRelaysButDoesNotDeliverWhatWasSentBeforeItCame() {
    Delivery newcomer = newcomer();

    newcomer.onMessage(alice, aged(push(5, 2), 5_000), ctx);
    assertEquals(List.of(bob, carol), ctx.sent().stream().map(Sent::to).toList());
    assertEquals(List.of(), ctx.emitted());
    assertEquals(1, newcomer.counters().early());

    newcomer.onMessage(alice, push(6, 2), ctx);
    assertEquals(List.of(6L), delivered());
  }

  @Test
  void aNewcomerAsksForNothingThatIsAllOlderThanItself() {
    Delivery newcomer = newcomer();

    newcomer.onMessage(bob, digest(new Holdings(stream, 0, 0, 9, 0, 5_000)), ctx);
    assertEquals(List.of(), ctx.sent());

    newcomer.onMessage(alice, since(push(9, 2), 5_000), ctx);
    assertEquals(List.of(9L), delivered());
  }

  @Test
  void givesUpWhatNobodyOffersAndGoesOn() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(alice, push(3, 2), ctx);

    repairAfter(CONFIG.giveUp().minusMillis(1));
    assertEquals(List.of(0L), delivered());
    repairAfter(Duration.ofMillis(1));

    assertEquals(List.of(0L, 3L), delivered());
    assertEquals(2, delivery.counters().givenUp());
  }

  @Test
  void givesUpAtOnceWhatANeighborHadAndNobodyKeeps() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(alice, push(300, 2), ctx);
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 300, 301, 0, 50)), ctx);

    repairAfter(Duration.ofMillis(100));

    assertEquals(List.of(0L, 300L), delivered());
  }

  @Test
  void doesNotWaitForEverForWhatIsOfferedAndNeverSent() {
    delivery.onMessage(alice, push(0, 2), ctx);
    delivery.onMessage(alice, push(2, 2), ctx);
    delivery.onMessage(bob, digest(new Holdings(stream, 0, 0, 3, 0, 50)), ctx);

    repairAfter(CONFIG.giveUp());
    assertEquals(List.of(0L), delivered());
    repairAfter(CONFIG.giveUp());

    assertEquals(List.of(0L, 2L), delivered());
  }

  @Test
  void givesUpWhatIsFurtherBehindThanTheWindow() {
    delivery.onMessage(alice, push(0, 2), ctx);

    delivery.onMessage(alice, push(CONFIG.window() + 2, 2), ctx);

    assertEquals(List.of(0L, CONFIG.window() + 2L), delivered());
  }

  @Test
  void deliversWhatWaitsBeforeItHasToDropIt() {
    DeliveryConfig small =
        new DeliveryConfig(
            CONFIG.digest(),
            3,
            CONFIG.gapDelay(),
            CONFIG.retry(),
            CONFIG.giveUp(),
            CONFIG.retention(),
            2,
            CONFIG.keptBytesMax(),
            CONFIG.window(),
            CONFIG.streamsMax(),
            CONFIG.streamIdle());
    Delivery tight = new Delivery(small, trees, backbone, links);
    tight.start(ctx);
    tight.onNeighborUp(alice, ctx);
    ctx.clear();
    tight.onMessage(alice, push(0, 2), ctx);
    tight.onMessage(alice, push(2, 2), ctx);
    tight.onMessage(alice, push(4, 2), ctx);

    tight.onMessage(alice, push(6, 2), ctx);

    assertEquals(List.of(0L, 2L), delivered());
    assertEquals(1, tight.counters().givenUp());
  }

  @Test
  void keepsNothingForLongerThanRetention() {
    delivery.onMessage(alice, push(0, 2), ctx);
    ctx.advance(CONFIG.retention().plusMillis(1));
    delivery.onTimer(new Delivery.SweepDue(), ctx);
    ctx.clear();

    delivery.onMessage(bob, new Pull(stream, 0, 1, Integer.MAX_VALUE, false), ctx);
    delivery.onMessage(bob, push(0, 2), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(1, delivery.counters().duplicates());
  }

  @Test
  void anotherLifeOfASourceIsAnotherStream() {
    delivery.onMessage(alice, push(0, 2), ctx);
    Push reborn = new Push(new StreamId(dora, 8), 0, 2, 0, 0, false, Bytes.utf8("again"));

    delivery.onMessage(alice, reborn, ctx);

    assertEquals(List.of(0L, 0L), delivered());
  }

  @Test
  void whatAFormerLifeOfOursSentIsNotDelivered() {
    StreamId former = new StreamId(self, 12345);

    delivery.onMessage(alice, new Push(former, 0, 2, 0, 0, false, payload(0)), ctx);
    delivery.onMessage(alice, digest(new Holdings(former, 0, 0, 1, 0, 5)), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void remembersNoMoreStreamsThanItMay() {
    for (int life = 0; life < CONFIG.streamsMax() + 10; life++) {
      ctx.advance(Duration.ofMillis(1));
      StreamId id = new StreamId(dora, life);
      delivery.onMessage(alice, new Push(id, 0, 2, 0, 0, false, payload(0)), ctx);
    }
    ctx.clear();

    delivery.onMessage(alice, new Pull(new StreamId(dora, 0), 0, 1, Integer.MAX_VALUE, false), ctx);
    assertEquals(List.of(), ctx.effects());
    delivery.onMessage(
        alice, new Pull(new StreamId(dora, 99), 0, 1, Integer.MAX_VALUE, false), ctx);
    assertEquals(1, ctx.sent().size());
  }

  @Test
  void refusesAPayloadThatNoFrameHolds() {
    Bytes tooLarge = Bytes.wrap(new byte[Broadcast.PAYLOAD_BYTES_MAX + 1]);

    assertThrows(IllegalArgumentException.class, () -> delivery.broadcast(tooLarge));
    assertThrows(
        IllegalArgumentException.class, () -> new Push(stream, 0, 1, 0, 0, false, tooLarge));
  }

  @Test
  void messagesKeepTheirLimits() {
    assertThrows(
        IllegalArgumentException.class, () -> new Push(stream, -1, 1, 0, 0, false, payload(0)));
    assertThrows(
        IllegalArgumentException.class, () -> new Push(stream, 0, 0, 0, 0, false, payload(0)));
    assertThrows(IllegalArgumentException.class, () -> new Holdings(stream, 2, 1, 3, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Holdings(stream, 0, 4, 3, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Digest(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Pull(stream, 0, 1, -1, false));
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
            digest(new Holdings(stream, 0, 0, 1, 0, 5)),
            new Pull(stream, 0, 1, 5, false),
            new Prune(stream));

    all.forEach(message -> delivery.onMessage(alice, message, ctx));

    for (Class<?> type : DeliveryMessage.class.getPermittedSubclasses()) {
      assertTrue(DeliveryMessage.TABLE.types().contains(type), type.getName());
      assertTrue(all.stream().anyMatch(type::isInstance), type.getName());
    }
  }

  @Test
  void whatAFormerNeighborSaidIsIgnored() {
    links.down(alice);
    delivery.onNeighborDown(alice, Cause.SILENT, ctx);

    delivery.onMessage(alice, push(0, 2), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  /** A peer that comes just now. */
  private Delivery newcomer() {
    Delivery newcomer = new Delivery(CONFIG, trees, backbone, links);
    newcomer.start(ctx);
    newcomer.onNeighborUp(bob, ctx);
    ctx.clear();
    return newcomer;
  }

  private void repairAfter(Duration time) {
    ctx.advance(time);
    delivery.onTimer(new Repairs.Due(), ctx);
  }

  /** The numbers of all that was handed to the application since the last clear. */
  private List<Long> delivered() {
    return ctx.emitted().stream().map(event -> ((Delivered) event).sequence()).toList();
  }

  private Bytes payload(long sequence) {
    return Bytes.utf8("broadcast " + sequence);
  }

  /** A broadcast of Dora's, sent just now, a second after the one before it. */
  private Push push(long sequence, int hop) {
    return new Push(stream, sequence, hop, 0, 1_000, false, payload(sequence));
  }

  private static Push since(Push push, int millis) {
    return new Push(
        push.stream(), push.sequence(), push.hop(), 0, millis, push.repair(), push.payload());
  }

  private static Push aged(Push push, int millis) {
    return new Push(
        push.stream(),
        push.sequence(),
        push.hop(),
        millis,
        push.sincePreviousMillis(),
        push.repair(),
        push.payload());
  }

  private static Push repaired(Push push) {
    return new Push(
        push.stream(),
        push.sequence(),
        push.hop(),
        push.ageMillis(),
        push.sincePreviousMillis(),
        true,
        push.payload());
  }

  private static Digest digest(Holdings... holdings) {
    return new Digest(List.of(holdings));
  }
}
