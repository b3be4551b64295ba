package org.arcmesh.n2n;

import java.util.ArrayDeque;
import org.arcmesh.core.LongMap;
import org.arcmesh.core.PeerId;

/** The offers that we carried lately, and for whom; bounded in number and in time. */
final class Relays {
  private static final int SIZE_MAX = 1024;

  private final long keptMillis;
  private final LongMap<Relay> bySession = new LongMap<>();
  private final ArrayDeque<Relay> byAge = new ArrayDeque<>();

  /**
   * @param keptMillis after which the two have made it or given up
   */
  Relays(long keptMillis) {
    this.keptMillis = keptMillis;
  }

  /** An offer that we carried, and for whom. */
  record Relay(long session, PeerId initiator, PeerId responder, long at) {
    /** The other one of the two, or null if {@code peer} is neither. */
    PeerId oppositeOf(PeerId peer) {
      if (peer.equals(initiator)) {
        return responder;
      }
      return peer.equals(responder) ? initiator : null;
    }
  }

  void add(Relay relay) {
    while (!byAge.isEmpty()
        && (byAge.size() >= SIZE_MAX || relay.at() - byAge.getFirst().at() > keptMillis)) {
      Relay oldest = byAge.removeFirst();
      if (bySession.get(oldest.session()) == oldest) { // Not if the session was named anew.
        bySession.remove(oldest.session());
      }
    }
    byAge.addLast(relay);
    bySession.put(relay.session(), relay);
  }

  /** The last one of that session, or null. */
  Relay find(long session) {
    return bySession.get(session);
  }
}
