package org.arcmesh.testbed.measure;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
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
  /** On so many processors it pays; each takes memory. */
  private static final int CLUSTERING_PARTS = 4;

  private final Graph graph;
  private final int[][] out;

  OverlayMetrics(Graph graph) {
    this.graph = graph;
    this.out = new int[graph.size()][];
    Crowd.of(out.length).forEach(i -> out[i] = distinct(graph.arcs(i).clone()));
  }

  /** Puts what one pass over the arcs tells. */
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
    int[] components = graph.components();
    int[] members = new int[size];
    Arrays.stream(components).forEach(component -> members[component]++);
    report.put("components", Arrays.stream(components).max().orElse(-1) + 1);
    report.put("largestShare", (double) Arrays.stream(members).max().orElse(0) / size);
    report.put("arcs", arcs);
    report.put("meanView", (double) arcs / size);
    report.put("viewExcess", (double) arcs / size - StrictMath.log(size));
    report.put("viewSd", views.sd());
    report.put("inDegreeSd", inDegrees.sd());
    report.put("duplicatesShare", (double) duplicated / size);
    report.put("deadArcsShare", (double) graph.deadArcs() / arcs);
  }

  /** Puts the others, which take longer: strong components, clustering, paths. */
  void putCostly(Report report) {
    report.put("strongComponents", StrongComponents.count(out));
    putClustering(report);
    Paths.putAll(out, report);
  }

  /** Puts the clustering alone. */
  void putClustering(Report report) {
    report.put("clustering", clustering());
  }

  private double clustering() {
    int[] starts = new int[out.length + 1];
    int[] origins = origins(starts);
    double[] shares = new double[out.length];
    IntConsumer putPart =
        part -> {
          int[] marks = new int[out.length];
          int[] near = new int[out.length];
          int end = (int) ((part + 1L) * out.length / CLUSTERING_PARTS);
          for (int i = (int) ((long) part * out.length / CLUSTERING_PARTS); i < end; i++) {
            shares[i] = clustering(i, starts, origins, marks, near);
          }
        };
    IntStream.range(0, CLUSTERING_PARTS).parallel().forEach(putPart);
    return Arrays.stream(shares).sum() / graph.size();
  }

  /**
   * The share of arcs that there are among the neighbors of a peer.
   *
   * @param marks of each peer, the last one whose neighbor it was found to be, plus 1
   * @param near room for all neighbors
   */
  private double clustering(int peer, int[] starts, int[] origins, int[] marks, int[] near) {
    int mark = peer + 1; // Those of other peers need not be wiped away.
    int k = 0;
    for (int target : out[peer]) {
      if (marks[target] != mark) {
        marks[target] = mark;
        near[k++] = target;
      }
    }
    for (int at = starts[peer]; at < starts[peer + 1]; at++) {
      if (marks[origins[at]] != mark) {
        marks[origins[at]] = mark;
        near[k++] = origins[at];
      }
    }
    if (k < 2) {
      return 0;
    }
    long among = 0;
    for (int neighbor = 0; neighbor < k; neighbor++) {
      for (int target : out[near[neighbor]]) {
        among += marks[target] == mark ? 1 : 0;
      }
    }
    return (double) among / ((long) k * (k - 1));
  }

  /**
   * Where arcs come from: those to peer i are from {@code starts[i]} on, before those to the next.
   */
  private int[] origins(int[] starts) {
    for (int[] targets : out) {
      for (int target : targets) {
        starts[target + 1]++;
      }
    }
    for (int i = 0; i < out.length; i++) {
      starts[i + 1] += starts[i];
    }
    int[] filled = starts.clone();
    int[] origins = new int[starts[out.length]];
    for (int i = 0; i < out.length; i++) {
      for (int target : out[i]) {
        origins[filled[target]++] = i;
      }
    }
    return origins;
  }

  /** The same numbers in order, each once; {@code numbers} is spent. */
  private static int[] distinct(int[] numbers) {
    Arrays.sort(numbers);
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (i == 0 || numbers[i] != numbers[i - 1]) {
        numbers[count++] = numbers[i];
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
