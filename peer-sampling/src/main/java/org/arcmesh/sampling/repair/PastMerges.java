package org.arcmesh.sampling.repair;

import java.util.ArrayDeque;
import java.util.List;
import org.arcmesh.sampling.repair.RepairMessage.Merged;

/** The components that ours has become one with of late. */
final class PastMerges {
  private static final int MERGES_MAX = 8;

  /** Guess: by then whoever was alone has found a neighbor who can tell it. */
  private static final long TOLD_MILLIS = 40_000;

  private final long lastsMillis;
  private final ArrayDeque<Past> merges = new ArrayDeque<>();

  /**
   * @param lastsMillis how long a merge is remembered, from when we hear of it
   */
  PastMerges(long lastsMillis) {
    this.lastsMillis = lastsMillis;
  }

  private record Past(List<Long> smallest, long at, long heardAt) {}

  /**
   * @param at when the two became one, which may be longer ago than a merge is remembered; were it
   *     forgotten at once, the next proof of that component would begin another merge
   */
  void add(List<Long> smallest, long at, long now) {
    merges.addLast(new Past(smallest, at, now));
    if (merges.size() > MERGES_MAX) {
      merges.removeFirst();
    }
  }

  private void forgetOld(long now) {
    merges.removeIf(past -> now - past.heardAt() > lastsMillis);
  }

  boolean isEmpty(long now) {
    forgetOld(now);
    return merges.isEmpty();
  }

  /** Whether one of {@code hashes} stood for such a component. */
  boolean knows(List<Long> hashes, long now) {
    forgetOld(now);
    return merges.stream().anyMatch(past -> past.smallest().stream().anyMatch(hashes::contains));
  }

  /** What a new neighbor may have missed. */
  List<Merged> news(long now) {
    forgetOld(now);
    return merges.stream()
        .filter(past -> now - past.at() <= TOLD_MILLIS)
        .map(past -> new Merged(past.smallest(), (int) (now - past.at())))
        .toList();
  }
}
