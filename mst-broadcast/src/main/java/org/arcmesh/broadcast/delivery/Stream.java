package org.arcmesh.broadcast.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.PeerId;

/**
 * One source's broadcasts as one peer has them: what is there, what is missing, what is next.
 *
 * <p>A stream is <em>settled</em> once it is known which broadcast is the first to be delivered
 * here: number 0, or the one whose predecessor was sent before we came. Until then the lowest one
 * there waits for its predecessor. In a settled stream all below {@code base} is done with:
 * delivered, given up, or none of ours.
 */
final class Stream {
  final Source source;
  final long key;
  final NavigableMap<Long, Kept> kept = new TreeMap<>();
  final Map<PeerId, Peering> peerings = new LinkedHashMap<>();

  final NavigableMap<Long, Miss> pulls = new TreeMap<>();

  /**
   * Something missing.
   *
   * @param pullAt when it may be pulled, or pulled again
   * @param asked how often it has been
   */
  record Miss(long pullAt, int asked) {
    Miss askedAgainAt(long millis) {
      return new Miss(millis, asked + 1);
    }
  }

  /** Of what has been missing, when that could first be known. */
  private final NavigableMap<Long, Long> evidence = new TreeMap<>();

  /** Grows with everything that arrives. */
  long version;

  /** When we last heard of it. */
  long heardAt;

  /** The epoch of the trees that it goes by. */
  long epoch;

  /** Our place in its tree when we last looked. */
  Optional<Route> route = Optional.empty();

  /** Who pushed the last new broadcast, or null. */
  PeerId pusher;

  long highestPushed = -1;

  /** Broadcasts in a row that no tree has brought. */
  int missedInRow;

  /** What becomes of parcels whose turn it is. */
  final Assembly assembly;

  private final DeliveryConfig config;
  private final Tally tally;
  private long progressAt;
  private boolean settled;
  private boolean begun;
  private long baseline;
  private long floor;
  private long base;

  Stream(Source source, long key, DeliveryConfig config, Tally tally, Room room, long now) {
    this.source = source;
    this.key = key;
    this.assembly = new Assembly(room, tally);
    this.config = config;
    this.tally = tally;
    this.heardAt = now;
  }

  PeerId origin() {
    return source.origin();
  }

  Peering peering(PeerId neighbor) {
    return peerings.computeIfAbsent(neighbor, peer -> new Peering());
  }

  boolean isSettled() {
    return settled;
  }

  /** Whether anything has been delivered. */
  boolean hasBegun() {
    return begun;
  }

  /** Makes {@code first} the first broadcast to be delivered. */
  void settle(long first) {
    settled = true;
    baseline = first;
    floor = first;
    base = first;
    kept.headMap(first).clear();
    pulls.headMap(first).clear();
    evidence.headMap(first).clear();
  }

  /** Whether a broadcast is there, or done with. */
  boolean has(long sequence) {
    return settled && sequence < base || kept.containsKey(sequence);
  }

  /** The highest that is there or done with, or -1. */
  long highest() {
    return Math.max(settled ? base - 1 : -1, kept.isEmpty() ? -1 : kept.lastKey());
  }

  /** The lowest that may still be wanted, given that somebody has {@code highest}. */
  long lowestWanted(long highest) {
    if (settled) {
      return base;
    }
    long from = kept.isEmpty() ? highest : Math.min(highest, kept.firstKey());
    return Math.max(0, from - DeliveryMessage.BITS + 1);
  }

  /** Adds a broadcast that is not there. */
  void keep(Kept broadcast) {
    kept.put(broadcast.sequence(), broadcast);
    pulls.remove(broadcast.sequence());
    Long missedAt = evidence.remove(broadcast.sequence());
    if (missedAt != null && broadcast.push().repair()) {
      tally.repairedAfter(broadcast.receivedAt() - missedAt);
    }
    version++;
    progressAt = broadcast.receivedAt();
  }

  /** How many have been asked for, and are not yet asked for again. */
  int asked(long now) {
    int asked = 0;
    for (Miss miss : pulls.values()) {
      asked += miss.asked() > 0 && miss.pullAt() > now ? 1 : 0;
    }
    return asked;
  }

  /** When the next pull is due; far away if none is. */
  long nextPullAt() {
    long next = Long.MAX_VALUE;
    for (Miss miss : pulls.values()) {
      next = Math.min(next, miss.pullAt());
    }
    return next;
  }

  /** Adds the next broadcast of our own. */
  void keepOwn(Kept broadcast) {
    if (!settled) {
      settle(broadcast.sequence());
    }
    keep(broadcast);
    base = broadcast.sequence() + 1;
  }

  /**
   * Takes the broadcasts whose turn it is, giving up those before them that can no longer be had.
   *
   * @param arrival tells what was sent before we came
   * @param allowed whether one may be delivered as far as other streams are concerned
   */
  List<Kept> advance(long now, Arrival arrival, Predicate<Kept> allowed) {
    List<Kept> due = new ArrayList<>();
    if (!settled && !trySettle(now, arrival)) {
      return due;
    }
    while (true) {
      takeNext(due, allowed);
      Map.Entry<Long, Kept> waiting = kept.higherEntry(base);
      if (waiting == null || isHeld() || !isLost(base, waiting.getValue(), now)) {
        return due;
      }
      skipTo(waiting.getKey());
    }
  }

