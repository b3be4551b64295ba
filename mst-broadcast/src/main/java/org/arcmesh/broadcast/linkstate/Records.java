package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Stamp;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.core.PeerId;

/**
 * The records of all peers as they were at each of the last epochs: for each epoch the picture that
 * the newest records up to it give.
 *
 * <p>A record of this epoch changes only what is seen from this epoch on. So the picture of the
 * epoch before last is complete everywhere, and everybody who looks at it sees the same.
 */
final class Records {
  /** Those before the present epoch, to look at. */
  static final int BACK = 3;

  /** Those after it: some peers hear of an epoch sooner than others. */
  static final int AHEAD = 2;

  private static final int BUCKETS = Summary.BUCKETS_MAX;
  private static final int ROWS = BACK + 1 + AHEAD;
  private static final int NEWEST = ROWS - 1;

  /** With fewer records than this a comparison of all buckets would be mostly of empty ones. */
  private static final int FEW = 256;

  private static final int BUCKETS_OF_FEW = 16;

  /**
   * Guess: for so long, for each record, a picture that has changed again is seen as it was: 0.3 s
   * of a thousand. While many peers come, records that are late change it all the time, and looking
   * at all of it takes a thousandth of that.
   */
  private static final double LOOK_PAUSE_MILLIS_PER_RECORD = 0.3;

  /** What became of a record. */
  enum Verdict {
    NEWS,
    KNOWN,
    /** Of an epoch that cannot have come yet. */
    FUTURE,
    /** Its origin has said something else in that epoch. */
    CONFLICT,
    /** There are too many. */
    FULL
  }

  private final Pictures pictures;
  private final int recordsMax;

  /** By epoch, the oldest first. */
  private final Bucket[][] rows = new Bucket[ROWS][BUCKETS];

  private final long[] hashes = new long[ROWS];
  private final Topology[] topologies = new Topology[ROWS];
  private final long[] topologyHashes = new long[ROWS];
  private final long[] lookedAt = new long[ROWS];
  private long oldest;
  private int size;
  private Topology lastLook;
  private long lastLookEpoch;

  Records(Pictures pictures, int recordsMax, long epoch) {
    this.pictures = pictures;
    this.recordsMax = recordsMax;
    this.oldest = epoch - BACK;
    for (Bucket[] row : rows) {
      Arrays.fill(row, pictures.empty());
    }
  }

  /** Number of origins. */
  int size() {
    return size;
  }

  boolean isFull() {
    return size >= recordsMax;
  }

  long epoch() {
    return oldest + BACK;
  }

  /** The newest record of an origin, or null. */
  LinkRecord newest(long origin) {
    return rows[NEWEST][bucket(origin)].find(origin);
  }

  Optional<LinkRecord> newest(PeerId origin) {
    return Optional.ofNullable(newest(origin.prefix()));
  }

  /** The smallest id of all that have a record. */
  long smallest() {
    for (Bucket bucket : rows[NEWEST]) {
      if (bucket.size() > 0) {
        return bucket.get(0).origin();
      }
    }
    return -1; // The greatest.
  }

  /** A new epoch begins. */
  void advance(long epoch) {
    long steps = epoch - epoch();
    for (long step = 0; step < Math.min(steps, ROWS); step++) {
      Bucket[] freed = rows[0];
      for (int row = 0; row < NEWEST; row++) {
        rows[row] = rows[row + 1];
        hashes[row] = hashes[row + 1];
        topologies[row] = topologies[row + 1];
        topologyHashes[row] = topologyHashes[row + 1];
        lookedAt[row] = lookedAt[row + 1];
      }
      System.arraycopy(rows[NEWEST], 0, freed, 0, BUCKETS);
      rows[NEWEST] = freed;
    }
    oldest = epoch - BACK;
  }

  Verdict put(LinkRecord record) {
    if (record.epoch() > oldest + NEWEST) {
      return Verdict.FUTURE;
    }
    int place = bucket(record.origin());
    LinkRecord known = rows[NEWEST][place].find(record.origin());
    if (known == null && isFull()) {
      return Verdict.FULL;
    }
    if (known != null && known.epoch() == record.epoch()) {
      return known.equals(record) ? Verdict.KNOWN : Verdict.CONFLICT;
    }
    boolean news = false;
    Bucket before = null;
    Bucket after = null;
    int first = (int) Math.max(0, record.epoch() - oldest);
    for (int row = NEWEST; row >= first; row--) {
      Bucket old = rows[row][place];
      if (old != before) {
        LinkRecord replaced = old.find(record.origin());
        boolean newer = replaced == null || replaced.epoch() < record.epoch();
        before = old;
        after = newer ? old.with(record, pictures) : old;
      }
      if (after != old) {
        replace(row, place, after);
        news = true;
      }
    }
    return news ? Verdict.NEWS : Verdict.KNOWN;
  }

