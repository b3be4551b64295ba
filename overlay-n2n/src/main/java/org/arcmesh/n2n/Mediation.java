package org.arcmesh.n2n;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.core.PeerId;

/**
 * What we forward for others: offers that one of the two asked us to carry, and what answers them.
 *
 * <p>A peer forwards only between its own neighbors (and guests at its door), only from the author
 * himself, and only so many. Bounded in sessions and in senders.
 */
final class Mediation {
  private static final int SESSIONS_MAX = 1024;
  private static final int SENDERS_MAX = 1024;

  private final int relaysPerSecond;
  private final Map<Long, Relay> relays = bounded(SESSIONS_MAX);
  private final Map<PeerId, Allowance> allowances = bounded(SENDERS_MAX);

  Mediation(int relaysPerSecond) {
    this.relaysPerSecond = relaysPerSecond;
  }

  /** An offer that we carried, and for whom. */
  record Relay(PeerId initiator, PeerId responder) {
    /** The other one of the two, or null if {@code peer} is neither. */
    PeerId oppositeOf(PeerId peer) {
      if (peer.equals(initiator)) {
        return responder;
      }
      return peer.equals(responder) ? initiator : null;
    }
  }

  /** Whether {@code sender} may have one more signal carried now. */
  boolean mayRelay(PeerId sender, long nowMillis) {
    return allowances
        .computeIfAbsent(sender, peer -> new Allowance(2.0 * relaysPerSecond, nowMillis))
        .take(relaysPerSecond, nowMillis);
  }

  void remember(long session, PeerId initiator, PeerId responder) {
    relays.put(session, new Relay(initiator, responder));
  }

  /** The relay of this session, or null. */
  Relay relay(long session) {
    return relays.get(session);
  }

  private static <K, V> Map<K, V> bounded(int sizeMax) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > sizeMax;
      }
    };
  }

  /** A token bucket. */
  private static final class Allowance {
    private double tokens;
    private long filledAt;

    Allowance(double tokens, long nowMillis) {
      this.tokens = tokens;
      this.filledAt = nowMillis;
    }

    boolean take(int perSecond, long nowMillis) {
      tokens = Math.min(2.0 * perSecond, tokens + (nowMillis - filledAt) / 1000.0 * perSecond);
      filledAt = nowMillis;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
