package org.arcmesh.broadcast.delivery;

/**
 * When we came, and so which broadcasts are ours.
 *
 * <p>A broadcast carries the time that it has lain at peers on its way, and nothing for the links
 * between them: how long those took nobody knows, and estimates are wrong by seconds where machines
 * are busy. So it is at least as old as it says, and one that says it is older than we are surely
 * was sent before we came. Of those that were on their way just then we take some; one too many is
 * no harm to whoever has just come, and one too few is lost.
 */
final class Arrival {
  /** Guess: peers on the way, each of which may tell a millisecond too much by rounding. */
  private static final int ROUNDING_MILLIS = 16;

  private long since = Long.MAX_VALUE;

  void onLink(long nowMillis) {
    since = Math.min(since, nowMillis - ROUNDING_MILLIS);
  }

  /** Whether a broadcast that was sent at that time or before is none of ours. */
  boolean isAfter(long sentAtMillis) {
    return sentAtMillis < since;
  }

  /** Broadcasts sent before this time are none of ours. */
  long since() {
    return since;
  }
}
