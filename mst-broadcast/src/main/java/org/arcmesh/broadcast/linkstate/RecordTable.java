package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 *
 * <p>Arrays in the order of origins: every peer holds the records of all, so that a thousand peers
 * in a process have a million of them, most of which are asked for once a second.
 */
final class RecordTable {
  private final PeerId self;
  private final LinkStateConfig config;

  /** Ascending. The array is never changed, only replaced: pictures share it. */
  private PeerId[] origins = new PeerId[0];

  private LinkRecord[] records = new LinkRecord[0];
  private long[] reachedAt = new long[0];

  /** Whom each origin claims, see {@link #resolve}; null where that is to be found out anew. */
  private int[][] claims = new int[0][];

  private long version;
  private Topology topology;
  private long topologyVersion = -1;
  private long topologyAt;

  RecordTable(PeerId self, LinkStateConfig config) {
    this.self = self;
    this.config = config;
  }

  int size() {
    return origins.length;
  }

  Optional<LinkRecord> find(PeerId origin) {
    return Optional.ofNullable(get(origin));
  }

  /** The record of an origin, or null. */
  LinkRecord get(PeerId origin) {
    int place = Arrays.binarySearch(origins, origin);
    return place < 0 ? null : records[place];
  }

  long number(PeerId origin) {
    LinkRecord record = get(origin);
    return record == null ? -1 : record.number();
  }

  /** Keeps a record, unless it is old or there is no room. */
  boolean put(LinkRecord record, long now) {
    int place = Arrays.binarySearch(origins, record.origin());
    if (place >= 0) {
      if (record.number() <= records[place].number()) {
        return false;
      }
      records[place] = record;
      claims[place] = null;
    } else {
      if (origins.length >= config.recordsMax()) {
        if (!evict(now)) {
          return false;
        }
        place = Arrays.binarySearch(origins, record.origin());
      }
      insert(-place - 1, record, now);
    }
    version++;
    return true;
  }

  private void insert(int place, LinkRecord record, long now) {
    int size = origins.length;
    PeerId[] moreOrigins = Arrays.copyOf(origins, size + 1);
    System.arraycopy(origins, place, moreOrigins, place + 1, size - place);
    moreOrigins[place] = record.origin();
    LinkRecord[] moreRecords = Arrays.copyOf(records, size + 1);
    System.arraycopy(records, place, moreRecords, place + 1, size - place);
    moreRecords[place] = record;
    long[] moreTimes = Arrays.copyOf(reachedAt, size + 1);
    System.arraycopy(reachedAt, place, moreTimes, place + 1, size - place);
    moreTimes[place] = now;
    take(moreOrigins, moreRecords, moreTimes);
  }

  private void take(PeerId[] newOrigins, LinkRecord[] newRecords, long[] newTimes) {
    origins = newOrigins;
    records = newRecords;
    reachedAt = newTimes;
    claims = new int[origins.length][];
  }

  /** Makes room by forgetting the peer that has not been reached for longest. */
  private boolean evict(long now) {
    boolean[] reached = reached(now);
    int longest = -1;
    for (int place = 0; place < origins.length; place++) {
      if (!reached[place] && (longest < 0 || reachedAt[place] < reachedAt[longest])) {
        longest = place;
      }
    }
    if (longest < 0 || origins[longest].equals(self)) {
      return false;
    }
    boolean[] kept = new boolean[origins.length];
    Arrays.fill(kept, true);
    kept[longest] = false;
    keep(kept, origins.length - 1);
    return true;
  }

  /** Forgets the peers that have not been reached for the time of memory. */
  void forget(long now) {
    boolean[] reached = reached(now);
    long oldest = now - config.memory().toMillis();
    boolean[] kept = new boolean[origins.length];
    int count = 0;
    for (int place = 0; place < origins.length; place++) {
      reachedAt[place] = reached[place] ? now : reachedAt[place];
      kept[place] = reachedAt[place] >= oldest || origins[place].equals(self);
      count += kept[place] ? 1 : 0;
    }
    if (count < origins.length) {
      keep(kept, count);
    }
  }

  private void keep(boolean[] kept, int count) {
    PeerId[] keptOrigins = new PeerId[count];
    LinkRecord[] keptRecords = new LinkRecord[count];
    long[] keptTimes = new long[count];
    int to = 0;
    for (int place = 0; place < origins.length; place++) {
      if (kept[place]) {
        keptOrigins[to] = origins[place];
        keptRecords[to] = records[place];
        keptTimes[to++] = reachedAt[place];
      }
    }
    take(keptOrigins, keptRecords, keptTimes);
    version++;
  }

  /**
   * The picture that the records give. In a large overlay, where some record is always on its way,
   * it may lag behind by a quarter of a millisecond per record.
   */
  Topology topology(long now) {
    boolean due = topology == null || now - topologyAt >= origins.length / 4;
    if (topologyVersion != version && due) {
      for (int place = 0; place < origins.length; place++) {
        if (claims[place] == null) {
          claims[place] = resolve(records[place]);
        }
      }
      topology = new Topology(self, origins, claims);
      topologyVersion = version;
      topologyAt = now;
    }
    return topology;
  }

  /** The claims as places of peers, negative where we have no record of one, and round trips. */
  private int[] resolve(LinkRecord record) {
    int[] resolved = new int[2 * record.claims().size()];
    int at = 0;
    for (LinkRecord.Claim claim : record.claims()) {
      resolved[at++] = Arrays.binarySearch(origins, claim.peer());
      resolved[at++] = claim.roundTripMillis();
    }
    return resolved;
  }

  /** For each of our places whether the peer is reached. */
  private boolean[] reached(long now) {
    Topology picture = topology(now);
    if (picture.isOver(origins)) {
      return picture.reached();
    }
    boolean[] reached = new boolean[origins.length];
    for (int place = 0; place < reached.length; place++) {
      reached[place] = picture.reaches(origins[place]);
    }
    return reached;
  }

  /** As many buckets as there are records to fill them. */
  int buckets() {
    return Math.min(Summary.BUCKETS_MAX, Integer.highestOneBit(Math.max(1, origins.length)));
  }

  Summary summary(int buckets, long now) {
    long[] hashes = new long[buckets];
    boolean[] reached = reached(now);
    for (int place = 0; place < origins.length; place++) {
      if (reached[place]) {
        hashes[bucket(origins[place], buckets)] ^= hash(origins[place], records[place].number());
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

  /** What there is to tell, each bucket in the order of origins. */
  Map<Integer, List<Stamp>> reachedByBucket(int buckets, long now) {
    Map<Integer, List<Stamp>> stamps = new LinkedHashMap<>();
    boolean[] reached = reached(now);
    for (int place = 0; place < origins.length; place++) {
      if (reached[place]) {
        stamps
            .computeIfAbsent(bucket(origins[place], buckets), bucket -> new ArrayList<>())
            .add(new Stamp(origins[place], records[place].number()));
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
