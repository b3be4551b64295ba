package org.arcmesh.broadcast.tree;

import java.util.Arrays;

/**
 * A light approximate shortest-path tree [Khuller, Raghavachari, Young: "Balancing minimum spanning
 * trees and shortest-path trees", Algorithmica 14, 1995].
 *
 * <p>No vertex is deeper than α times its distance from the root, and the whole weighs at most 1 +
 * 2/(α − 1) times the minimum spanning tree. "Traverse the minimum spanning tree; when a vertex is
 * deeper than allowed, add the shortest path to it."
 */
public final class Last {
  private final double alpha;
  private final Tree spanning;
  private final Tree shortest;
  private final long[] distances;
  private final long[] bounds;
  private final int[] parents;
  private final int[] weights;

  private Last(Tree spanning, Tree shortest, int vertices, double alpha) {
    this.alpha = alpha;
    this.spanning = spanning;
    this.shortest = shortest;
    distances = distancesIn(shortest, vertices);
    bounds = new long[vertices];
    Arrays.fill(bounds, Long.MAX_VALUE);
    parents = Tree.filled(vertices);
    weights = new int[vertices];
  }

  /**
   * The tree for the root of {@code spanning}.
   *
   * @param spanning the minimum spanning tree of {@code graph}, rooted at the source
   * @param alpha more than 1
   */
  public static Tree of(Graph graph, Tree spanning, double alpha) {
    if (!(alpha > 1)) {
      throw new IllegalArgumentException("alpha must be more than 1, not " + alpha);
    }
    Tree shortest = ShortestPaths.from(graph, spanning.root());
    return new Last(spanning, shortest, graph.size(), alpha).traverse();
  }

  private Tree traverse() {
    int root = spanning.root();
    bounds[root] = 0;
    int[] nextChild = new int[bounds.length];
    nextChild[root] = spanning.firstChild(root);
    int at = root;
    while (true) {
      int child = nextChild[at];
      if (child != Tree.NONE) {
        nextChild[at] = spanning.nextSibling(child);
        relax(at, child, spanning.edgeWeight(child));
        if (bounds[child] > alpha * distances[child]) {
          graft(child);
        }
        nextChild[child] = spanning.firstChild(child);
        at = child;
      } else if (at == root) {
        return new Tree(root, parents, weights);
      } else {
        int up = spanning.parent(at);
        relax(at, up, spanning.edgeWeight(at));
        at = up;
      }
    }
  }

  private void relax(int from, int to, int weight) {
    if (bounds[from] + weight < bounds[to]) {
      bounds[to] = bounds[from] + weight;
      parents[to] = from;
      weights[to] = weight;
    }
  }

  private void graft(int vertex) {
    int[] path = new int[8];
    int length = 0;
    for (int at = vertex; bounds[at] > distances[at]; at = shortest.parent(at)) {
      if (length == path.length) {
        path = Arrays.copyOf(path, 2 * length);
      }
      path[length++] = at;
    }
    while (--length >= 0) {
      int at = path[length];
      relax(shortest.parent(at), at, shortest.edgeWeight(at));
    }
  }

  private static long[] distancesIn(Tree tree, int vertices) {
    long[] distances = new long[vertices];
    int at = tree.firstChild(tree.root());
    while (at != Tree.NONE) {
      distances[at] = distances[tree.parent(at)] + tree.edgeWeight(at);
      at = tree.after(at);
    }
    return distances;
  }
}