  private void replace(int row, int place, Bucket bucket) {
    if (row == NEWEST) {
      size += bucket.size() - rows[row][place].size();
    }
    hashes[row] ^= rows[row][place].hash() ^ bucket.hash();
    rows[row][place] = bucket;
  }

  /**
   * The picture by which trees of {@code epoch} are grown: what was known two epochs before. In a
   * large one what has come late is not seen at once.
   */
  Topology topology(long epoch, long now) {
    int row = row(epoch - 2);
    return topologies[row] == null || now - lookedAt[row] >= LOOK_PAUSE_MILLIS_PER_RECORD * size
        ? look(row, now)
        : topologies[row];
  }

  private Topology look(int row, long now) {
    if (topologies[row] == null || topologyHashes[row] != hashes[row]) {
      topologies[row] = pictures.topology(hashes[row], rows[row]);
      topologyHashes[row] = hashes[row];
      lookedAt[row] = now;
    }
    return topologies[row];
  }

  private int row(long epoch) {
    return (int) Math.max(0, Math.min(NEWEST, epoch - oldest));
  }

  /**
   * Forgets whom no way leads to, nor led when this was last asked. Nobody says that a peer has
   * departed; its neighbors stop claiming it. As all look at the same picture in the same epoch,
   * all forget the same.
   */
  void forgetUnreached(PeerId self, long nowMillis) {
    Topology now = look(row(epoch() - 2), nowMillis);
    int ours = now.indexOf(self);
    if (ours < 0) {
      lastLook = null;
      return;
    }
    for (int index = 0; index < now.size() && lastLook != null; index++) {
      long origin = now.origin(index);
      if (!now.connects(ours, index)
          && !lastLook.connects(lastLook.indexOf(self), lastLook.indexOf(origin))) {
        LinkRecord record = rows[row(epoch() - 2)][bucket(origin)].find(origin);
        if (record.epoch() <= lastLookEpoch - 2) {
          forget(record);
        }
      }
    }
    lastLook = look(row(epoch() - 2), nowMillis);
    lastLookEpoch = epoch();
  }

  private void forget(LinkRecord record) {
    int place = bucket(record.origin());
    for (int row = NEWEST; row >= 0; row--) {
      if (record.equals(rows[row][place].find(record.origin()))) {
        replace(row, place, rows[row][place].without(record.origin(), pictures));
      }
    }
  }

  /** Whether two that hold pictures of this epoch can compare them. */
  boolean holds(long epoch) {
    return epoch >= oldest && epoch <= oldest + NEWEST;
  }

  /** So many hashes that a difference is found without telling everything. */
  int buckets() {
    return size < FEW ? BUCKETS_OF_FEW : BUCKETS;
  }

  Summary summary(long epoch, int buckets) {
    List<Long> list = new ArrayList<>(buckets);
    if (buckets == 1) {
      list.add(hashes[row(epoch)]);
    } else {
      for (int bucket = 0; bucket < buckets; bucket++) {
        list.add(hash(epoch, bucket, buckets));
      }
    }
    return new Summary(epoch, list);
  }

  private long hash(long epoch, int bucket, int buckets) {
    Bucket[] row = rows[row(epoch)];
    long hash = 0;
    for (int place = bucket * (BUCKETS / buckets);
        place < (bucket + 1) * (BUCKETS / buckets);
        place++) {
      hash ^= row[place].hash();
    }
    return hash;
  }

  /** What we have where {@code theirs} differs, bucket by bucket until the message is full. */
  Contents contents(Summary theirs) {
    int buckets = theirs.hashes().size();
    List<Integer> differing = new ArrayList<>();
    List<Stamp> stamps = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      if (hash(theirs.epoch(), bucket, buckets) != theirs.hashes().get(bucket)) {
        List<LinkRecord> inBucket = records(theirs.epoch(), bucket, buckets);
        if (stamps.size() + inBucket.size() > Contents.STAMPS_MAX) {
          break;
        }
        differing.add(bucket);
        inBucket.forEach(record -> stamps.add(new Stamp(record.origin(), record.epoch())));
      }
    }
    return new Contents(theirs.epoch(), buckets, differing, stamps);
  }

  /** The records of one of so many buckets, ascending. */
  List<LinkRecord> records(long epoch, int bucket, int buckets) {
    List<LinkRecord> records = new ArrayList<>();
    for (int place = bucket * (BUCKETS / buckets);
        place < (bucket + 1) * (BUCKETS / buckets);
        place++) {
      Bucket inPlace = rows[row(epoch)][place];
      for (int i = 0; i < inPlace.size(); i++) {
        records.add(inPlace.get(i));
      }
    }
    return records;
  }

  /** The record of an origin in the picture of an epoch, or null. */
  LinkRecord find(long epoch, long origin) {
    return rows[row(epoch)][bucket(origin)].find(origin);
  }

  private static int bucket(long origin) {
    return (int) (origin >>> (Long.SIZE - 8));
  }
}
