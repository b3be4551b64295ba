package org.arcmesh.testbed.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.arcmesh.testbed.report.RunTable.Column;

/** What became of partitions, a line for each scenario and size: the table of a document. */
public final class PartitionTable {
  /** Of fewer runs the 99th percentile is the most. */
  private static final int MANY = 100;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("suspected after", ofCut(runs -> seconds(runs, "partitions.detectedMs.p50"))),
          new Column("one component after", PartitionTable::merged),
          new Column(
              "mixed after", ofCut(runs -> figure(runs, "partitions.mixedCycles.max", " cycles"))),
          new Column("suspected, heard of the merge", PartitionTable::shares),
          new Column(
              "set-ups/s", ofCut(runs -> figure(runs, "partitions.setUpsPerSecond.max", ""))),
          new Column("false alarms", PartitionTable::falseAlarms));

  private PartitionTable() {}

  /**
   * The table of these runs, all of one engine, with its marks; scenarios in the order of their
   * first runs.
   */
  public static DocumentSection of(String engine, List<Report> reports) {
    return RunTable.of(engine, reports, "set.peers", COLUMNS);
  }

  private static Function<List<Report>, String> ofCut(Function<List<Report>, String> cell) {
    return runs -> isCut(runs) ? cell.apply(runs) : RunTable.NONE;
  }

  private static boolean isCut(List<Report> runs) {
    return runs.get(0).find("partitions.count").isPresent();
  }

  private static String merged(List<Report> runs) {
    if (isCut(runs)) {
      return seconds(runs, "partitions.lastMergedMs");
    }
    return runs.get(0).find("partitions.reunitedMs").isPresent()
        ? seconds(runs, "partitions.reunitedMs.max")
        : RunTable.NONE;
  }

  /** Of the runs that have them: where nobody suspected nobody had to hear. */
  private static String shares(List<Report> runs) {
    return runs.get(0).number("partitions.count").orElse(0) == 1
        ? RunTable.mean(runs, "partitions.suspectedShare", 100, "%.1f %%")
            + ", "
            + RunTable.mean(runs, "partitions.healedShare", 100, "%.1f %%")
        : RunTable.NONE;
  }

  /** Median, p95 and the most; a run without the figure is slower than all that have it. */
  private static String seconds(List<Report> runs, String key) {
    Samples samples = samples(runs, key);
    return samples.percentile(0) == Double.POSITIVE_INFINITY
        ? "never"
        : second(samples.percentile(50))
            + ", p95 "
            + second(samples.percentile(95))
            + (samples.count() < MANY ? "" : ", p99 " + second(samples.percentile(99)))
            + ", max "
            + second(samples.max());
  }

  private static String second(double millis) {
    return Double.isInfinite(millis)
        ? "never"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }

  private static String figure(List<Report> runs, String key, String unit) {
    double most = samples(runs, key).max();
    return Double.isInfinite(most)
        ? RunTable.NONE
        : String.format(Locale.ROOT, "%.0f%s", most, unit);
  }

  private static Samples samples(List<Report> runs, String key) {
    Samples samples = new Samples();
    runs.forEach(run -> samples.add(run.number(key).orElse(Double.POSITIVE_INFINITY)));
    return samples;
  }

  private static String falseAlarms(List<Report> runs) {
    return count(runs, "partitions.falseSuspicions")
        + " suspicions, "
        + count(runs, "partitions.falseMerges")
        + " merges, "
        + count(runs, "partitions.falseHealed")
        + " healed in "
        + Math.round(sum(runs, "peers.hours"))
        + " peer-hours";
  }

  private static double sum(List<Report> runs, String key) {
    return runs.stream().mapToDouble(run -> run.number(key).orElse(0)).sum();
  }

  private static long count(List<Report> runs, String key) {
    return (long) sum(runs, key);
  }
}
