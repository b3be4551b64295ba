package org.arcmesh.testbed.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import org.arcmesh.testbed.report.Report;

/** What this process takes of the machine. */
final class ProcessUse {
  private final DoubleSupplier cpuMillis;
  private final double cpuAtStart;

  private ProcessUse(DoubleSupplier cpuMillis) {
    this.cpuMillis = cpuMillis;
    this.cpuAtStart = cpuMillis.getAsDouble();
  }

  /** The CPU time is that of all threads. */
  static ProcessUse ofAllThreads() {
    return new ProcessUse(ProcessUse::processMillis);
  }

  /** The CPU time is that of the calling thread, since others may have runs of their own. */
  static ProcessUse ofThisThread() {
    return new ProcessUse(
        () -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6);
  }

  /** Puts what it took since this was made, as far as the machine tells. */
  void putAll(Report report) {
    report.put("resources.cpuMs", Math.rint(cpuMillis.getAsDouble() - cpuAtStart));
    report.put("resources.rssMb", rssMegabytes());
    Runtime runtime = Runtime.getRuntime();
    report.put("resources.heapMb", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    report.put("resources.threads", ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static double processMillis() {
    long nanos =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean machine
            ? machine.getProcessCpuTime()
            : -1;
    return nanos < 0 ? Double.NaN : nanos / 1e6;
  }

  private static double rssMegabytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
      }
    } catch (IOException e) {
      return Double.NaN; // Only Linux tells it in this way.
    }
    return Double.NaN;
  }
}
