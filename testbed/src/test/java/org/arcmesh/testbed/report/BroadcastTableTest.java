package org.arcmesh.testbed.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastTableTest {

  @Test
  void aLineForEachTreeHasTheWorstOfItsRuns() {
    Report good = report("last", 1.001, 1);
    Report worse = report("last", 1.004, 0.9998);
    Report pushed = report("push", 1.3, 1).put("set.tree", "push");

    DocumentSection section = BroadcastTable.of("sim", List.of(good, worse, pushed));

    assertEquals("sim", section.name());
    assertEquals(
        List.of(
            "| steady | 100 | 2 | ✓ | last | 0.99980, 1.0000 | 1.004 | – | 50 (–) | –, – | –, – | – | – | – | –, – |",
            "| steady | 100 | 1 | ✓ | push | 1.00000, 1.0000 | 1.300 | – | 50 (–) | –, – | –, – | – | – | – | –, – |"),
        section.body().lines().skip(2).toList());
  }

  @Test
  void treesSideBySideHaveASectionOfTheirOwn() {
    Report swept = report("mst", 1, 1).put("set.tree", "mst");

    assertEquals("sim by tree", BroadcastTable.of("sim", List.of(swept)).name());
  }

  private static Report report(String tree, double copies, double delivered) {
    Report report = new Report().put("scenario", "steady").put("peers.started", 100);
    report.put("tree", tree).put("broadcast.deliveryRatio", delivered).put("broadcast.reach", 1);
    report.put("broadcast.controlBytesPerPeerSecond", 50);
    return report.put("broadcast.copiesPerDelivery", copies);
  }
}
