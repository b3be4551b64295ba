package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.APPLICATION;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.CAROL;
import static org.arcmesh.broadcast.delivery.Crossroads.CONFIG;
import static org.arcmesh.broadcast.delivery.Crossroads.DORA;
import static org.arcmesh.broadcast.delivery.Crossroads.SELF;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.arcmesh.broadcast.delivery.Crossroads.digest;
import static org.arcmesh.broadcast.delivery.Crossroads.payload;
import static org.arcmesh.broadcast.delivery.Crossroads.push;
import static org.arcmesh.broadcast.delivery.Crossroads.sealed;
import static org.arcmesh.broadcast.delivery.Crossroads.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Unknown;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Notary;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Signable;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.arcmesh.wire.Wire;
import org.junit.jupiter.api.Test;

/** What delivery does with parcels that are not what they say. */
class AuthenticityTest {
  private final Crossroads here = new Crossroads();
  private final ScriptedContext ctx = here.ctx;
  private final Delivery delivery = here.delivery;

  /** Answers when it is told to. */
  private static final class Slow implements Notary {
    private final Identity identity;
    private final List<Checked> checks = new ArrayList<>();
    private final List<Signed> signatures = new ArrayList<>();

    Slow(Identity identity) {
      this.identity = identity;
    }

    @Override
    public Bytes publicKey() {
      return identity.publicKey();
    }

    @Override
    public boolean isOf(PeerId id, Bytes publicKey) {
      return identity.isOf(id, publicKey);
    }

    @Override
    public Optional<Bytes> sign(long job, Signable content) {
      signatures.add(new Signed(job, identity.sign(content)));
      return Optional.empty();
    }

    @Override
    public Optional<Boolean> check(long job, Bytes publicKey, Signable content, Bytes signature) {
      checks.add(new Checked(job, identity.isSignedBy(publicKey, content, signature)));
      return Optional.empty();
    }
  }

