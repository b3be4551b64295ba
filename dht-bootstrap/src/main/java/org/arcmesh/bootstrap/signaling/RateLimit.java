package org.arcmesh.bootstrap.signaling;

/** A token bucket that holds two seconds' worth. */
final class RateLimit {
  private final int perSecond;
  private double tokens;
  private long lastNanos;

  RateLimit(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.tokens = 2.0 * perSecond;
    this.lastNanos = nowNanos;
  }

  boolean tryTake(long nowNanos) {
    double refill = (nowNanos - lastNanos) / 1e9 * perSecond;
    tokens = Math.min(2.0 * perSecond, tokens + refill);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
