package org.arcmesh.bootstrap.mainline;

/** Lets a burst pass, and then so many a second. Not safe for threads. */
final class TokenBucket {
  private final double burst;
  private final double perSecond;
  private double tokens;
  private long lastNanos;

  TokenBucket(int burst, int perSecond, long nowNanos) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.tokens = burst;
    this.lastNanos = nowNanos;
  }

  /** Takes a token, if there is one. */
  boolean take(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perSecond / 1e9);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
