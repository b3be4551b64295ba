package org.arcmesh.testbed.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/** What is left when peers crash: at that very moment, and until their arcs are forgotten. */
final class RemovalMeter {
  private final List<Removal> removals = new ArrayList<>();

  private static final class Removal {
    private final double atMillis;
    private final int crashed;
    private final int survivors;
    private final int components;
    private final int largest;
    private double forgottenAt = Double.NaN;

    private Removal(double atMillis, int crashed, int survivors, int components, int largest) {
      this.atMillis = atMillis;
      this.crashed = crashed;
      this.survivors = survivors;
      this.components = components;
      this.largest = largest;
    }
  }

  /**
   * @param sizes of the components of the survivors, the largest first
   */
  void removed(int crashed, int survivors, List<Integer> sizes, double atMillis) {
    removals.add(new Removal(atMillis, crashed, survivors, sizes.size(), sizes.get(0)));
  }

  /**
   * @param deadArcs how many arcs lead to peers that are gone
   */
  void observe(int deadArcs, double atMillis) {
    if (deadArcs > 0) {
      return;
    }
    for (Removal removal : removals) {
      if (Double.isNaN(removal.forgottenAt) && atMillis > removal.atMillis) {
        removal.forgottenAt = atMillis;
      }
    }
  }

  /** Whether arcs to peers that crashed are still there. */
  boolean isForgetting() {
    return removals.stream().anyMatch(removal -> Double.isNaN(removal.forgottenAt));
  }

  void putAll(Report report) {
    if (removals.isEmpty()) {
      return;
    }
    ArrayNode list = report.putList("removals.list");
    Samples components = new Samples();
    Samples largest = new Samples();
    Samples forgotten = new Samples();
    for (Removal removal : removals) {
      double survivors = removal.survivors;
      Report entry = new Report().put("atMs", Math.rint(removal.atMillis));
      entry.put("crashed", removal.crashed).put("survivors", removal.survivors);
      entry.put("components", removal.components).put("largest", removal.largest);
      entry.put("forgottenMs", removal.forgottenAt - removal.atMillis);
      list.add(entry.json());
      components.add(removal.components / survivors);
      largest.add(removal.largest / survivors);
      // What was never forgotten took longer than all that was.
      forgotten.add(
          Double.isNaN(removal.forgottenAt)
              ? Double.POSITIVE_INFINITY
              : removal.forgottenAt - removal.atMillis);
    }
    report.put("removals.count", removals.size());
    components.put(report, "removals.componentsShare", "mean", "max");
    largest.put(report, "removals.largestShare", "mean", "max");
    forgotten.put(report, "removals.forgottenMs", "p50", "max");
  }
}
