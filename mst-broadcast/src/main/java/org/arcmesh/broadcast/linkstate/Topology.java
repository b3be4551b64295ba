package org.arcmesh.broadcast.linkstate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.tree.Graph;
import org.arcmesh.broadcast.tree.Last;
import org.arcmesh.broadcast.tree.Prim;
import org.arcmesh.broadcast.tree.Tree;
import org.arcmesh.core.PeerId;

/**
 * A picture of the backbone and the trees on it: peers as dense numbers in the order of their ids.
 * To the outside immutable, and the same for whoever looks; trees are grown when somebody asks.
 */
final class Topology {
  /** Guess: vertices of all trees kept, 16 bytes each. */
  private static final int TREE_VERTICES_MAX = 1 << 22;

  private final TreeMode mode;
  private final double alpha;
  private final long[] origins;
  private final Graph graph;
  private final int[] components;
  private final Map<Integer, Integer> sizes = new LinkedHashMap<>();
  private final Map<Integer, Tree> spanning = new LinkedHashMap<>();
  private final Map<Integer, Tree> trees = new LinkedHashMap<>();
  private final int unreturned;

  Topology(Bucket[] picture, TreeMode mode, double alpha) {
    this.mode = mode;
    this.alpha = alpha;
    int size = 0;
    for (Bucket bucket : picture) {
      size += bucket.size();
    }
    origins = new long[size];
    LinkRecord[] records = new LinkRecord[size];
    int next = 0;
    for (Bucket bucket : picture) {
      for (int place = 0; place < bucket.size(); place++) {
        records[next] = bucket.get(place);
        origins[next] = records[next].origin();
        next++;
      }
    }
    Claims claims = new Claims(records);
    graph = claims.graph();
    unreturned = claims.unreturned();
    components = graph.components();
    for (int component : components) {
      sizes.merge(component, 1, Integer::sum);
    }
  }

  /** Number of peers that have a record. */
  int size() {
    return origins.length;
  }

  /** Claims that the other end does not make, or of whose other end we have no record. */
  int unreturned() {
    return unreturned;
  }

  /** The number of a peer, negative if it is not in the picture. */
  int indexOf(PeerId peer) {
    return indexOf(peer.prefix());
  }

  int indexOf(long origin) {
    return Origins.find(origins, origin);
  }

  long origin(int index) {
    return origins[index];
  }

  /** Whether there is a way between two peers. */
  boolean connects(int left, int right) {
    return left >= 0 && right >= 0 && components[left] == components[right];
  }

  /** The peer with the smallest id to which there is a way. */
  int smallestInComponentOf(int index) {
    return components[index];
  }

  /** Number of peers to which there is a way, with the peer itself. */
  int reachedFrom(int index) {
    return sizes.get(components[index]);
  }

  /** The tree of a source. */
  Tree tree(int source) {
    Tree tree = trees.get(source);
    if (tree == null) {
      if (trees.size() >= Math.max(16, TREE_VERTICES_MAX / Math.max(1, origins.length))) {
        trees.remove(trees.keySet().iterator().next());
      }
      tree = grow(source);
      trees.put(source, tree);
    }
    return tree;
  }

  private Tree grow(int source) {
    Tree minimum =
        spanning
            .computeIfAbsent(components[source], root -> Prim.minimumSpanningTree(graph, root))
            .rootedAt(source);
    return mode == TreeMode.LAST ? Last.of(graph, minimum, alpha) : minimum;
  }

  @Override
  public String toString() {
    return Arrays.toString(origins);
  }
}
