package org.arcmesh.testbed.measure;

import java.util.Arrays;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/**
 * The figures of an overlay's graph as the Spray paper uses them.
 *
 * <p>Clustering: for each peer, the directed arcs among its undirected neighborhood, divided by k(k
 * - 1) for a neighborhood of k; 0 for k below 2; the mean over peers. Paths follow directed arcs,
 * and are averaged over the pairs that have one.
 */
final class OverlayMetrics {
  /** From how many peers, evenly chosen, paths are measured. All of them in overlays up to it. */
  static final int PATH_SOURCES_MAX = 500;

  private final Graph graph;
  private final int[][] out;

  OverlayMetrics(Graph graph) {
    this.graph = graph;
    this.out = new int[graph.size()][];
    for (int i = 0; i < out.length; i++) {
      out[i] = Arrays.stream(graph.arcs(i)).distinct().sorted().toArray();
    }
  }

  void putAll(Report report) {
    int size = graph.size();
    Samples views = new Samples();
    int[] in = new int[size];
    int arcs = 0;
    int duplicated = 0;
    for (int i = 0; i < size; i++) {
      arcs += graph.viewSize(i);
      views.add(graph.viewSize(i));
      duplicated += out[i].length < graph.arcs(i).length ? 1 : 0;
      for (int target : graph.arcs(i)) {
        in[target]++;
      }
    }
    Samples inDegrees = new Samples();
    Arrays.stream(in).forEach(inDegrees::add);
    report.put("components", Arrays.stream(graph.components()).max().orElse(-1) + 1);
    report.put("arcs", arcs);
    report.put("meanView", (double) arcs / size);
    report.put("viewSd", views.sd());
    report.put("inDegreeSd", inDegrees.sd());
    report.put("clustering", clustering());
    paths(report);
    report.put("duplicatesShare", (double) duplicated / size);
    report.put("deadArcsShare", (double) graph.deadArcs() / arcs);
  }

  private double clustering() {
    int[][] neighborhoods = neighborhoods();
    double sum = 0;
    for (int[] neighborhood : neighborhoods) {
      int k = neighborhood.length;
      if (k < 2) {
        continue;
      }
      long among = 0;
      for (int neighbor : neighborhood) {
        for (int target : out[neighbor]) {
          among += Arrays.binarySearch(neighborhood, target) >= 0 ? 1 : 0;
        }
      }
      sum += (double) among / ((long) k * (k - 1));
    }
    return sum / graph.size();
  }

  private int[][] neighborhoods() {
    int[] degrees = new int[out.length];
    for (int i = 0; i < out.length; i++) {
      degrees[i] += out[i].length;
      for (int target : out[i]) {
        degrees[target]++;
      }
    }
    int[][] both = new int[out.length][];
    Arrays.setAll(both, i -> new int[degrees[i]]);
    int[] filled = new int[out.length];
    for (int i = 0; i < out.length; i++) {
      for (int target : out[i]) {
        both[i][filled[i]++] = target;
        both[target][filled[target]++] = i;
      }
    }
    Arrays.setAll(both, i -> Arrays.stream(both[i]).distinct().sorted().toArray());
    return both;
  }

  private void paths(Report report) {
    int size = graph.size();
    int sources = Math.min(size, PATH_SOURCES_MAX);
    long sum = 0;
    long pairs = 0;
    int longest = 0;
    int[] distance = new int[size];
    int[] queue = new int[size];
    for (int s = 0; s < sources; s++) {
      Arrays.fill(distance, -1);
      int source = (int) ((long) s * size / sources);
      int tail = 0;
      distance[source] = 0;
      queue[tail++] = source;
      for (int head = 0; head < tail; head++) {
        int at = queue[head];
        sum += distance[at];
        longest = Math.max(longest, distance[at]);
        for (int target : out[at]) {
          if (distance[target] < 0) {
            distance[target] = distance[at] + 1;
            queue[tail++] = target;
          }
        }
      }
      pairs += tail - 1;
    }
    if (pairs > 0) {
      report.put("meanPath", (double) sum / pairs);
      report.put("maxPath", longest);
    }
  }
}
