package org.arcmesh.testbed.measure;

import java.util.List;
import org.arcmesh.core.PeerId;

/**
 * The ground truth at one moment: every live peer with its arcs.
 *
 * @param atMillis engine time
 * @param peers the live ones, in the order in which they started
 */
public record Snapshot(double atMillis, List<View> peers) {
  public Snapshot {
    peers = List.copyOf(peers);
  }

  /**
   * What one peer has.
   *
   * @param outview targets of its open arcs, with repetitions
   * @param opening targets of arcs that are agreed and cannot be used yet, their links being set up
   */
  public record View(PeerId peer, List<PeerId> outview, List<PeerId> opening) {
    public View {
      outview = List.copyOf(outview);
      opening = List.copyOf(opening);
    }

    public View(PeerId peer, List<PeerId> outview) {
      this(peer, outview, List.of());
    }
  }
}
