package org.arcmesh.n2n;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.n2n.SignalingMessage.Signal;

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
  private final Predicate<PeerId> isNeighbor;
  private final Map<Long, Relay> relays = bounded(SESSIONS_MAX);
  private final Map<PeerId, Allowance> allowances = bounded(SENDERS_MAX);
  private long relayed;
  private long refused;
  private long stray;

  Mediation(int relaysPerSecond, Predicate<PeerId> isNeighbor) {
    this.relaysPerSecond = relaysPerSecond;
    this.isNeighbor = isNeighbor;
  }

  /** An offer that we carried, and for whom. */
  private record Relay(PeerId initiator, PeerId responder) {
    /** The other one of the two, or null if {@code peer} is neither. */
    PeerId oppositeOf(PeerId peer) {
      if (peer.equals(initiator)) {
        return responder;
      }
      return peer.equals(responder) ? initiator : null;
    }
  }

  /** An offer to somebody else: carried between its author, next to us, and a neighbor. */
  void carry(PeerId from, Signal offer, Context ctx) {
    if (!offer.from().equals(from)) {
      stray++; // Nobody's signals pass more than one mediator.
      return;
    }
    if (!isNeighbor.test(offer.to())) {
      ctx.send(from, new Refuse(ctx.self(), from, offer.session(), Cause.NO_ROUTE));
      return;
    }
    if (!allows(from, ctx.nowMillis())) {
      ctx.send(from, new Refuse(ctx.self(), from, offer.session(), Cause.REFUSED));
      return;
    }
    relays.put(offer.session(), new Relay(from, offer.to()));
    relayed++;
    ctx.send(offer.to(), offer);
  }

  /** What follows an offer: carried only between the two for whom we carried the offer. */
  void carryOn(PeerId from, long session, PeerId to, SignalingMessage message, Context ctx) {
    Relay relay = relays.get(session);
    if (relay == null || !to.equals(relay.oppositeOf(from))) {
      stray++;
    } else if (allows(from, ctx.nowMillis())) {
      relayed++;
      ctx.send(to, message);
    }
  }

  /** Whether {@code sender} may make work for one more signal now. */
  boolean allows(PeerId sender, long nowMillis) {
    boolean allowed =
        allowances
            .computeIfAbsent(sender, peer -> new Allowance(2.0 * relaysPerSecond, nowMillis))
            .take(relaysPerSecond, nowMillis);
    if (!allowed) {
      refused++;
    }
    return allowed;
  }

  long relayed() {
    return relayed;
  }

  long refused() {
    return refused;
  }

  long stray() {
    return stray;
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
