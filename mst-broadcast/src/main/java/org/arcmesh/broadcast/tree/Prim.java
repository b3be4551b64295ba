package org.arcmesh.broadcast.tree;

import java.util.Arrays;

/**
 * The minimum spanning tree of a vertex's component [Prim, Bell System Technical Journal 36, 1957],
 * on adjacency lists with a heap.
 *
 * <p>Edges are ordered by (weight, smaller vertex, larger vertex), no two alike, so that there is
 * one minimum spanning tree only, from whichever vertex it is grown.
 */
public final class Prim {
  private Prim() {}

  public static Tree minimumSpanningTree(Graph graph, int root) {
    int[] parents = Tree.filled(graph.size());
    int[] weights = new int[graph.size()];
    Arrays.fill(weights, Integer.MAX_VALUE);
    boolean[] done = new boolean[graph.size()];
    VertexHeap heap = new VertexHeap(graph.size());
    heap.offer(root, 0, 0);
    while (!heap.isEmpty()) {
      int vertex = heap.poll();
      done[vertex] = true;
      for (int place = graph.start(vertex); place < graph.start(vertex + 1); place++) {
        int target = graph.target(place);
        int weight = graph.weight(place);
        if (!done[target] && isLighter(weight, vertex, weights[target], parents[target], target)) {
          weights[target] = weight;
          parents[target] = vertex;
          heap.offer(target, weight, pair(vertex, target));
        }
      }
    }
    weights[root] = 0;
    return new Tree(root, parents, weights);
  }

  private static boolean isLighter(int weight, int end, int oldWeight, int oldEnd, int target) {
    return weight < oldWeight || weight == oldWeight && pair(end, target) < pair(oldEnd, target);
  }

  private static long pair(int left, int right) {
    return (long) Math.min(left, right) << 32 | Math.max(left, right);
  }
}
