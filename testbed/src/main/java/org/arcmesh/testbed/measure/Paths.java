package org.arcmesh.testbed.measure;

import java.util.Arrays;
import org.arcmesh.testbed.report.Report;

/**
 * Lengths of the shortest paths along directed arcs.
 *
 * <p>Breadth first from 64 sources at once, a bit of a word for each: all sources whose wave
 * reaches a peer in the same round share one visit (Then et al., "The More the Merrier", VLDB
 * 2014).
 */
final class Paths {
  /** Overlays up to this size are measured from all their peers. */
  static final int EXACT_PEERS_MAX = 10_000;

  /** From so many evenly chosen peers are larger ones measured. */
  static final int SAMPLED_SOURCES = 64;

  private final int[][] out;
  private final long[] seen;
  private long[] frontier;
  private long[] next;
  private long sum;
  private long pairs;
  private int longest;

  private Paths(int[][] out) {
    this.out = out;
    this.seen = new long[out.length];
    this.frontier = new long[out.length];
    this.next = new long[out.length];
  }

  /** Puts mean and maximum over the pairs that have a path, and the number of sources. */
  static void putAll(int[][] out, Report report) {
    int size = out.length;
    int sources = size <= EXACT_PEERS_MAX ? size : SAMPLED_SOURCES;
    Paths paths = new Paths(out);
    for (int from = 0; from < sources; from += Long.SIZE) {
      paths.measure(from, Math.min(sources, from + Long.SIZE), sources);
    }
    if (paths.pairs > 0) {
      report.put("meanPath", (double) paths.sum / paths.pairs);
      report.put("maxPath", paths.longest);
      report.put("pathSources", sources);
    }
  }

  private void measure(int from, int to, int sources) {
    Arrays.fill(seen, 0);
    Arrays.fill(frontier, 0);
    for (int s = from; s < to; s++) {
      int source = (int) ((long) s * out.length / sources);
      seen[source] |= 1L << (s - from);
      frontier[source] = seen[source];
    }
    int distance = 0;
    boolean spreads = true;
    while (spreads) {
      distance++;
      spread();
      spreads = settle(distance);
    }
  }

  private void spread() {
    Arrays.fill(next, 0);
    for (int at = 0; at < out.length; at++) {
      if (frontier[at] != 0) {
        for (int target : out[at]) {
          next[target] |= frontier[at];
        }
      }
    }
  }

  private boolean settle(int distance) {
    long reached = 0;
    for (int at = 0; at < next.length; at++) {
      next[at] &= ~seen[at];
      seen[at] |= next[at];
      reached += Long.bitCount(next[at]);
    }
    long[] spent = frontier;
    frontier = next;
    next = spent;
    if (reached > 0) {
      sum += reached * distance;
      pairs += reached;
      longest = Math.max(longest, distance);
    }
    return reached > 0;
  }
}
