package org.arcmesh.n2n;

import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;

/** A token bucket for each sender; one that is full again is as good as new, and forgotten. */
final class Allowances {
  private static final int SENDERS_MAX = 1024;

  private final double perMilli;
  private final double burst;
  private final PeerMap<Allowance> bySender = new PeerMap<>();

  /**
   * @param perSecond on average; twice that at once
   */
  Allowances(int perSecond) {
    this.perMilli = perSecond / 1000.0;
    this.burst = 2.0 * perSecond;
  }

  /** Whether {@code sender} may do one more thing now. */
  boolean take(PeerId sender, long nowMillis) {
    Allowance allowance = bySender.get(sender);
    if (allowance == null) {
      forgetFull(nowMillis);
      allowance = new Allowance(sender, burst, nowMillis);
      bySender.put(sender, allowance);
    }
    allowance.tokens = allowance.tokensAt(nowMillis);
    allowance.filledAt = nowMillis;
    if (allowance.tokens < 1) {
      return false;
    }
    allowance.tokens--;
    return true;
  }

  int size() {
    return bySender.size();
  }

  private void forgetFull(long nowMillis) {
    for (Allowance first = bySender.first();
        first != null && (first.tokensAt(nowMillis) >= burst || bySender.size() >= SENDERS_MAX);
        first = bySender.first()) {
      bySender.remove(first.sender);
    }
  }

  private final class Allowance {
    private final PeerId sender;
    private double tokens;
    private long filledAt;

    Allowance(PeerId sender, double tokens, long nowMillis) {
      this.sender = sender;
      this.tokens = tokens;
      this.filledAt = nowMillis;
    }

    double tokensAt(long nowMillis) {
      return Math.min(burst, tokens + (nowMillis - filledAt) * perMilli);
    }
  }
}
