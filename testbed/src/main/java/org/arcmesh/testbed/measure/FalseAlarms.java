package org.arcmesh.testbed.measure;

import org.arcmesh.testbed.report.Report;

/**
 * What peers say of partitions that the ground truth does not bear out. Who is alone is on the way
 * in, and no component to be merged with.
 */
final class FalseAlarms {
  /** Guess: news of a merge has reached everybody by then, and whoever is late was misled. */
  private static final double KNOWN_MILLIS = 30_000;

  /** Who learned of the other component only then has merged with it by then. Guess. */
  private static final double MERGED_MILLIS = 60_000;

  private int groups;
  private double oneSince = Double.NaN;
  private double mergedAt = Double.NEGATIVE_INFINITY;
  private long suspicions;
  private long merges;
  private long healed;

  /**
   * @param groups components of two peers and more
   */
  void observe(int groups, double atMillis) {
    if (groups < this.groups) {
      mergedAt = atMillis;
    }
    if (groups > 1) {
      oneSince = Double.NaN;
    } else if (Double.isNaN(oneSince)) {
      oneSince = atMillis;
    }
    this.groups = groups;
  }

  /** False if all have been one component for some time. */
  void onSuspected(double atMillis) {
    suspicions += atMillis - oneSince >= PartitionMeter.LASTING_MILLIS ? 1 : 0;
  }

  /** False if all have been one component for so long that everybody must know. */
  void onProven(double atMillis) {
    merges += atMillis - oneSince >= KNOWN_MILLIS ? 1 : 0;
  }

  /** False if no two components have become one of late. */
  void onHealed(double atMillis) {
    healed += atMillis - mergedAt > MERGED_MILLIS ? 1 : 0;
  }

  void putAll(Report report) {
    report.put("partitions.falseSuspicions", suspicions);
    report.put("partitions.falseMerges", merges);
    report.put("partitions.falseHealed", healed);
  }
}
