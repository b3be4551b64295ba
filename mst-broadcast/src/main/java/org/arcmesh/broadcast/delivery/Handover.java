package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Context;
import org.arcmesh.core.OverlayEvent;

/**
 * Hands broadcasts to the application: in the order of their source, and after what they follow.
 */
final class Handover {
  private final Arrival arrival;
  private final Streams streams;
  private final Causality causality;
  private final Tally tally;

  /** Whose next parcel is there and depends on one of another stream. */
  private final Set<Stream> held = new LinkedHashSet<>();

  Handover(Arrival arrival, Streams streams, Causality causality, Tally tally) {
    this.arrival = arrival;
    this.streams = streams;
    this.causality = causality;
    this.tally = tally;
  }

  /** Delivers what may be, and then of other streams what waited for it. */
  void advance(Stream stream, Context ctx) {
    boolean progress = advanceAlone(stream, ctx);
    while (progress) {
      progress = false;
      for (Stream other : List.copyOf(held)) {
        progress |= advanceAlone(other, ctx);
      }
    }
  }

  private boolean advanceAlone(Stream stream, Context ctx) {
    long now = ctx.nowMillis();
    List<Kept> due = stream.advance(now, arrival, next -> causality.allows(next, now));
    deliver(stream, due, ctx);
    if (stream.isHeld() && streams.find(stream.key) == stream) {
      held.add(stream);
    } else {
      held.remove(stream);
    }
    return !due.isEmpty();
  }

  void deliver(Stream stream, List<Kept> due, Context ctx) {
    for (Kept broadcast : due) {
      causality.onDelivered(broadcast.parcel());
      long number = broadcast.parcel().number();
      for (Bytes payload : stream.assembly.take(broadcast.parcel())) {
        tally.delivered++;
        ctx.emit(
            new OverlayEvent.Delivered(stream.origin(), number++, payload, broadcast.push().hop()));
      }
    }
  }
}
