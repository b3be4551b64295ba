package org.arcmesh.testbed.measure;

import org.arcmesh.testbed.report.Samples;

/** Latencies of one broadcast beside the distances of those who got it. */
final class Stretch {
  private double latencySum;
  private double latencyMax;
  private double distanceSum;
  private double distanceMax;

  /**
   * @param distance not a number where no path led
   */
  void add(double latency, double distance) {
    if (distance > 0) {
      latencySum += latency;
      latencyMax = Math.max(latencyMax, latency);
      distanceSum += distance;
      distanceMax = Math.max(distanceMax, distance);
    }
  }

  /** Adds that of all together, and that of the last one and the farthest. */
  void put(Samples means, Samples lasts) {
    if (distanceSum > 0) {
      means.add(latencySum / distanceSum);
      lasts.add(latencyMax / distanceMax);
    }
  }
}
