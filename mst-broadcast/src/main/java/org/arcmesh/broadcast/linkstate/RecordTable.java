package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Stamp;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.core.PeerId;

/**
 * The newest record of every origin, within bounds.
 *
 * <p>Nobody says that a peer has departed; its neighbors stop claiming it, and then it is not
 * reached. Records of peers that are not reached are neither summarized nor offered, so they cannot
 * wander about for ever, and they are forgotten after a while. Until then they serve a partition
 * that heals.
 */
final class RecordTable {
  private final PeerId self;
  private final LinkStateConfig config;
  private final Map<PeerId, Entry> entries = new TreeMap<>();
  private long version;
  private Topology topology;
  private long topologyVersion = -1;
  private long topologyAt;

  RecordTable(PeerId self, LinkStateConfig config) {
    this.self = self;
    this.config = config;
  }

  private static final class Entry {
    LinkRecord record;
    long reachedAt;

    Entry(LinkRecord record, long now) {
      this.record = record;
      this.reachedAt = now;
    }
  }

  int size() {
    return entries.size();
  }

  Optional<LinkRecord> find(PeerId origin) {
    return Optional.ofNullable(entries.get(origin)).map(entry -> entry.record);
  }

  long number(PeerId origin) {
    Entry entry = entries.get(origin);
    return entry == null ? -1 : entry.record.number();
  }

  /** Keeps a record, unless it is old or there is no room. */
  boolean put(LinkRecord record, long now) {
    Entry entry = entries.get(record.origin());
    if (entry != null) {
      if (record.number() <= entry.record.number()) {
        return false;
      }
      entry.record = record;
    } else {
      if (entries.size() >= config.recordsMax() && !evict(now)) {
        return false;
      }
      entries.put(record.origin(), new Entry(record, now));
    }
    version++;
    return true;
  }

  /** Makes room by forgetting the peer that has not been reached for longest. */
  private boolean evict(long now) {
    Topology picture = topology(now);
    PeerId longest = null;
    for (Map.Entry<PeerId, Entry> each : entries.entrySet()) {
      if (!picture.reaches(each.getKey())
          && (longest == null || each.getValue().reachedAt < entries.get(longest).reachedAt)) {
        longest = each.getKey();
      }
    }
    if (longest == null || longest.equals(self)) {
      return false;
    }
    entries.remove(longest);
    version++;
    return true;
  }

  /** Forgets the peers that have not been reached for the time of memory. */
  void forget(long now) {
    Topology picture = topology(now);
    entries.forEach(
        (origin, entry) -> entry.reachedAt = picture.reaches(origin) ? now : entry.reachedAt);
    long oldest = now - config.memory().toMillis();
    if (entries
        .entrySet()
        .removeIf(e -> e.getValue().reachedAt < oldest && !e.getKey().equals(self))) {
      version++;
    }
  }

  /**
   * The picture that the records give. In a large overlay, where some record is always on its way,
   * it may lag behind by a quarter of a millisecond per record.
   */
  Topology topology(long now) {
    boolean due = topology == null || now - topologyAt >= entries.size() / 4;
    if (topologyVersion != version && due) {
      topology = new Topology(self, records());
      topologyVersion = version;
      topologyAt = now;
    }
    return topology;
  }

  private Collection<LinkRecord> records() {
    return entries.values().stream().map(entry -> entry.record).toList();
  }

  /** As many buckets as there are records to fill them. */
  int buckets() {
    return Math.min(Summary.BUCKETS_MAX, Integer.highestOneBit(Math.max(1, entries.size())));
  }

  Summary summary(int buckets, long now) {
    long[] hashes = new long[buckets];
    Topology picture = topology(now);
    for (Entry entry : entries.values()) {
      PeerId origin = entry.record.origin();
      if (picture.reaches(origin)) {
        hashes[bucket(origin, buckets)] ^= hash(origin, entry.record.number());
      }
    }
    List<Long> list = new ArrayList<>(buckets);
    for (long hash : hashes) {
      list.add(hash);
    }
    return new Summary(list);
  }

  /** What we have where {@code theirs} differs, bucket by bucket until the message is full. */
  Contents contents(Summary theirs, long now) {
    int buckets = theirs.hashes().size();
    List<Long> ours = summary(buckets, now).hashes();
    List<Integer> differing = new ArrayList<>();
    List<Stamp> stamps = new ArrayList<>();
    Map<Integer, List<Stamp>> byBucket = reachedByBucket(buckets, now);
    for (int bucket = 0; bucket < buckets; bucket++) {
      if (!ours.get(bucket).equals(theirs.hashes().get(bucket))) {
        List<Stamp> inBucket = byBucket.getOrDefault(bucket, List.of());
        if (stamps.size() + inBucket.size() > Contents.STAMPS_MAX) {
          break;
        }
        differing.add(bucket);
        stamps.addAll(inBucket);
      }
    }
    return new Contents(buckets, differing, stamps);
  }

  Map<Integer, List<Stamp>> reachedByBucket(int buckets, long now) {
    Map<Integer, List<Stamp>> stamps = new TreeMap<>();
    Topology picture = topology(now);
    for (Entry entry : entries.values()) {
      PeerId origin = entry.record.origin();
      if (picture.reaches(origin)) {
        stamps
            .computeIfAbsent(bucket(origin, buckets), bucket -> new ArrayList<>())
            .add(new Stamp(origin, entry.record.number()));
      }
    }
    return stamps;
  }

  private static int bucket(PeerId origin, int buckets) {
    return (int) (origin.prefix() & (buckets - 1));
  }

  /** Mixes all bits of both [finalizer of SplitMix64, Steele et al., OOPSLA 2014]. */
  private static long hash(PeerId origin, long number) {
    long mixed = origin.prefix() + 0x9e3779b97f4a7c15L * (number + 1);
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
