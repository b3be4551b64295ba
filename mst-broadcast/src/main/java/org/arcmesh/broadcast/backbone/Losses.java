package org.arcmesh.broadcast.backbone;

import java.util.ArrayDeque;
import java.util.Deque;

/** When ties went down of late, because their links did. */
final class Losses {
  /** Guess: until the trees know what happened, four epochs. */
  private static final long MEMORY_MILLIS = 20_000;

  /** Guess: losing one or two ties is nothing unusual, however few there are. */
  private static final int FEW = 3;

  /** More than a peer has ties. */
  private static final int KEPT_MAX = 64;

  private final Deque<Long> times = new ArrayDeque<>();

  void add(long nowMillis) {
    if (times.size() == KEPT_MAX) {
      times.removeFirst();
    }
    times.addLast(nowMillis);
  }

  /**
   * Whether they are more than the ties there are, or with the quiet ones more than twice the
   * others. Guess: twice, since some of the quiet will speak again.
   */
  boolean areMoreThan(int ties, int quiet, long nowMillis) {
    while (!times.isEmpty() && nowMillis - times.peekFirst() >= MEMORY_MILLIS) {
      times.removeFirst();
    }
    int gone = times.size() + quiet;
    return times.size() >= FEW && times.size() > ties
        || quiet > 0 && gone >= FEW && gone > 2 * (ties - quiet);
  }
}
