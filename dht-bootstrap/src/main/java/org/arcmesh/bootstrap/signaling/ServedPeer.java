package org.arcmesh.bootstrap.signaling;

import java.util.List;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;

/** The peer beside which a signaling server runs. All is called on its event loop. */
public interface ServedPeer extends DoorPeer {

  /** What the peer believes of its component. */
  Component component();

  /**
   * A peer to which {@code guest} can open its first arc: uniformly the peer itself or one of its
   * neighbors, so that newcomers do not all hang on signaling nodes.
   */
  PeerId contact(PeerId guest);

  /** The number of its links. */
  int links();

  /** WebSockets that it has open to other signaling nodes. */
  int nodeSockets();

  boolean isNeighbor(PeerId peer);

  /** Other signaling nodes that it has seen answer, at most {@value DoorMessage#ALTERNATES_MAX}. */
  List<Endpoint> alternates();
}
