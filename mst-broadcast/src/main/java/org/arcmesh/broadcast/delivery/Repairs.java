package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;

/** Pulls what is missing from neighbors that have it. While nothing is, no timer runs. */
final class Repairs {
  /** Guess: between two looks at what is missing and no longer waited for. */
  private static final int INTERVAL_MILLIS = 100;

  /** Timers are not set for less than this. */
  private static final int PAUSE_MILLIS = 5;

  /** Guess: what a neighbor takes to answer a pull, beside one and a half round trips. */
  private static final int ANSWER_MILLIS = 20;

  /** Guess: parcels of one stream that have been asked for and not come; the lowest first. */
  private static final int ASKED_MAX = 256;

  /** Guess: how long a pull takes at most, during which all that it asks for grows older. */
  private static final int PULL_MILLIS_MAX = 1_000;

  /** Guess: whoever is later than this is not waited for. */
  private static final long USUAL_MILLIS_MAX = 1_000;

  private final DeliveryConfig config;
  private final Arrival arrival;
  private final Links links;
  private final Streams streams;
  private final Tally tally;
  private final Set<Long> incomplete = new LinkedHashSet<>();
  private long dueAt = Long.MAX_VALUE;

  /** Eight times the smoothed time that pushes have taken from their source to us. */
  private long usualEighths;

  Repairs(DeliveryConfig config, Arrival arrival, Links links, Streams streams, Tally tally) {
    this.config = config;
    this.arrival = arrival;
    this.links = links;
    this.streams = streams;
    this.tally = tally;
  }

  record Due() implements Timer {}

  /** A push came by the tree, so long after its source sent it. */
  void took(long millis) {
    usualEighths += Math.max(0, Math.min(millis, USUAL_MILLIS_MAX)) - usualEighths / 8;
  }

  /**
   * For how long what is missing may still be on its way: PROTOCOLS 4 has min(2 · SRTT, 80 ms).
   *
   * <p>Deviation: at least half of what pushes usually take from their source to us. Where machines
   * are so busy that this is long, most of what is late comes by itself, and pulling it makes all
   * of it later.
   */
  long patienceMillis(PeerId neighbor) {
    int roundTrip = links.roundTripMillis(neighbor);
    long most = config.gapDelay().toMillis();
    long rule = roundTrip < 0 ? most : Math.min(2L * roundTrip + 1, most);
    return Math.max(rule, usualEighths / 16);
  }

  /**
   * Something of the stream may be missing.
   *
   * @param pullAt when it is pulled if it has not come until then
   */
  void watch(Stream stream, long pullAt, Context ctx) {
    if (stream.isIncomplete()) {
      incomplete.add(stream.key);
      schedule(pullAt, ctx);
    }
  }

  private void schedule(long at, Context ctx) {
    if (!incomplete.isEmpty() && at < dueAt - PAUSE_MILLIS) {
      dueAt = at;
      ctx.schedule(Duration.ofMillis(Math.max(0, at - ctx.nowMillis())), new Due());
    }
  }

  /** The incomplete streams, each to be {@link #pull pulled}. */
  List<Stream> onDue() {
    dueAt = Long.MAX_VALUE;
    incomplete.removeIf(key -> streams.find(key) == null || !streams.find(key).isIncomplete());
    return incomplete.stream().map(streams::find).toList();
  }

  void scheduleNext(Context ctx) {
    long now = ctx.nowMillis();
    long next = now + INTERVAL_MILLIS;
    for (long key : incomplete) {
      next = Math.min(next, streams.find(key).nextPullAt());
    }
    schedule(Math.max(next, now + PAUSE_MILLIS), ctx);
  }

  /** Asks for what is missing. */
  void pull(Stream stream, Context ctx) {
    long now = ctx.nowMillis();
    stream.peerings.values().stream()
        .filter(peering -> peering.holdings != null)
        .forEach(peering -> stream.miss(peering.holdings, now, now));
    List<PeerId> peers = new ArrayList<>(stream.peerings.keySet());
    int start = peers.isEmpty() ? 0 : ctx.random().nextInt(peers.size());
    Map<PeerId, List<Long>> asked = new LinkedHashMap<>();
    int free = ASKED_MAX - stream.asked(now);
    for (Map.Entry<Long, Stream.Miss> entry : List.copyOf(stream.pulls.entrySet())) {
      long sequence = entry.getKey();
      Stream.Miss miss = entry.getValue();
      if (miss.pullAt() > now || free == 0) {
        continue;
      }
      Optional<PeerId> holder = holder(stream, sequence, peers, start);
      if (holder.isEmpty()) {
        stream.pulls.remove(sequence);
      } else {
        stream.pulls.put(sequence, miss.askedAgainAt(now + retryMillis(holder.get(), miss)));
        asked.computeIfAbsent(holder.get(), peer -> new ArrayList<>()).add(sequence);
        free--;
      }
    }
    asked.forEach((holder, sequences) -> ask(stream, holder, sequences, ctx));
  }

  /** One and a half round trips the first time, then twice as long each time. */
  private long retryMillis(PeerId holder, Stream.Miss miss) {
    long most = config.retry().toMillis();
    int roundTrip = links.roundTripMillis(holder);
    long wait =
        roundTrip < 0
            ? most
            : Math.min(most, 3L * roundTrip / 2 + ANSWER_MILLIS << Math.min(miss.asked(), 16));
    return Math.max(wait, usualEighths / 4); // Where machines are busy, answers are late, too.
  }

  /** Asks a neighbor to push what comes from now on. */
  void graft(Stream stream, PeerId neighbor, Context ctx) {
    long next = stream.highest() + 1;
    ctx.send(neighbor, new Pull(stream.key, next, 0, Integer.MAX_VALUE, true));
    tally.grafts++;
  }

  /** A neighbor that offers the broadcast, else the one that pushed a later one. */
  private Optional<PeerId> holder(Stream stream, long sequence, List<PeerId> peers, int start) {
    for (int i = 0; i < peers.size(); i++) {
      PeerId peer = peers.get((start + i) % peers.size());
      if (stream.peering(peer).offers(sequence)) {
        return Optional.of(peer);
      }
    }
    return stream.highestPushed > sequence && links.isNeighbor(stream.pusher)
        ? Optional.of(stream.pusher)
        : Optional.empty();
  }

  private void ask(Stream stream, PeerId holder, List<Long> sequences, Context ctx) {
    boolean graft =
        stream.missedInRow > 0 || stream.pusher != null && !links.isNeighbor(stream.pusher);
    int youngerThan =
        stream.isSettled()
            ? Integer.MAX_VALUE
            : DeliveryMessage.millis(ctx.nowMillis() - arrival.since() + PULL_MILLIS_MAX);
    int next = 0;
    while (next < sequences.size()) {
      long first = sequences.get(next);
      long bitmap = 0;
      while (next < sequences.size() && sequences.get(next) - first < DeliveryMessage.BITS) {
        bitmap |= 1L << (sequences.get(next++) - first);
      }
      ctx.send(holder, new Pull(stream.key, first, bitmap, youngerThan, graft));
    }
    tally.pulled += sequences.size();
    tally.grafts += graft ? 1 : 0;
  }
}
