package org.arcmesh.bootstrap.signaling;

/** A token bucket. */
final class RateLimit {
  private final double perSecond;
  private final double burst;
  private double tokens;
  private long lastNanos;

  RateLimit(double perSecond, double burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = Math.max(1, burst);
    this.tokens = this.burst;
    this.lastNanos = nowNanos;
  }

  /** With two seconds' worth at once. */
  RateLimit(int perSecond, long nowNanos) {
    this(perSecond, 2.0 * perSecond, nowNanos);
  }

  boolean tryTake(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - lastNanos) / 1e9 * perSecond);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
