package org.arcmesh.n2n;

/**
 * How many ends of links may begin in one process: a token bucket, and a place in line for those
 * who find it empty.
 *
 * <p>One thread calls native code, and an end of a link takes it some milliseconds. What goes
 * beyond that would wait behind each other until all of it is too late, and retries would double
 * it. For one thread at a time.
 */
public final class SetUps {
  /** Most links wait for two ends in the same process. */
  private static final int ENDS = 2;

  /** Who is told to come back later than this had better look for another peer. Guess. */
  private static final long LINE_MILLIS_MAX = 5_000;

  private final double endsPerMilli;
  private final double burst;
  private double tokens;
  private long filledAt;
  private double lineEndsAt;

  /**
   * @param linksPerSecond that both begin and end here; half of that at once
   */
  public SetUps(int linksPerSecond) {
    this.endsPerMilli = ENDS * linksPerSecond / 1_000.0;
    this.burst = ENDS * Math.max(1, linksPerSecond / 2);
    this.tokens = burst;
  }

  /**
   * Asks to offer a link.
   *
   * @return 0 if that may begin now, else the milliseconds after which to ask again
   */
  public int offer(long nowMillis) {
    fill(nowMillis);
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return later(nowMillis);
  }

  /** What to answer to an offer that may not begin now, for whatever reason. */
  public int later(long nowMillis) {
    fill(nowMillis);
    // One after the other is told to come back, or they would all come at once.
    double own = Math.max(lineEndsAt, nowMillis + Math.max(1, 1 - tokens) / endsPerMilli);
    lineEndsAt = Math.min(own + ENDS / endsPerMilli, nowMillis + (double) LINE_MILLIS_MAX);
    return waitUntil(own, nowMillis);
  }

  /**
   * Asks to answer an offer. Who offered has done its half already, so answers may take what comes
   * in later, up to as much as a full bucket.
   *
   * @return 0 if that may begin now, else the milliseconds after which the other side may ask again
   */
  public int answer(long nowMillis) {
    fill(nowMillis);
    if (tokens > -burst) {
      tokens--;
      return 0;
    }
    return waitUntil(nowMillis + (1 - tokens) / endsPerMilli, nowMillis);
  }

  private void fill(long nowMillis) {
    tokens = Math.min(burst, tokens + (nowMillis - filledAt) * endsPerMilli);
    filledAt = nowMillis;
  }

  private static int waitUntil(double atMillis, long nowMillis) {
    return (int) Math.max(1, Math.min(LINE_MILLIS_MAX, Math.ceil(atMillis - nowMillis)));
  }
}
