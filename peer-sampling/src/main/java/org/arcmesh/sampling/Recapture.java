package org.arcmesh.sampling;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.core.PeerId;

/**
 * How many peers there are, from how often the same ones are heard of: of n random sightings, n (n
 * - 1) / 2N pairs are of the same peer. What comes in shuffles is only nearly random, and repeats
 * itself more than chance, so the estimate is rough and on the low side.
 */
public final class Recapture {
  /** Guess: twenty repetitions at 10,000 peers, so good to a quarter there. */
  private static final int SIGHTINGS_MAX = 640;

  private final ArrayDeque<PeerId> sightings = new ArrayDeque<>();
  private final Map<PeerId, Integer> times = new LinkedHashMap<>(); // lookup only
  private long pairs;

  public void add(PeerId peer) {
    if (sightings.size() == SIGHTINGS_MAX) {
      PeerId oldest = sightings.removeFirst();
      int remaining = times.merge(oldest, -1, Integer::sum);
      pairs -= remaining;
      if (remaining == 0) {
        times.remove(oldest);
      }
    }
    sightings.addLast(peer);
    pairs += times.merge(peer, 1, Integer::sum) - 1;
  }

  /**
   * The estimate, ourselves included.
   *
   * @param known how many there are at least
   */
  public double peers(int known) {
    double all = sightings.size() * (sightings.size() - 1) / 2.0;
    return Math.max(Math.max(known, times.size() + 1), all / Math.max(1, pairs));
  }
}