  @Test
  void aForgedParcelIsNeitherDeliveredNorPassedOn() {
    Parcel parcel = Parcel.of(STREAM, 0, 0, 0, List.of(payload(0)));

    delivery.onMessage(ALICE, sealed(ALICE, parcel, 2), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(1, delivery.counters().forged());

    delivery.onMessage(BOB, push(0, 2), ctx); // The genuine one is none the worse for it.
    assertEquals(List.of(0L), here.delivered());
  }

  @Test
  void anAlteredParcelIsNeitherDeliveredNorPassedOn() {
    Push genuine = push(0, 2);
    byte[] altered = genuine.parcel().toArray();
    altered[altered.length - 1] ^= 1;

    delivery.onMessage(ALICE, new Push(2, 0, false, genuine.seal(), Bytes.wrap(altered), 0), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(1, delivery.counters().forged());
  }

  @Test
  void aParcelOfAnotherApplicationIsForgedHere() {
    Parcel parcel = Parcel.of(STREAM, 0, 0, 0, List.of(payload(0)));
    Seal.Batch elsewhere =
        new Seal.Batch(ApplicationKey.ofName("elsewhere"), List.of(parcel.bytes()));
    Bytes seal = new Crossroads.Person(DORA).sign(elsewhere);

    delivery.onMessage(ALICE, new Push(2, 0, false, seal, parcel.bytes(), 0), ctx);

    assertEquals(1, delivery.counters().forged());
  }

  @Test
  void aReplayIsDroppedWithoutACheck() {
    Slow notary = new Slow(new Crossroads.Person(SELF));
    Delivery slow = here.begin(here.at(CONFIG, notary));
    slow.onMessage(ALICE, push(0, 2), ctx);
    slow.onMessage(SELF, notary.checks.get(0), ctx);
    ctx.clear();

    slow.onMessage(ALICE, push(0, 2), ctx);

    assertEquals(1, notary.checks.size());
    assertEquals(List.of(), ctx.effects());
    assertEquals(1, slow.counters().duplicates());
  }

  @Test
  void nothingIsPassedOnBeforeItIsChecked() {
    Slow notary = new Slow(new Crossroads.Person(SELF));
    Delivery slow = here.begin(here.at(CONFIG, notary));

    slow.onMessage(ALICE, push(0, 2), ctx);
    slow.onMessage(BOB, push(0, 2), ctx); // The same once more: one check will do.
    assertEquals(List.of(), ctx.effects());
    assertEquals(1, notary.checks.size());
    slow.onMessage(SELF, notary.checks.get(0), ctx);

    assertEquals(List.of(BOB, CAROL), here.addressed());
    assertEquals(List.of(0L), here.delivered());
  }

  @Test
  void aForgeryThatComesFirstDoesNotKeepTheGenuineOneOut() {
    Slow notary = new Slow(new Crossroads.Person(SELF));
    Delivery slow = here.begin(here.at(CONFIG, notary));
    Parcel other = Parcel.of(STREAM, 0, 0, 0, List.of(Bytes.utf8("a lie")));

    slow.onMessage(ALICE, sealed(ALICE, other, 2), ctx);
    slow.onMessage(BOB, push(0, 2), ctx);
    notary.checks.forEach(checked -> slow.onMessage(SELF, checked, ctx));

    assertEquals(List.of(0L), here.delivered());
    assertEquals(1, slow.counters().forged());
  }

  @Test
  void noMoreWaitsToBeCheckedThanThereIsRoomFor() {
    Slow notary = new Slow(new Crossroads.Person(SELF));
    Delivery slow = here.begin(here.at(CONFIG, notary));
    Bytes large = Bytes.wrap(new byte[60_000]);
    int count = CONFIG.checkedBytesMax() / 60_000 + 10;

    for (int i = 0; i < count; i++) {
      Parcel parcel = Parcel.of(STREAM, i, i, 0, List.of(large));
      slow.onMessage(ALICE, sealed(DORA, parcel, 2), ctx);
    }

    assertTrue(slow.counters().crowded() >= 10);
    assertEquals(count, slow.counters().crowded() + notary.checks.size());
  }

  @Test
  void aSourceIsBelievedOnlyIfItsIdFollowsFromItsKey() {
    Bytes foreign = new Crossroads.Person(ALICE).publicKey();

    delivery.onMessage(ALICE, new Source(CAROL, 1, foreign), ctx);

    assertEquals(1, delivery.counters().forged());
  }

  @Test
  void asksWhoseAStreamIsAndTellsWhoAsks() {
    Source source = source(CAROL, 9);
    Push push = push(source, 0, 2, 0);

    delivery.onMessage(ALICE, push, ctx);
    assertEquals(List.of(new Sent(ALICE, new Unknown(source.stream().key()))), ctx.effects());
    assertEquals(1, delivery.counters().unknown());
    long key = source.stream().key();
    ctx.clear();
    delivery.onMessage(ALICE, digest(new Holdings(key, 0, 0, 1, 0, 5)), ctx);
    assertEquals(List.of(new Sent(ALICE, new Unknown(key))), ctx.effects());

    delivery.onMessage(ALICE, source, ctx);
    delivery.onMessage(ALICE, push, ctx);
    assertEquals(List.of(0L), here.delivered());
    ctx.clear();
    delivery.onMessage(BOB, new Unknown(key), ctx);
    assertEquals(List.of(new Sent(BOB, source)), ctx.sent());
  }

  @Test
  void remembersNoMoreClaimedSourcesThanItMay() {
    for (int life = 0; life <= Sources.SOURCES_MAX; life++) {
      delivery.onMessage(ALICE, source(CAROL, life), ctx);
    }

    delivery.onMessage(ALICE, push(source(CAROL, 0), 0, 2, 0), ctx);
    delivery.onMessage(ALICE, push(source(CAROL, 1), 0, 2, 0), ctx);

    assertEquals(1, delivery.counters().unknown());
    assertEquals(List.of(0L), here.delivered());
  }

  @Test
  void whatIsBroadcastWhileASignatureIsMadeAndShortlyAfterSharesTheNextOne() {
    Slow notary = new Slow(new Crossroads.Person(SELF));
    Delivery slow = here.begin(here.at(CONFIG, notary));
    broadcast(slow, 300);
    assertEquals(List.of(), ctx.sent());
    assertEquals(1, notary.signatures.size());
    slow.onMessage(SELF, notary.signatures.get(0), ctx);
    assertEquals(3, here.said().size()); // One parcel to three neighbors.
    broadcast(slow, 100);
    assertEquals(1, notary.signatures.size());
    assertEquals(List.of(Duration.ofMillis(3)), pauses());
    ctx.clear();
    ctx.advance(Duration.ofMillis(3));
    slow.onTimer(new Origin.PackDue(), ctx);
    assertEquals(2, notary.signatures.size());

    slow.onMessage(SELF, notary.signatures.get(1), ctx);

    assertEquals(2, notary.signatures.size());
    List<Push> pushes =
        here.said().stream()
            .filter(sent -> sent.to().equals(ALICE))
            .map(sent -> (Push) sent.message())
            .toList();
    assertEquals(399, pushes.stream().mapToInt(push -> count(push)).sum());
    assertEquals(3, pushes.size());
    for (Push push : pushes) {
      assertTrue(isSealedBy(new Crossroads.Person(SELF), push.parcel(), push.seal()));
    }
  }

  private static void broadcast(Delivery from, int count) {
    for (int i = 0; i < count; i++) {
      from.broadcast(Bytes.wrap(new byte[100]));
    }
  }

  private List<Duration> pauses() {
    return ctx.effects(Scheduled.class).stream()
        .filter(later -> later.timer() instanceof Origin.PackDue)
        .map(Scheduled::delay)
        .toList();
  }

  private static int count(Push push) {
    return Parcel.read(push.parcel()).payloads().size();
  }

  private static boolean isSealedBy(Identity origin, Bytes parcel, Bytes seal) {
    return origin.isSignedBy(
        origin.publicKey(), Seal.covered(APPLICATION, parcel, seal), Seal.signature(seal));
  }

  @Test
  void aSealOfSeveralParcelsHoldsForEachInItsPlaceOnly() {
    Ed25519Identity origin = Ed25519Identity.generate();
    for (int count = 1; count <= Seal.PARCELS_MAX; count++) {
      List<Bytes> parcels = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parcels.add(Parcel.of(STREAM, i, i, 0, List.of(payload(i))).bytes());
      }
      Seal.Batch batch = new Seal.Batch(APPLICATION, parcels);
      Bytes signature = origin.sign(batch);

      for (int i = 0; i < count; i++) {
        Bytes seal = batch.seal(i, signature);
        Seal.require(seal);
        assertTrue(isSealedBy(origin, parcels.get(i), seal), i + " of " + count);
        if (count > 1) {
          assertFalse(isSealedBy(origin, parcels.get((i + 1) % count), seal));
        }
      }
    }
  }

  @Test
  void aHeaderHasAtMost24BytesWhateverTheNumberOfPeers() {
    Wire wire = new Wire(List.of(DeliveryMessage.TABLE));
    Bytes payload = Bytes.wrap(new byte[100]);
    for (long sequence : new long[] {0, 100, 10_000, 2_000_000}) {
      Parcel parcel = Parcel.of(STREAM, sequence, sequence, 2_000, List.of(payload));
      Push sealed = sealed(DORA, parcel, 20);
      Push push = new Push(20, 250, false, sealed.seal(), sealed.parcel(), 20);

      int header = wire.encode(push).length - push.sealBytes() - payload.size();

      assertTrue(header <= 24, header + " bytes");
    }
  }
}
