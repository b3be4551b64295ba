package org.arcmesh.core;

import java.util.List;

/**
 * Random peer sampling as the other protocols of the same peer use it. Called on the peer's thread.
 */
public interface PeerSampling {

  /** Targets of our usable arcs, each as often as there are arcs to it. */
  List<PeerId> view();

  /** At most {@code count} different peers of the view, uniformly drawn; fewer if it has fewer. */
  List<PeerId> sample(int count);

  /** Estimated number of peers in our component, ourselves included; at least 1. */
  double sizeEstimate();

  /**
   * Enters the overlay of {@code contact}, after which the sampler tells the rest of it about us.
   * May be called again to bridge two components.
   *
   * @param mediator a neighbor or a signaling node that has a link to {@code contact}, or {@code
   *     contact} itself
   */
  void join(PeerId contact, PeerId mediator);
}
