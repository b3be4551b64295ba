package org.arcmesh.bootstrap.signaling;

import java.util.List;
import java.util.function.Supplier;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerSampling;
import org.arcmesh.webrtc.LivePeer;

/** The peer beside which a signaling server runs. All is called on its event loop. */
public interface ServedPeer extends DoorPeer {

  /**
   * A live peer.
   *
   * @param component asked on the peer's event loop
   * @param sampling the peer's sampler, whose sample is the contacts of newcomers
   * @param discovery the peer's discovery, whose nodes are named to those who ask
   */
  static ServedPeer of(
      LivePeer peer,
      Supplier<Component> component,
      PeerSampling sampling,
      LiveDiscovery discovery) {
    return new LiveDoors(peer, component, sampling, discovery);
  }

  /** What the peer believes of its component. */
  Component component();

  /** A peer to which {@code guest} can open its first arc: the peer itself or a neighbor. */
  PeerId contact(PeerId guest);

  /** The number of its links. */
  int links();

  boolean isNeighbor(PeerId peer);

  /** Other signaling nodes that it has seen answer, at most {@value DoorMessage#ALTERNATES_MAX}. */
  List<Endpoint> alternates();
}
