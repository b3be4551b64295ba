package org.arcmesh.n2n;

import java.util.function.Predicate;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Relays.Relay;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.n2n.SignalingMessage.Signal;

/**
 * What we forward for others: offers that one of the two asked us to carry, and what answers them.
 *
 * <p>A peer forwards only between its own neighbors (and guests at its door), only from the author
 * himself, and only so many. Bounded in sessions and in senders.
 */
final class Mediation {
  private final Predicate<PeerId> isNeighbor;
  private final Relays relays;
  private final Allowances allowances;
  private long relayed;
  private long refused;
  private long stray;

  Mediation(SignalingConfig config, Predicate<PeerId> isNeighbor) {
    this.isNeighbor = isNeighbor;
    this.relays = new Relays(2 * config.openDeadline().toMillis());
    this.allowances = new Allowances(config.relaysPerSecond());
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
    relays.add(new Relay(offer.session(), from, offer.to(), ctx.nowMillis()));
    relayed++;
    ctx.send(offer.to(), offer);
  }

  /** What follows an offer: carried only between the two for whom we carried the offer. */
  void carryOn(PeerId from, long session, PeerId to, SignalingMessage message, Context ctx) {
    Relay relay = relays.find(session);
    if (relay == null || !to.equals(relay.oppositeOf(from))) {
      stray++;
    } else if (allows(from, ctx.nowMillis())) {
      relayed++;
      ctx.send(to, message);
    }
  }

  /** Whether {@code sender} may make work for one more signal now. */
  boolean allows(PeerId sender, long nowMillis) {
    boolean allowed = allowances.take(sender, nowMillis);
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
}
