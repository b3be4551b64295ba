package org.arcmesh;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Component;
import org.arcmesh.core.PeerId;

/**
 * What a peer sees of its overlay at one moment.
 *
 * @param self the peer
 * @param neighbors peers with an open link to it, in the order in which the links opened
 * @param view targets of its arcs, each as often as it has arcs to it
 * @param component what it believes of the peers that can reach each other: two of them are in the
 *     same component when their beliefs {@linkplain Component#intersects intersect}
 * @param callbacksDropped deliveries and events that no callback saw, because the application was
 *     too slow: see {@link Overlay}
 */
public record OverlayView(
    PeerId self,
    List<PeerId> neighbors,
    List<PeerId> view,
    Component component,
    long callbacksDropped) {
  public OverlayView {
    Objects.requireNonNull(self);
    neighbors = List.copyOf(neighbors);
    view = List.copyOf(view);
    Objects.requireNonNull(component);
  }

  /** Estimated number of peers in the component, the peer included; at least 1. */
  public double sizeEstimate() {
    return component.peers();
  }

  /** Whether the peer has no neighbor: it is the first one, or still looks for others. */
  public boolean isAlone() {
    return neighbors.isEmpty();
  }
}
