package org.arcmesh.testbed.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.arcmesh.core.Message;
import org.arcmesh.sim.Simulation;

/** What a part of a run in virtual time took: processor time, events, and frames by class. */
final class FramesPerPeer {
  private static final double RARE = 0.005;

  private Map<Class<? extends Message>, Long> before = Map.of();
  private long millisBefore;
  private long eventsBefore;
  private long cpuBefore = cpuNanos();
  private long wallBefore = System.nanoTime();

  /** Of all threads: several may simulate. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Prints what has come to pass since the last call. */
  void print(Simulation simulation, int peers) {
    double seconds = (simulation.nowMillis() - millisBefore) / 1000.0;
    double wallSeconds = (System.nanoTime() - wallBefore) / 1e9;
    long events = simulation.events() - eventsBefore;
    System.out.printf(
        "  %.1f s, %.1f s of CPU, %,d events, %.0f thousand a second%n",
        wallSeconds, (cpuNanos() - cpuBefore) / 1e9, events, events / wallSeconds / 1000);
    Map<Class<? extends Message>, Long> now = simulation.traffic().frames();
    now.forEach(
        (type, count) -> {
          double rate = (count - before.getOrDefault(type, 0L)) / seconds / peers;
          if (rate >= RARE) {
            String protocol = type.getName().replaceAll(".*\\.(\\w+?)(Message)?\\$.*", "$1");
            System.out.printf("  %-10s %-12s %8.2f%n", protocol, type.getSimpleName(), rate);
          }
        });
    before = now;
    millisBefore = simulation.nowMillis();
    eventsBefore = simulation.events();
    cpuBefore = cpuNanos();
    wallBefore = System.nanoTime();
  }
}
