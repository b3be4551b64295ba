package org.arcmesh.broadcast.tree;

import java.util.Arrays;

/**
 * The tree of shortest paths from a vertex [Dijkstra, Numerische Mathematik 1, 1959]. Of several
 * parents on a shortest path the smallest is taken.
 */
public final class ShortestPaths {
  private ShortestPaths() {}

  public static Tree from(Graph graph, int root) {
    int[] parents = Tree.filled(graph.size());
    int[] weights = new int[graph.size()];
    long[] distances = new long[graph.size()];
    Arrays.fill(distances, Long.MAX_VALUE);
    distances[root] = 0;
    VertexHeap heap = new VertexHeap(graph.size());
    heap.offer(root, 0, root);
    while (!heap.isEmpty()) {
      int vertex = heap.poll();
      for (int place = graph.start(vertex); place < graph.start(vertex + 1); place++) {
        int target = graph.target(place);
        long distance = distances[vertex] + graph.weight(place);
        if (distance < distances[target]
            || distance == distances[target] && vertex < parents[target]) {
          boolean nearer = distance < distances[target];
          distances[target] = distance;
          parents[target] = vertex;
          weights[target] = graph.weight(place);
          if (nearer) {
            heap.offer(target, distance, target);
          }
        }
      }
    }
    return new Tree(root, parents, weights);
  }
}
