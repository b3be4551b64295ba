package org.arcmesh.broadcast.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Notary;

/**
 * Broadcasts of our own on their way into sealed parcels.
 *
 * <p>While a signature is made, what is broadcast waits; so one signature is for all that came
 * meanwhile, and a peer signs as often as it can, not as often as it broadcasts.
 */
final class Outbox {
  private final ApplicationKey application;
  private final Notary notary;
  private final long stream;
  private final BiConsumer<Parcel, Bytes> sealed;
  private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();

  /** Bytes of the first of them that are in parcels already. */
  private int taken;

  private List<Parcel> signing = List.of();
  private Seal.Batch batch;
  private long sequence;
  private long number;
  private long packedAt;
  private long jobs;

  /**
   * @param stream key of our stream
   * @param sealed takes each parcel with its seal, in order
   */
  Outbox(ApplicationKey application, Notary notary, long stream, BiConsumer<Parcel, Bytes> sealed) {
    this.application = application;
    this.notary = notary;
    this.stream = stream;
    this.sealed = sealed;
  }

  void add(Bytes payload, long now) {
    waiting.add(payload);
    pack(now);
  }

  /** Signs what waits, unless a signature is being made. */
  private void pack(long now) {
    while (signing.isEmpty() && !waiting.isEmpty()) {
      List<Parcel> parcels = new ArrayList<>();
      while (!waiting.isEmpty() && parcels.size() < Seal.PARCELS_MAX) {
        parcels.add(nextParcel(now));
      }
      signing = parcels;
      batch = new Seal.Batch(application, parcels.stream().map(Parcel::bytes).toList());
      Optional<Bytes> signature = notary.sign(jobs++, batch);
      if (signature.isPresent()) {
        finish(signature.get());
      }
    }
  }

  /** The signature that we waited for is there. */
  void onSigned(Bytes signature, long now) {
    finish(signature);
    pack(now);
  }

  private void finish(Bytes signature) {
    List<Parcel> parcels = signing;
    signing = List.of();
    for (int place = 0; place < parcels.size(); place++) {
      sealed.accept(parcels.get(place), batch.seal(place, signature));
    }
  }

  private Parcel nextParcel(long now) {
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
      together.add(payload);
      size += payload.size();
    } while (!waiting.isEmpty()
        && size + waiting.peek().size() <= Parcel.SHARED_BYTES
        && together.size() < Parcel.MESSAGES_MAX);
    Parcel parcel = Parcel.of(stream, own, number, since, together);
    number += together.size();
    return parcel;
  }

  private Parcel nextPiece(long own, int since) {
    Bytes whole = waiting.peek();
    int from = taken;
    taken = Math.min(whole.size(), from + Parcel.PIECE_BYTES);
    Bytes piece = whole.slice(from, taken);
    Parcel parcel =
        from == 0
            ? Parcel.first(stream, own, number, since, whole.size(), checksum(whole), piece)
            : Parcel.next(stream, own, number, since, piece);
    if (taken == whole.size()) {
      waiting.remove();
      taken = 0;
      number++;
    }
    return parcel;
  }

  private static int checksum(Bytes whole) {
    CRC32C crc = new CRC32C();
    crc.update(whole.toBuffer());
    return (int) crc.getValue();
  }
}
