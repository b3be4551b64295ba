package org.arcmesh.n2n;

import org.arcmesh.core.Hold;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage.Heartbeat;

/** What we know of the one open link to a neighbor. */
final class Link {
  private static final int ROUND_TRIP_MILLIS_MAX = 60_000;

  /** Guess: ten heartbeats, of which some find no queue on their way. */
  private static final long SHORTEST_OF_MILLIS = 10_000;

  final PeerId neighbor;
  final long session;

  /** Our open arcs to the neighbor. */
  int arcs;

  /** Our arcs to the neighbor that are open as soon as it gives a sign of life. */
  int awaited;

  /** Through whom a new link can be opened if the neighbor has just closed this one. */
  PeerId mediator;

  /** The neighbor's arcs to us and its holds, as it last claimed. */
  int claimedArcs;

  int claimedHolds;

  private long heardAt;

  /** How much of the silence since then is our own doing. */
  private long excusedMillis;

  /** Since when neither end has had an arc or a hold, or -1. */
  long unusedSince;

  private long beatAt;

  /** A number of ours has changed since the last heartbeat. */
  boolean claimIsStale;

  /** Our holds, a bit for each reason. */
  private int holds;

  private long heardTimeMillis = -1;

  /** Eight times the smoothed round trip, or -1. */
  private long roundTripEighths = -1;

  /** Four times the smoothed deviation from it. */
  private long deviationQuarters;

  /** The shortest round trip since {@link #shortestSince}, and that of the time before. */
  private long shortest = Long.MAX_VALUE;

  private long shortestBefore = Long.MAX_VALUE;
  private long shortestSince;

  Link(PeerId neighbor, long session, long nowMillis) {
    this.neighbor = neighbor;
    this.session = session;
    this.heardAt = nowMillis;
    this.beatAt = nowMillis;
    this.unusedSince = nowMillis;
    this.shortestSince = nowMillis;
  }

  /** Whether that changes anything. */
  boolean hold(Hold reason) {
    int before = holds;
    holds |= 1 << reason.ordinal();
    return holds != before;
  }

  /** Whether that changes anything. */
  boolean release(Hold reason) {
    int before = holds;
    holds &= ~(1 << reason.ordinal());
    return holds != before;
  }

  Heartbeat heartbeat(long nowMillis) {
    claimIsStale = false;
    beatAt = nowMillis;
    return new Heartbeat(
        arcs + awaited,
        Integer.bitCount(holds),
        nowMillis,
        heardTimeMillis,
        heardTimeMillis < 0 ? 0 : (int) Math.min(nowMillis - heardAt, Integer.MAX_VALUE));
  }

  void onHeartbeat(Heartbeat heartbeat, long nowMillis) {
    claimedArcs = heartbeat.arcs();
    claimedHolds = heartbeat.holds();
    heardAt = nowMillis;
    excusedMillis = 0;
    heardTimeMillis = heartbeat.timeMillis();
    if (heartbeat.echoMillis() >= 0) {
      long sample = nowMillis - heartbeat.echoMillis() - heartbeat.heldMillis();
      if (sample >= 0 && sample <= ROUND_TRIP_MILLIS_MAX) {
        smooth(sample);
        noteShortest(sample, nowMillis);
      }
    }
  }

  /** Jacobson's smoothing, as RFC 6298 has it: an eighth of the sample, a quarter of the error. */
  private void smooth(long sample) {
    if (roundTripEighths < 0) {
      roundTripEighths = 8 * sample;
      deviationQuarters = 2 * sample;
    } else {
      long error = Math.abs(sample - roundTripEighths / 8);
      deviationQuarters += error - deviationQuarters / 4;
      roundTripEighths += sample - roundTripEighths / 8;
    }
  }

  private void noteShortest(long sample, long nowMillis) {
    if (nowMillis - shortestSince >= SHORTEST_OF_MILLIS) {
      shortestBefore = shortest;
      shortest = Long.MAX_VALUE;
      shortestSince = nowMillis;
    }
    shortest = Math.min(shortest, sample);
  }

  /** Time since our last heartbeat. */
  long restedMillis(long nowMillis) {
    return nowMillis - beatAt;
  }

  long silentMillis(long nowMillis) {
    return nowMillis - heardAt - excusedMillis;
  }

  /** Takes {@code millis} of silence for our own doing. */
  void excuse(long millis) {
    excusedMillis += millis;
  }

  /** Smoothed, at least 1, or -1 while unknown. */
  int roundTripMillis() {
    return roundTripEighths < 0 ? -1 : (int) Math.max(1, roundTripEighths / 8);
  }

  /** The smoothed deviation from that; half of the round trip after the first one. */
  int deviationMillis() {
    return (int) (deviationQuarters / 4);
  }

  /** The shortest of the last seconds, at least 1, or -1 while unknown. */
  int distanceMillis() {
    long least = Math.min(shortest, shortestBefore);
    return least == Long.MAX_VALUE ? -1 : (int) Math.max(1, least);
  }

  /** Notes whether anybody uses the link. */
  void noteUse(long nowMillis) {
    boolean used = arcs > 0 || awaited > 0 || holds != 0 || claimedArcs > 0 || claimedHolds > 0;
    if (used) {
      unusedSince = -1;
    } else if (unusedSince < 0) {
      unusedSince = nowMillis;
    }
  }

  long unusedMillis(long nowMillis) {
    return unusedSince < 0 ? 0 : nowMillis - unusedSince;
  }
}
