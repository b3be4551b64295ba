package org.arcmesh.broadcast.linkstate;

import java.util.Arrays;

/**
 * Records of origins whose ids begin with the same byte, ascending. Never changes; peers that know
 * the same share one, see {@link Pictures}.
 */
final class Bucket {
  private final long[] origins;
  private final LinkRecord[] records;
  private final long hash;

  /**
   * What was put last and what came of it: the next peer in the process mostly asks for the same.
   */
  private LinkRecord lastPut;

  private Bucket afterPut;

  Bucket(LinkRecord[] records) {
    this.records = records;
    origins = new long[records.length];
    long mixed = 0;
    for (int place = 0; place < records.length; place++) {
      origins[place] = records[place].origin();
      mixed ^= records[place].hash();
    }
    hash = mixed;
  }

  int size() {
    return records.length;
  }

  LinkRecord get(int place) {
    return records[place];
  }

  /** Of everything in it, whatever the order it came in. */
  long hash() {
    return hash;
  }

  boolean equalTo(Bucket other) {
    return hash == other.hash && Arrays.equals(records, other.records);
  }

  /** The record of an origin, or null. */
  LinkRecord find(long origin) {
    int place = Origins.find(origins, origin);
    return place < 0 ? null : records[place];
  }

  /** With the record in place of the one that its origin has here, if any. */
  Bucket with(LinkRecord record, Pictures pictures) {
    if (!record.equals(lastPut)) {
      int place = Origins.find(origins, record.origin());
      LinkRecord[] next;
      if (place >= 0) {
        next = records.clone();
        next[place] = record;
      } else {
        int at = -place - 1;
        next = new LinkRecord[records.length + 1];
        System.arraycopy(records, 0, next, 0, at);
        next[at] = record;
        System.arraycopy(records, at, next, at + 1, records.length - at);
      }
      afterPut = pictures.share(new Bucket(next));
      lastPut = record;
    }
    return afterPut;
  }

  Bucket without(long origin, Pictures pictures) {
    int gone = Origins.find(origins, origin);
    if (gone < 0) {
      return this;
    }
    LinkRecord[] next = new LinkRecord[records.length - 1];
    System.arraycopy(records, 0, next, 0, gone);
    System.arraycopy(records, gone + 1, next, gone, next.length - gone);
    return pictures.share(new Bucket(next));
  }
}
