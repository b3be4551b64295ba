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
   * @param takenOver peers without any open arc, the last of which is being handed over to this
   *     one: its former owner still has the link
   */
  public record View(PeerId peer, List<PeerId> outview, List<PeerId> takenOver) {
    public View {
      outview = List.copyOf(outview);
      takenOver = List.copyOf(takenOver);
    }

    public View(PeerId peer, List<PeerId> outview) {
      this(peer, outview, List.of());
    }
  }
}
