package org.arcmesh.broadcast.linkstate;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.arcmesh.broadcast.linkstate.LinkRecord.Claim;
import org.arcmesh.broadcast.tree.Graph;
import org.arcmesh.broadcast.tree.Prim;
import org.arcmesh.broadcast.tree.Tree;
import org.arcmesh.core.PeerId;

/**
 * A picture of the backbone and its minimum spanning tree: peers as dense numbers in the order of
 * their ids. Immutable.
 */
final class Topology {
  private final PeerId[] ids;
  private final Graph graph;
  private final Tree spanning;

  /**
   * @param self from where the tree is grown; it must have a record, or nothing is reached
   * @param records one of each origin, in the order of origins
   */
  Topology(PeerId self, Collection<LinkRecord> records) {
    List<LinkRecord> all = List.copyOf(records);
    ids = all.stream().map(LinkRecord::origin).toArray(PeerId[]::new);
    Graph.Builder builder = Graph.builder(ids.length);
    for (int left = 0; left < ids.length; left++) {
      for (Claim claim : all.get(left).claims()) {
        int right = indexOf(claim.peer());
        int returned = right > left ? roundTrip(all.get(right), ids[left]) : -1;
        if (returned >= 0) {
          // The ends measure for themselves; both ways of looking at it must give one weight.
          builder.add(left, right, Math.max(1, Math.max(claim.roundTripMillis(), returned)));
        }
      }
    }
    graph = builder.build();
    int ours = indexOf(self);
    spanning = ours < 0 ? null : Prim.minimumSpanningTree(graph, ours);
  }

  private static int roundTrip(LinkRecord record, PeerId peer) {
    for (Claim claim : record.claims()) {
      if (claim.peer().equals(peer)) {
        return claim.roundTripMillis();
      }
    }
    return -1;
  }

  /** The number of a peer, negative if it is not in the picture. */
  int indexOf(PeerId peer) {
    return Arrays.binarySearch(ids, peer);
  }

  PeerId id(int index) {
    return ids[index];
  }

  Graph graph() {
    return graph;
  }

  /** Rooted at ourselves; null if we are not in the picture. */
  Tree spanning() {
    return spanning;
  }

  boolean reaches(PeerId peer) {
    int index = indexOf(peer);
    return index >= 0 && spanning != null && spanning.reaches(index);
  }

  /** Number of peers reached, ourselves included. */
  int reached() {
    int count = 0;
    for (int index = 0; spanning != null && index < ids.length; index++) {
      count += spanning.reaches(index) ? 1 : 0;
    }
    return count;
  }
}
