package org.arcmesh.testbed.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arcmesh.testbed.report.Report;

/** What this process takes of the machine. */
final class ProcessUse {
  private final double cpuAtStart = cpuMillis();

  /** Puts what it took since this was made, as far as the machine tells. */
  void putAll(Report report) {
    report.put("resources.cpuMs", Math.rint(cpuMillis() - cpuAtStart));
    report.put("resources.rssMb", rssMegabytes());
    Runtime runtime = Runtime.getRuntime();
    report.put("resources.heapMb", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    report.put("resources.threads", ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static double cpuMillis() {
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
