package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;

/** All streams that a peer remembers, and all broadcasts that it keeps, within bounds. */
final class Streams {
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

  private final DeliveryConfig config;
  private final Tally tally;
  private final BiConsumer<Stream, List<Kept>> deliverer;
  private final Map<Long, Stream> streams = new LinkedHashMap<>();
  private final ArrayDeque<Kept> retained = new ArrayDeque<>();
  private final Room room;
  private long retainedBytes;
  private boolean sweeping;

  record SweepDue() implements Timer {}

  /**
   * @param deliverer is handed what waited for others and has no more time to
   */
  Streams(DeliveryConfig config, Tally tally, BiConsumer<Stream, List<Kept>> deliverer) {
    this.config = config;
    this.tally = tally;
    this.deliverer = deliverer;
    this.room = new Room(config.assembledBytesMax());
  }

  /** The stream, or null if it is not known. */
  Stream find(long key) {
    return streams.get(key);
  }

  Collection<Stream> all() {
    return streams.values();
  }

  /** The stream; if it is new and there are too many, the longest silent one makes room. */
  Stream open(Source source, long key, Context ctx) {
    Stream stream = streams.get(key);
    if (stream != null) {
      return stream;
    }
    if (streams.size() >= config.streamsMax()) {
      streams.values().stream()
          .min(Comparator.comparingLong(other -> other.heardAt))
          .ifPresent(silent -> streams.remove(silent.key).assembly.drop());
    }
    Stream opened = new Stream(source, key, config, tally, room, ctx.nowMillis());
    streams.put(key, opened);
    sweepLater(ctx);
    return opened;
  }

  /** Keeps a broadcast, which is in its stream already, for neighbors. */
  void retain(Kept broadcast) {
    retained.add(broadcast);
    retainedBytes += broadcast.size();
    while (retained.size() > config.keptMax() || retainedBytes > config.keptBytesMax()) {
      dropOldest();
    }
  }

  private void dropOldest() {
    Kept oldest = retained.remove();
    retainedBytes -= oldest.size();
    Stream stream = streams.get(oldest.parcel().stream());
    if (stream != null && stream.kept.get(oldest.sequence()) == oldest) {
      if (stream.isWaiting(oldest.sequence())) {
        deliverer.accept(stream, stream.takeThrough(oldest.sequence()));
      }
      stream.drop(oldest.sequence());
    }
  }

  private void sweepLater(Context ctx) {
    if (!sweeping && !streams.isEmpty()) {
      sweeping = true;
      ctx.schedule(SWEEP_INTERVAL, new SweepDue());
    }
  }

  /** Forgets what is too old. */
  void onSweepDue(Context ctx) {
    sweeping = false;
    sweep(ctx.nowMillis());
    sweepLater(ctx);
  }

  private void sweep(long now) {
    while (!retained.isEmpty()
        && retained.peek().receivedAt() < now - config.retention().toMillis()) {
      dropOldest();
    }
    for (Stream stream : List.copyOf(streams.values())) {
      if (stream.heardAt < now - config.retention().toMillis()) {
        stream.assembly.drop();
      }
      if (stream.heardAt < now - config.streamIdle().toMillis()) {
        streams.remove(stream.key);
      }
    }
  }

  void forget(PeerId neighbor) {
    streams.values().forEach(stream -> stream.peerings.remove(neighbor));
  }
}
