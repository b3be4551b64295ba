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

  boolean areMoreThan(int ties, long nowMillis) {
    while (!times.isEmpty() && nowMillis - times.peekFirst() >= MEMORY_MILLIS) {
      times.removeFirst();
    }
    return times.size() >= FEW && times.size() > ties;
  }
}
