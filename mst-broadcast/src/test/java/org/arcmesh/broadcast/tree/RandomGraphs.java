package org.arcmesh.broadcast.tree;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Connected random graphs, as lists of {left, right, weight}. */
final class RandomGraphs {
  private RandomGraphs() {}

  record Edge(int left, int right, int weight) {}

  static List<Edge> edges(long seed, int vertices, int chordsPerVertex, int weightMax) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Long> pairs = new LinkedHashSet<>();
    List<Edge> edges = new ArrayList<>();
    for (int vertex = 1; vertex < vertices; vertex++) {
      add(edges, pairs, vertex, random.nextInt(vertex), 1 + random.nextInt(weightMax));
    }
    for (int i = 0; i < vertices * chordsPerVertex; i++) {
      int left = random.nextInt(vertices);
      add(edges, pairs, left, random.nextInt(vertices), 1 + random.nextInt(weightMax));
    }
    return edges;
  }

  static Graph graph(int vertices, List<Edge> edges) {
    Graph.Builder builder = Graph.builder(vertices);
    edges.forEach(edge -> builder.add(edge.left(), edge.right(), edge.weight()));
    return builder.build();
  }

  private static void add(List<Edge> edges, Set<Long> pairs, int left, int right, int weight) {
    long pair = (long) Math.min(left, right) << 32 | Math.max(left, right);
    if (left != right && pairs.add(pair)) {
      edges.add(new Edge(left, right, weight));
    }
  }
}
