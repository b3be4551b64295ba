package org.arcmesh.broadcast.backbone;

import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/**
 * Tells whether a neighbor is nearer than a tie by so much, and for so long, that it is worth it.
 */
final class Gain {
  /** Gain in round-trip time for which a near tie is replaced. PROTOCOLS 4: 20 %. */
  private static final int PERCENT_MIN = 20;

  /** Guess: below this a gain is noise, whatever its share. */
  private static final int MILLIS_MIN = 2;

  /**
   * Guess: below so many deviations of the round trips to the tie, too. Where machines are busy,
   * all seem nearer and farther in turn, and ties that follow are news for everybody each time.
   */
  private static final int DEVIATIONS_MIN = 2;

  /** PROTOCOLS 4: a gain counts when it is seen three times. */
  private static final int SIGHTINGS = 3;

  private final Links links;
  private PeerId nearer;
  private int sightings;

  Gain(Links links) {
    this.links = links;
  }

  /** Unknown is far. */
  int distance(PeerId neighbor) {
    int millis = links.distanceMillis(neighbor);
    return millis < 0 ? Integer.MAX_VALUE : millis;
  }

  /** Looks once; the same candidate has to be nearer by enough several times in a row. */
  boolean isSeenOftenEnough(PeerId candidate, PeerId tie) {
    if (!isSeen(candidate, tie)) {
      forget();
      return false;
    }
    sightings = candidate.equals(nearer) ? sightings + 1 : 1;
    nearer = candidate;
    if (sightings < SIGHTINGS) {
      return false;
    }
    forget();
    return true;
  }

  private boolean isSeen(PeerId candidate, PeerId tie) {
    long old = distance(tie);
    long gain = old - distance(candidate);
    long noise = (long) DEVIATIONS_MIN * links.deviationMillis(tie);
    return gain >= MILLIS_MIN && gain >= noise && 100 * gain >= PERCENT_MIN * old;
  }

  /** There is nobody to look at. */
  void forget() {
    nearer = null;
  }
}
