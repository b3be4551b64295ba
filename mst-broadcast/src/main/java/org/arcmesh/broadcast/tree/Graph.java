package org.arcmesh.broadcast.tree;

import java.util.Arrays;

/**
 * An undirected graph on the vertices 0 to {@code size() - 1} with positive integer weights, as
 * adjacency lists in three flat arrays. Immutable.
 */
public final class Graph {
  private final int[] starts;
  private final int[] targets;
  private final int[] weights;

  private Graph(int[] starts, int[] targets, int[] weights) {
    this.starts = starts;
    this.targets = targets;
    this.weights = weights;
  }

  public static Builder builder(int vertices) {
    return new Builder(vertices);
  }

  /** Number of vertices. */
  public int size() {
    return starts.length - 1;
  }

  /** Number of undirected edges. */
  public int edges() {
    return targets.length / 2;
  }

  /** Where the neighbors of {@code vertex} start; they end where those of the next one start. */
  int start(int vertex) {
    return starts[vertex];
  }

  int target(int place) {
    return targets[place];
  }

  int weight(int place) {
    return weights[place];
  }

  /** For each vertex the smallest one to which there is a way. */
  public int[] components() {
    int[] components = Tree.filled(size());
    int[] queue = new int[size()];
    for (int smallest = 0; smallest < size(); smallest++) {
      if (components[smallest] != Tree.NONE) {
        continue;
      }
      components[smallest] = smallest;
      queue[0] = smallest;
      int end = 1;
      for (int next = 0; next < end; next++) {
        for (int place = start(queue[next]); place < start(queue[next] + 1); place++) {
          if (components[targets[place]] == Tree.NONE) {
            components[targets[place]] = smallest;
            queue[end++] = targets[place];
          }
        }
      }
    }
    return components;
  }

  /** Collects edges; each pair of vertices at most once. */
  public static final class Builder {
    private final int vertices;
    private int[] ends = new int[32];
    private int[] weights = new int[16];
    private int count;

    private Builder(int vertices) {
      this.vertices = vertices;
    }

    public Builder add(int left, int right, int weight) {
      if (left == right || weight < 1) {
        throw new IllegalArgumentException(
            "an edge " + left + "–" + right + " of weight " + weight);
      }
      if (count == weights.length) {
        ends = Arrays.copyOf(ends, 4 * count);
        weights = Arrays.copyOf(weights, 2 * count);
      }
      ends[2 * count] = left;
      ends[2 * count + 1] = right;
      weights[count++] = weight;
      return this;
    }

    public Graph build() {
      int[] starts = new int[vertices + 1];
      for (int end = 0; end < 2 * count; end++) {
        starts[ends[end] + 1]++;
      }
      for (int vertex = 0; vertex < vertices; vertex++) {
        starts[vertex + 1] += starts[vertex];
      }
      int[] next = Arrays.copyOf(starts, vertices);
      int[] targets = new int[2 * count];
      int[] both = new int[2 * count];
      for (int end = 0; end < 2 * count; end++) {
        int place = next[ends[end]]++;
        targets[place] = ends[end ^ 1];
        both[place] = weights[end / 2];
      }
      return new Graph(starts, targets, both);
    }
  }
}
