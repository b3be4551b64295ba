package org.arcmesh.testbed.report;

import java.util.List;
import org.arcmesh.testbed.report.RunTable.Column;

/**
 * What became of broadcasts and what they cost, a line for each scenario, size and tree: the table
 * of a document. Of several runs the worst is told.
 */
public final class BroadcastTable {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("tree", runs -> RunTable.text(runs.get(0), "tree")),
          new Column(
              "delivered, reach",
              runs ->
                  RunTable.least(runs, "broadcast.deliveryRatio", "%.5f")
                      + ", "
                      + RunTable.least(runs, "broadcast.reach", "%.4f")),
          most("copies", "broadcast.copiesPerDelivery", "%.3f"),
          most("bytes over lower bound", "broadcast.bytesOverLowerBound", "%.3f"),
          new Column(
              "control (link state), B/s",
              runs ->
                  RunTable.most(runs, "broadcast.controlBytesPerPeerSecond", "%.0f")
                      + " ("
                      + RunTable.most(runs, "broadcast.linkStateBytesPerPeerSecond", "%.0f")
                      + ")"),
          new Column(
              "mean, last over shortest path",
              runs ->
                  RunTable.most(runs, "broadcast.latencyOverShortestPath.mean", "%.2f")
                      + ", "
                      + RunTable.most(runs, "broadcast.latencyOverShortestPath.last", "%.2f")),
          new Column(
              "the same over backbone",
              runs ->
                  RunTable.most(runs, "broadcast.latencyOverBackbone.mean", "%.2f")
                      + ", "
                      + RunTable.most(runs, "broadcast.latencyOverBackbone.last", "%.2f")),
          most("mean over flood", "broadcast.latencyOverFlood.mean", "%.2f"),
          most("deliveries/s", "broadcast.deliveriesPerSecond", "%.0f"),
          most("repair p99", "broadcast.repairMs.p99", "%.0f ms"),
          new Column(
              "latency mean, p99",
              runs ->
                  RunTable.most(runs, "broadcast.latencyMs.mean", "%.1f ms")
                      + ", "
                      + RunTable.most(runs, "broadcast.latencyMs.p99", "%.0f ms")));

  private BroadcastTable() {}

  private static Column most(String title, String key, String format) {
    return new Column(title, runs -> RunTable.most(runs, key, format));
  }

  /** The table of these runs, all of one engine, with its marks. */
  public static DocumentSection of(String engine, List<Report> reports) {
    boolean byTree = reports.get(0).find("set.tree").isPresent();
    return RunTable.of(byTree ? engine + " by tree" : engine, reports, "tree", COLUMNS);
  }
}
