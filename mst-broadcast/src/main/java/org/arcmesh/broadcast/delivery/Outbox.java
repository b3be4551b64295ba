package org.arcmesh.broadcast.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Notary;

/**
 * Broadcasts of our own on their way into sealed parcels.
 *
 * <p>While a signature is made, and for a moment after, what is broadcast waits; so one signature
 * is for all that came meanwhile. Whoever receives a signature works longer at it than who made it:
 * a peer that signed as often as it can would keep a processor of everybody busy.
 */
final class Outbox {
  /** Guess: what a broadcast takes beside its payload while it waits. */
  private static final int MESSAGE_BYTES = 64;

  /**
   * Guess: checks of one source then take a tenth of a processor, and nobody notices the delay
   * among round trips.
   */
  private static final long PAUSE_MILLIS = 3;

  /** What is worth a signature at once. */
  private static final int FULL_BYTES = 1 << 18;

  /** Where more is ready than this, what waits is better gathered into larger parcels. */
  private static final int READY_MAX = 64;

  private final ApplicationKey application;
  private final Notary notary;
  private final long stream;
  private final Causality causality;
  private final ArrayDeque<Sealed> ready = new ArrayDeque<>();
  private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();

  /** Bytes of the first of them that are in parcels already. */
  private int taken;

  private List<Packed> signing = List.of();
  private Seal.Batch batch;
  private long waitingBytes;
  private long pausesUntil = Long.MIN_VALUE;
  private long sequence;
  private long number;
  private long packedAt;
  private long jobs;
  private long weight;

  /**
   * A parcel of ours.
   *
   * @param weight what it takes of the room for what has not gone
   * @param done the number of the first broadcast that is not wholly in it or in one before it
   */
  private record Packed(Parcel parcel, long weight, long done) {}

  /** One that may go. */
  record Sealed(Parcel parcel, Bytes seal, long weight, long done) {}

  /**
   * @param stream key of our stream
   * @param causality says what each parcel depends on
   */
  Outbox(ApplicationKey application, Notary notary, long stream, Causality causality) {
    this.application = application;
    this.notary = notary;
    this.stream = stream;
    this.causality = causality;
  }

  /** How much has been broadcast and has not gone, in bytes, with some for each broadcast. */
  long weight() {
    return weight;
  }

  void add(Bytes payload, long now) {
    waiting.add(payload);
    waitingBytes += payload.size();
    weight += payload.size() + MESSAGE_BYTES;
    pack(now);
  }

  /** The next parcel to go, or null. */
  Sealed peek() {
    return ready.peek();
  }

  /** It has gone. */
  void remove(long now) {
    weight -= ready.remove().weight();
    pack(now);
  }

  /** In how long what waits for nothing else should be {@linkplain #pack packed}, or -1. */
  long pauseMillis(long now) {
    // Perhaps the pause has ended since it was last tried.
    return mayPack() ? Math.max(1, pausesUntil - now) : -1;
  }

  private boolean mayPack() {
    return signing.isEmpty() && !waiting.isEmpty() && ready.size() < READY_MAX;
  }

  private boolean isPause(long now) {
    return now < pausesUntil && waitingBytes < FULL_BYTES;
  }

  /** Signs what waits, unless a signature is being made, has just been, or enough is ready. */
  void pack(long now) {
    while (mayPack() && !isPause(now)) {
      List<Packed> packed = new ArrayList<>();
      while (!waiting.isEmpty() && packed.size() < Seal.PARCELS_MAX) {
        packed.add(nextParcel(now));
      }
      signing = packed;
      batch = new Seal.Batch(application, packed.stream().map(p -> p.parcel().bytes()).toList());
      notary.sign(jobs++, batch).ifPresent(this::finish);
    }
  }

  /** The signature that we waited for is there. */
  void onSigned(Bytes signature, long now) {
    finish(signature);
    pausesUntil = now + PAUSE_MILLIS;
    pack(now);
  }

  private void finish(Bytes signature) {
    List<Packed> signed = signing;
    signing = List.of();
    for (int place = 0; place < signed.size(); place++) {
      Packed one = signed.get(place);
      Bytes seal = batch.seal(place, signature);
      ready.add(new Sealed(one.parcel(), seal, one.weight(), one.done()));
    }
  }

  private Packed nextParcel(long now) {
    int since = sequence == 0 ? 0 : DeliveryMessage.millis(now - packedAt);
    packedAt = now;
    long own = sequence++;
    if (waiting.peek().size() > Parcel.PIECE_BYTES) {
      return nextPiece(own, since);
    }
    List<Bytes> together = new ArrayList<>();
    int size = 0;
    do {
      Bytes payload = waiting.remove();
      waitingBytes -= payload.size();
      together.add(payload);
      size += payload.size();
    } while (!waiting.isEmpty()
        && size + waiting.peek().size() <= Parcel.SHARED_BYTES
        && together.size() < Parcel.MESSAGES_MAX);
    List<Parcel.Head> causes = causality.next(stream, own);
    Parcel parcel = Parcel.of(stream, own, number, since, causes, together);
    number += together.size();
    return new Packed(parcel, size + (long) MESSAGE_BYTES * together.size(), number);
  }

  private Packed nextPiece(long own, int since) {
    Bytes whole = waiting.peek();
    int from = taken;
    taken = Math.min(whole.size(), from + Parcel.PIECE_BYTES);
    Bytes piece = whole.slice(from, taken);
    Parcel parcel = from == 0 ? first(own, since, whole, piece) : next(own, since, piece);
    int extra = 0;
    if (taken == whole.size()) {
      waitingBytes -= waiting.remove().size();
      taken = 0;
      number++;
      extra = MESSAGE_BYTES;
    }
    return new Packed(parcel, piece.size() + extra, number);
  }

  private Parcel first(long own, int since, Bytes whole, Bytes piece) {
    List<Parcel.Head> causes = causality.next(stream, own);
    return Parcel.first(stream, own, number, since, causes, whole.size(), checksum(whole), piece);
  }

  private Parcel next(long own, int since, Bytes piece) {
    causality.nextPiece(stream, own);
    return Parcel.next(stream, own, number, since, piece);
  }

  private static int checksum(Bytes whole) {
    CRC32C crc = new CRC32C();
    crc.update(whole.toBuffer());
    return (int) crc.getValue();
  }
}
