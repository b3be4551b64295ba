package org.arcmesh.broadcast.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parcels have been delivered here and are not yet named by a later one: the heads. Whatever
 * we send after them depends on them, and through them on all that came before.
 */
final class Causality {
  private final boolean named;
  private final Streams streams;
  private final long giveUpMillis;
  private final Map<Long, Long> heads = new LinkedHashMap<>();

  /**
   * @param named whether our own parcels name their heads
   */
  Causality(boolean named, Streams streams, long giveUpMillis) {
    this.named = named;
    this.streams = streams;
    this.giveUpMillis = giveUpMillis;
  }

  /** What our next parcel, of this number, depends on, besides those of ours before it. */
  List<Parcel.Head> next(long own, long sequence) {
    if (!named) {
      return List.of();
    }
    List<Parcel.Head> before = new ArrayList<>();
    heads.forEach(
        (stream, last) -> {
          if (stream != own) {
            before.add(new Parcel.Head(stream, last));
          }
        });
    heads.clear();
    heads.put(own, sequence);
    return before;
  }

  /** A further piece of our own is on its way. */
  void nextPiece(long own, long sequence) {
    if (named) {
      heads.put(own, sequence);
    }
  }

  void onDelivered(Parcel parcel) {
    if (named) {
      for (Parcel.Head cause : parcel.causes()) {
        heads.computeIfPresent(
            cause.stream(), (stream, last) -> last <= cause.sequence() ? null : last);
      }
      heads.remove(parcel.stream());
      heads.put(parcel.stream(), parcel.sequence());
      if (heads.size() > Parcel.CAUSES_MAX) { // The oldest is the one that most have.
        heads.remove(heads.keySet().iterator().next());
      }
    }
  }

  /**
   * Whether all that a parcel depends on is done with. What does not come is not waited for longer
   * than anything else that is missing.
   */
  boolean allows(Kept waiting, long now) {
    for (Parcel.Head cause : waiting.parcel().causes()) {
      Stream stream = streams.find(cause.stream());
      boolean done = stream != null && stream.isDone(cause.sequence());
      if (!done && now - waiting.receivedAt() < giveUpMillis) {
        return false;
      }
    }
    return true;
  }
}
