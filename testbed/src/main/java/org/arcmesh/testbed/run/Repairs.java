package org.arcmesh.testbed.run;

import org.arcmesh.broadcast.delivery.DeliveryCounters;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/** What was lost on its way and had to be pulled, by all peers. */
final class Repairs {
  private final Samples millis = new Samples();
  private long repaired;

  void add(DeliveryCounters counters) {
    repaired += counters.repaired();
    counters.repairMillis().forEach(millis::add);
  }

  void putAll(Report report) {
    report.put("broadcast.repaired", repaired);
    millis.put(report, "broadcast.repairMs", "p50", "p99", "max");
  }
}
