package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.DORA;
import static org.arcmesh.broadcast.delivery.Crossroads.SELF;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Mark;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Reached;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** What delivery does when links do not take what it has. */
class LanesTest {
  private static final Bytes LARGE = Bytes.wrap(new byte[50_000]);

  private final Crossroads here = new Crossroads();
  private final ScriptedContext ctx = here.ctx;
  private final Delivery delivery = here.delivery;
  private final List<Long> accepted = new ArrayList<>();

  LanesTest() {
    here.trees.routes.put(SELF, new Route(Optional.empty(), List.of(ALICE, BOB), Optional.empty()));
    delivery.onAccepted(accepted::add);
  }

  private long pushesTo(PeerId neighbor) {
    return here.said().stream()
        .filter(sent -> sent.to().equals(neighbor) && sent.message() instanceof Push)
        .count();
  }

  /** A neighbor deals with everything that it was sent since the last clear. */
  private void reach(PeerId neighbor) {
    here.said().stream()
        .filter(sent -> sent.to().equals(neighbor) && sent.message() instanceof Mark)
        .mapToInt(sent -> ((Mark) sent.message()).number())
        .max()
        .ifPresent(number -> delivery.onMessage(neighbor, new Reached(number), ctx));
  }

  private void broadcast(int count) {
    for (int i = 0; i < count; i++) {
      delivery.broadcast(LARGE);
    }
  }

  @Test
  void aBroadcastIsAcceptedWhenItGoes() {
    broadcast(3);

    assertEquals(List.of(1L, 2L, 3L), accepted);
  }

  @Test
  void whatNoLinkTakesWaitsUntilOneDoes() {
    broadcast(40);
    long sent = pushesTo(ALICE);
    assertTrue(sent > 17 && sent < 25, "sent " + sent);
    assertEquals(sent, accepted.get(accepted.size() - 1));

    reach(ALICE);
    assertEquals(sent, pushesTo(ALICE)); // Bob is still full, and not yet slow.
    reach(BOB);

    assertTrue(pushesTo(ALICE) > sent);
    assertEquals(pushesTo(ALICE), pushesTo(BOB));
  }

  @Test
  void aSlowChildIsWaitedForOnlyForAWhile() {
    broadcast(40);
    long sent = pushesTo(ALICE);
    reach(ALICE);
    ctx.advance(Duration.ofMillis(Lanes.PATIENCE_MILLIS));
    delivery.onTimer(new Origin.ResumeDue(), ctx);

    assertTrue(pushesTo(ALICE) > sent);
    assertEquals(sent, pushesTo(BOB));
    assertTrue(delivery.counters().slowed() > 0);
    ctx.clear();

    delivery.onTimer(new Digests.Due(), ctx);
    assertTrue(
        here.said().stream()
            .anyMatch(
                told -> told.to().equals(BOB) && told.message() instanceof DeliveryMessage.Digest));
  }

  @Test
  void aChildThatSaysTheSameAgainAndAgainIsSlowAllTheSame() {
    broadcast(40);
    long sent = pushesTo(ALICE);
    for (int i = 0; i < 5; i++) {
      ctx.advance(Duration.ofMillis(Lanes.PATIENCE_MILLIS / 4));
      delivery.onMessage(BOB, new Reached(-1), ctx);
      reach(ALICE);
      delivery.onTimer(new Origin.ResumeDue(), ctx);
    }

    assertTrue(pushesTo(ALICE) > sent);
    assertEquals(sent, pushesTo(BOB));
  }

  @Test
  void aSourceRunsAheadOfItsOnlyChildByNoMoreThanWhatIsOnTheWay() {
    here.trees.routes.put(SELF, new Route(Optional.empty(), List.of(ALICE), Optional.empty()));
    broadcast(40);
    long sent = pushesTo(ALICE);

    for (int i = 0; i < 4; i++) {
      ctx.advance(Duration.ofSeconds(1));
      delivery.onTimer(new Origin.ResumeDue(), ctx);
    }

    assertEquals(sent, pushesTo(ALICE));
    assertEquals(sent, accepted.get(accepted.size() - 1));
    reach(ALICE);
    assertTrue(pushesTo(ALICE) > sent);
    assertEquals(0, delivery.counters().slowed());
  }

  /** Bob pushes so many parcels of Dora's, which we pass on to Alice. */
  private void relay(int first, int count) {
    here.trees.routes.put(DORA, new Route(Optional.of(BOB), List.of(ALICE), Optional.empty()));
    for (long sequence = first; sequence < first + count; sequence++) {
      Parcel parcel = Parcel.of(STREAM, sequence, sequence, 1, List.of(LARGE));
      delivery.onMessage(BOB, Crossroads.sealed(DORA, parcel, 1), ctx);
    }
  }

  private List<Long> relayedToAlice() {
    return here.said().stream()
        .filter(sent -> sent.to().equals(ALICE) && sent.message() instanceof Push)
        .map(sent -> Parcel.read(((Push) sent.message()).parcel()).sequence())
        .toList();
  }

  @Test
  void whatAChildHasNoRoomForItGetsInOrderAsSoonAsItHas() {
    relay(0, 30);
    int sent = relayedToAlice().size();
    assertTrue(sent > 17 && sent < 25, "sent " + sent);

    ctx.advance(Duration.ofMillis(20));
    reach(ALICE);

    assertEquals(LongStream.range(0, 30).boxed().toList(), relayedToAlice());
    assertEquals(0, delivery.counters().slowed());
  }

