package org.arcmesh.broadcast.linkstate;

import java.util.Arrays;
import org.arcmesh.broadcast.tree.Graph;
import org.arcmesh.broadcast.tree.Prim;
import org.arcmesh.broadcast.tree.Tree;
import org.arcmesh.core.PeerId;

/**
 * A picture of the backbone and its minimum spanning tree: peers as dense numbers in the order of
 * their ids. To the outside immutable; the tree is grown when somebody asks for it.
 */
final class Topology {
  private final PeerId[] ids;
  private final Graph graph;
  private final boolean[] reached;
  private final int ours;
  private Tree spanning;

  /**
   * @param self from where the tree is grown; it must have a record, or nothing is reached
   * @param ids ascending; not to be changed
   * @param claims of each of them: the number of a peer, negative if it is not among the ids, and
   *     the round trip to it, in turn
   */
  Topology(PeerId self, PeerId[] ids, int[][] claims) {
    this.ids = ids;
    Graph.Builder builder = Graph.builder(ids.length);
    for (int left = 0; left < ids.length; left++) {
      int[] claimed = claims[left];
      for (int at = 0; at < claimed.length; at += 2) {
        int right = claimed[at];
        int returned = right > left ? roundTrip(claims[right], left) : -1;
        if (returned >= 0) {
          // The ends measure for themselves; both ways of looking at it must give one weight.
          builder.add(left, right, Math.max(1, Math.max(claimed[at + 1], returned)));
        }
      }
    }
    graph = builder.build();
    ours = indexOf(self);
    reached = ours < 0 ? new boolean[ids.length] : graph.reachedFrom(ours);
  }

  private static int roundTrip(int[] claimed, int peer) {
    for (int at = 0; at < claimed.length; at += 2) {
      if (claimed[at] == peer) {
        return claimed[at + 1];
      }
    }
    return -1;
  }

  /** Whether the numbers of the picture are places in {@code origins}. */
  boolean isOver(PeerId[] origins) {
    return ids == origins;
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
    if (spanning == null && ours >= 0) {
      spanning = Prim.minimumSpanningTree(graph, ours);
    }
    return spanning;
  }

  boolean reaches(PeerId peer) {
    int index = indexOf(peer);
    return index >= 0 && reached[index];
  }

  /** By number whether the peer is reached, ourselves included; not to be changed. */
  boolean[] reached() {
    return reached;
  }
}
