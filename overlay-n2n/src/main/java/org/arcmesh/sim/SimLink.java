package org.arcmesh.sim;

/** A connection of two simulated peers: reliable and ordered, as a data channel is. */
final class SimLink {
  final long session;
  final SimPeer initiator;
  final SimPeer responder;

  /** When the last frame sent so far arrives at either side: later ones arrive no earlier. */
  private long lastToInitiator;

  private long lastToResponder;

  SimLink(long session, SimPeer initiator, SimPeer responder) {
    this.session = session;
    this.initiator = initiator;
    this.responder = responder;
  }

  SimPeer oppositeOf(SimPeer peer) {
    return peer == initiator ? responder : initiator;
  }

  /** When a frame that would take until {@code micros} arrives in its turn. */
  long arrivalAt(int receiver, long micros) {
    if (receiver == initiator.number) {
      lastToInitiator = Math.max(lastToInitiator, micros);
      return lastToInitiator;
    }
    lastToResponder = Math.max(lastToResponder, micros);
    return lastToResponder;
  }
}
