package org.arcmesh.sim;

/** A connection of two simulated peers: reliable and ordered, as a data channel is. */
final class SimLink {
  final long session;
  final SimPeer initiator;
  final SimPeer responder;

  /** The one-way delay. */
  final long tripMicros;

  /** Whether either end still has it; it goes down at one end before the other. */
  private boolean openAtInitiator;

  private boolean openAtResponder;

  /** When the last frame sent so far arrives at either side: later ones arrive no earlier. */
  private long lastToInitiator;

  private long lastToResponder;

  SimLink(long session, SimPeer initiator, SimPeer responder, long tripMicros) {
    this.session = session;
    this.initiator = initiator;
    this.responder = responder;
    this.tripMicros = tripMicros;
  }

  boolean isOpenAt(SimPeer peer) {
    return peer == initiator ? openAtInitiator : openAtResponder;
  }

  void setOpenAt(SimPeer peer, boolean open) {
    if (peer == initiator) {
      openAtInitiator = open;
    } else {
      openAtResponder = open;
    }
  }

  SimPeer oppositeOf(SimPeer peer) {
    return peer == initiator ? responder : initiator;
  }

  /** When a frame that would take until {@code micros} arrives in its turn. */
  long arrivalAt(SimPeer receiver, long micros) {
    if (receiver == initiator) {
      lastToInitiator = Math.max(lastToInitiator, micros);
      return lastToInitiator;
    }
    lastToResponder = Math.max(lastToResponder, micros);
    return lastToResponder;
  }
}
