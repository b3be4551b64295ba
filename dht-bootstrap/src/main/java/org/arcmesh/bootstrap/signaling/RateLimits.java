package org.arcmesh.bootstrap.signaling;

import java.util.LinkedHashMap;
import java.util.Map;

/** A token bucket for each of many; whoever has said nothing for longest is forgotten first. */
final class RateLimits<K> {
  static final int REMEMBERED_MAX = 4_096;

  private final double perSecond;
  private final double burst;
  private final Map<K, RateLimit> limits =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, RateLimit> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /**
   * @param burst how many of them may come at once
   */
  RateLimits(int perMinute, double burst) {
    this.perSecond = perMinute / 60.0;
    this.burst = burst;
  }

  boolean tryTake(K of, long nowNanos) {
    return limits
        .computeIfAbsent(of, key -> new RateLimit(perSecond, burst, nowNanos))
        .tryTake(nowNanos);
  }
}
