package org.arcmesh.broadcast.delivery;

import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/**
 * When we came, with the margin that estimates of when a broadcast was sent need.
 *
 * <p>An estimate is a sum of half round trips along the way, and wrong by as much as these vary: a
 * few milliseconds on quiet links, and some of a second where machines are busy. So the margin
 * follows the round trips that we see. A broadcast too many is no harm to whoever has just come,
 * and one too few is lost.
 */
final class Arrival {
  /** Guess: links of ours in which an error adds up. */
  private static final int ROUND_TRIPS = 4;

  private static final int ERROR_MILLIS_MIN = 100;

  private static final int ERROR_MILLIS_MAX = 2_000;

  private final Links links;
  private long firstLinkAt = Long.MAX_VALUE;

  Arrival(Links links) {
    this.links = links;
  }

  void onLink(long nowMillis) {
    firstLinkAt = Math.min(firstLinkAt, nowMillis);
  }

  /** Whether a broadcast that was sent about then is none of ours, whatever round trips are. */
  boolean isAfter(long sentAtMillis) {
    return sentAtMillis < since();
  }

  /** The same once a round trip is known; before that the one after it may be none, either. */
  boolean isSurelyAfter(long sentAtMillis) {
    return largestRoundTrip() >= 0 && isAfter(sentAtMillis);
  }

  /** Whether a broadcast that was sent about then is ours, whatever round trips are. */
  boolean isBefore(long sentAtMillis) {
    return sentAtMillis >= before(errorMillis(ERROR_MILLIS_MIN));
  }

  /** Broadcasts sent before this time are none of ours. */
  long since() {
    return before(errorMillis(ERROR_MILLIS_MAX));
  }

  private long before(long millis) {
    return firstLinkAt == Long.MAX_VALUE ? firstLinkAt : firstLinkAt - millis;
  }

  private long errorMillis(long unknown) {
    long largest = largestRoundTrip();
    return largest < 0
        ? unknown
        : Math.max(ERROR_MILLIS_MIN, Math.min(ERROR_MILLIS_MAX, ROUND_TRIPS * largest));
  }

  private long largestRoundTrip() {
    int largest = -1;
    for (PeerId neighbor : links.neighbors()) {
      largest = Math.max(largest, links.roundTripMillis(neighbor));
    }
    return largest;
  }
}
