package org.arcmesh.broadcast.linkstate;

import java.util.Map;
import java.util.TreeMap;

/** Counts what the counters tell. */
final class Tally {
  private final Map<String, Long> dropped = new TreeMap<>();
  private long records;
  private long bytes;
  private long known;

  void received(LinkRecord record) {
    records++;
    bytes += record.bytes();
  }

  void known() {
    known++;
  }

  void drop(String reason) {
    dropped.merge(reason, 1L, Long::sum);
  }

  LinkStateCounters counters(int unreturned) {
    return new LinkStateCounters(records, bytes, known, dropped, unreturned);
  }
}