  /** Whether the next one is there, and waits for others that it depends on. */
  boolean isHeld() {
    return settled && kept.containsKey(base);
  }

  /** Whether this one has been delivered, or will never be. */
  boolean isDone(long sequence) {
    return settled && sequence < base;
  }

  private void takeNext(List<Kept> due, Predicate<Kept> allowed) {
    for (Kept next = kept.get(base); next != null && allowed.test(next); next = kept.get(base)) {
      due.add(next);
      base++;
      begun = true;
    }
  }

  private boolean trySettle(long now, Arrival arrival) {
    if (kept.isEmpty()) {
      return false;
    }
    Kept lowest = kept.firstEntry().getValue();
    long sequence = lowest.sequence();
    if (sequence == 0
        || arrival.isAfter(lowest.previousSentAt())
        || lowest.previousSentAt() < now - config.retention().toMillis()
        || isLost(sequence - 1, lowest, now)) {
      settle(sequence);
    }
    return settled;
  }

  /** Whether the missing broadcast can no longer be had while {@code waiting} waits for it. */
  private boolean isLost(long missing, Kept waiting, long now) {
    long waited = now - waiting.receivedAt();
    if (kept.lastKey() - missing > config.window()) {
      return true;
    }
    if (isOffered(missing)) {
      // While others of the stream come, this one may just have to wait for its turn.
      return Math.min(waited, now - progressAt) >= 2 * config.giveUp().toMillis();
    }
    return hadOnce(missing) || waited >= config.giveUp().toMillis();
  }

  boolean isOffered(long sequence) {
    return peerings.values().stream().anyMatch(peering -> peering.offers(sequence));
  }

  private boolean hadOnce(long sequence) {
    return peerings.values().stream()
        .anyMatch(peering -> peering.holdings != null && peering.holdings.hadOnce(sequence));
  }

  private void skipTo(long sequence) {
    tally.givenUp += sequence - base;
    // Whoever asks us later may not conclude from our giving up that it is gone everywhere.
    baseline = hadOnce(sequence - 1) ? baseline : sequence;
    floor = sequence;
    base = sequence;
    pulls.headMap(sequence).clear();
    evidence.headMap(sequence).clear();
  }

  /** Whether a broadcast that is there has not been delivered. */
  boolean isWaiting(long sequence) {
    return !settled || sequence >= base;
  }

  /** Takes all up to {@code sequence}, which is there, giving up what is missing before it. */
  List<Kept> takeThrough(long sequence) {
    List<Kept> due = new ArrayList<>();
    if (!settled) {
      settle(kept.firstKey());
    }
    takeNext(due, next -> true);
    while (base <= sequence) {
      skipTo(kept.higherKey(base));
      takeNext(due, next -> true);
    }
    return due;
  }

  /** Keeps a broadcast no longer. */
  void drop(long sequence) {
    kept.remove(sequence);
    floor = Math.max(floor, Math.min(base, sequence + 1));
  }

  /** Whether anything is missing that somebody has, or that others wait for. */
  boolean isIncomplete() {
    return !pulls.isEmpty() || !kept.isEmpty() && (!settled || kept.lastKey() >= base);
  }

  /** Notes what is missing before a broadcast that has come. */
  void missBefore(long arrived, long now, long pullAt) {
    long from = Math.max(arrived - DeliveryMessage.BITS, lowestWanted(arrived));
    for (long sequence = from; sequence < arrived; sequence++) {
      miss(sequence, now, pullAt);
    }
  }

  /** Notes what is missing and offered by a neighbor. */
  void miss(Holdings offer, long now, long pullAt) {
    long from = Math.max(offer.floor(), lowestWanted(offer.highest()));
    long to = Math.min(offer.highest(), from + config.window());
    for (long sequence = from; sequence <= to; sequence++) {
      if (offer.has(sequence)) {
        miss(sequence, now, pullAt);
      }
    }
  }

  private void miss(long sequence, long now, long pullAt) {
    if (pulls.size() < config.window() && !has(sequence)) {
      pulls.putIfAbsent(sequence, new Miss(pullAt, 0));
      evidence.putIfAbsent(sequence, now);
    }
  }

  /** What a digest says of it; something must be kept. */
  Holdings holdings(long now) {
    long first = settled ? floor : kept.firstKey();
    long missing = settled ? base : first;
    while (kept.containsKey(missing)) {
      missing++;
    }
    long bitmap = 0;
    for (int bit = 0; bit < DeliveryMessage.BITS; bit++) {
      bitmap |= kept.containsKey(missing + 1 + bit) ? 1L << bit : 0;
    }
    int age = DeliveryMessage.millis(now - kept.lastEntry().getValue().sentAt());
    return new Holdings(key, settled ? baseline : first, first, missing, bitmap, age);
  }
}
