package org.arcmesh.n2n;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;

/**
 * The arcs to us: what our neighbors last claimed to have. The outview is the truth, this is
 * hearsay; it is zero for whoever has no link to us.
 */
final class Inview {
  /** An absurd claim is cut to this, so that listing it stays cheap. */
  private static final int ARCS_MAX = 64;

  private Inview() {}

  static List<PeerId> of(PeerMap<Link> links) {
    List<PeerId> origins = new ArrayList<>();
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      if (link != null) {
        repeat(link.neighbor, Math.min(link.claimedArcs, ARCS_MAX), origins);
      }
    }
    return origins;
  }

  static void repeat(PeerId peer, int times, List<PeerId> peers) {
    for (int i = 0; i < times; i++) {
      peers.add(peer);
    }
  }
}
