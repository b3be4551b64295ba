package org.arcmesh.testbed.measure;

import com.fasterxml.jackson.databind.JsonNode;
import org.arcmesh.testbed.report.Report;

/**
 * How the cycles of a run come to what there is at its end, from when the last peer had started.
 */
final class Convergence {
  /** "The first cycle within 10 % of the final clustering": as the Spray paper's figure is read. */
  private static final double NEAR = 0.1;

  private Convergence() {}

  /**
   * Puts what {@code cycles} tell, each with its {@code cycle}.
   *
   * @param lastStart when the last peer started
   * @param overlay what there is at the end
   */
  static void putAll(Report report, Iterable<JsonNode> cycles, double lastStart, Report overlay) {
    double clustering = overlay.number("clustering").orElse(Double.NaN);
    int first = -1;
    double arcs = Double.NaN;
    for (JsonNode cycle : cycles) {
      if (cycle.path("atMs").asDouble() < lastStart) {
        continue;
      }
      int number = cycle.path("cycle").asInt();
      if (first < 0) {
        first = number;
        arcs = cycle.path("arcs").asDouble();
      }
      if (!cycle.has("clustering")) {
        break; // A cycle before the first that was measured may have been the first one.
      }
      if (Math.abs(cycle.path("clustering").asDouble() - clustering) <= NEAR * clustering) {
        report.put("convergence.cycle", number - first + 1);
        break;
      }
    }
    if (first >= 0) {
      report.put("convergence.arcsKept", overlay.number("arcs").orElse(Double.NaN) / arcs);
    }
  }
}