  @Test
  void whatIsPushedAgainWhileItWaitsGoesOnce() {
    Lanes lanes = new Lanes();

    assertTrue(lanes.defer(ALICE, new Lanes.Late(1, 7)));
    assertTrue(lanes.defer(ALICE, new Lanes.Late(1, 7)));

    assertEquals(List.of(new Lanes.Late(1, 7)), lanes.takeLate(ALICE));
    assertEquals(List.of(), lanes.takeLate(ALICE));
  }

  @Test
  void aRelayWaitsForAFullChildOnlyForAWhile() {
    relay(0, 30);
    ctx.advance(Duration.ofMillis(Lanes.PATIENCE_MILLIS));

    relay(30, 5);

    assertEquals(5, delivery.counters().slowed());
    reach(ALICE);
    assertEquals(30, relayedToAlice().size());
  }

  @Test
  void aRelayKeepsNoMoreBackThanItsBound() {
    relay(0, 300);

    assertEquals(300 - 256 - relayedToAlice().size(), delivery.counters().slowed());
  }

  @Test
  void aChildThatHasFoundItElsewhereDoesNotGetItTwice() {
    relay(0, 30);
    int sent = relayedToAlice().size();
    ctx.advance(Duration.ofMillis(20));
    delivery.onMessage(
        ALICE, Crossroads.digest(new Holdings(STREAM, 0, 0, 29, 0, 0)), ctx); // All but 29.

    reach(ALICE);

    assertEquals(sent + 1, relayedToAlice().size());
  }

  @Test
  void whileOthersWaitABroadcastLooksAtNoTree() {
    broadcast(40);
    int looks = here.trees.looks;

    broadcast(5);

    assertEquals(looks, here.trees.looks);
  }

  @Test
  void aNeighborThatNeverAnswersMarksStallsNobody() {
    here.trees.routes.put(SELF, new Route(Optional.empty(), List.of(ALICE), Optional.empty()));
    broadcast(40);
    assertTrue(accepted.get(accepted.size() - 1) < 40);

    ctx.advance(Duration.ofMillis(Lanes.SLOW_MILLIS));
    delivery.onTimer(new Origin.ResumeDue(), ctx);

    assertEquals(40, accepted.get(accepted.size() - 1));
    assertTrue(delivery.hasRoom());
  }

  @Test
  void whatWaitsToBeSentHasABound() {
    Bytes huge = Bytes.wrap(new byte[16 << 20]);
    assertThrows(
        IllegalStateException.class,
        () -> {
          for (int i = 0; i < 10; i++) {
            delivery.broadcast(huge);
          }
        });

    assertFalse(delivery.hasRoom());
  }

  @Test
  void aWindowShrinksWhileMarksTakeLongAndGrowsAgain() {
    Lanes lanes = new Lanes();
    Push push = Crossroads.sealed(SELF, Parcel.of(1, 0, 0, 0, List.of(LARGE)), 1);
    assertEquals(21, fill(lanes, push));

    ctx.advance(Duration.ofSeconds(1));
    lanes.onReached(ALICE, lastMark(), ctx.nowMillis());
    for (int round = 0; round < 5; round++) {
      fill(lanes, push);
      ctx.advance(Duration.ofSeconds(1));
      lanes.onReached(ALICE, lastMark(), ctx.nowMillis());
    }
    assertEquals(3, fill(lanes, push)); // The least there is.

    for (int round = 0; round < 10; round++) {
      ctx.advance(Duration.ofMillis(20));
      lanes.onReached(ALICE, lastMark(), ctx.nowMillis());
      fill(lanes, push);
    }
    ctx.advance(Duration.ofMillis(20));
    lanes.onReached(ALICE, lastMark(), ctx.nowMillis());
    int most = fill(lanes, push);
    assertTrue(most > 35 && most < 48, "most " + most);
  }

  private int fill(Lanes lanes, Push push) {
    int count = 0;
    for (; lanes.hasRoom(ALICE, 1); count++) {
      lanes.send(ALICE, 1, push, ctx);
    }
    return count;
  }

  private int lastMark() {
    List<Sent> marks = ctx.sent().stream().filter(sent -> sent.message() instanceof Mark).toList();
    return ((Mark) marks.get(marks.size() - 1).message()).number();
  }

  @Test
  void aMarkComesBackOnceEnoughIsChecked() {
    delivery.onMessage(ALICE, new Mark(7), ctx);

    assertEquals(List.of(new Sent(ALICE, new Reached(7))), ctx.effects());
  }

  @Test
  void loudSourcesLeaveRoomForAQuietOne() {
    Lanes lanes = new Lanes();
    Push push = Crossroads.sealed(SELF, Parcel.of(1, 0, 0, 0, List.of(LARGE)), 1);
    for (long loud = 1; loud <= 4; loud++) {
      while (lanes.hasRoom(ALICE, loud)) {
        lanes.send(ALICE, loud, push, ctx);
      }
    }

    assertTrue(lanes.hasRoom(ALICE, 5));
    lanes.onReached(ALICE, lastMark(), ctx.nowMillis());
    assertTrue(lanes.hasRoom(ALICE, 1));
  }
}
