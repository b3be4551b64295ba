package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of partitions, a line for each scenario and size: the table of a document. */
public final class PartitionTable {
  private static final String NONE = "–";

  private PartitionTable() {}

  /**
   * The table of these runs, all of one engine, with its marks; scenarios in the order of their
   * first runs.
   */
  public static DocumentSection of(String engine, List<Report> reports) {
    Map<String, List<Report>> rows = new LinkedHashMap<>();
    for (Report report : reports) {
      // Where peers come and go no two runs have started as many.
      String row = text(report, "scenario") + " " + text(report, "set.peers");
      rows.computeIfAbsent(row, any -> new ArrayList<>()).add(report);
    }
    StringBuilder body = new StringBuilder();
    body.append(
            "| scenario | peers | runs | all as expected | suspected after | one component after")
        .append(" | mixed after | suspected, heard of the merge | set-ups/s | false alarms |\n")
        .append("|---|---|---|---|---|---|---|---|---|---|\n");
    rows.values().forEach(runs -> body.append(row(runs)));
    return new DocumentSection(engine, body.toString());
  }

  private static String row(List<Report> runs) {
    long held = runs.stream().filter(PartitionTable::holds).count();
    boolean crash = runs.get(0).find("partitions.reunitedMs").isPresent();
    boolean cut = runs.get(0).find("partitions.count").isPresent();
    List<String> cells =
        List.of(
            text(runs.get(0), "scenario"),
            String.valueOf(
                runs.stream().mapToLong(run -> count(run, "peers.started")).min().orElse(0)),
            String.valueOf(runs.size()),
            held == runs.size() ? "✓" : "✗ " + held,
            cut ? seconds(runs, "partitions.detectedMs.p50") : NONE,
            cut || crash
                ? seconds(runs, cut ? "partitions.lastMergedMs" : "partitions.reunitedMs.max")
                : NONE,
            cut ? figure(runs, "partitions.mixedCycles.max", " cycles") : NONE,
            runs.get(0).number("partitions.count").orElse(0) == 1
                ? share(runs, "partitions.suspectedShare")
                    + ", "
                    + share(runs, "partitions.healedShare")
                : NONE,
            cut ? figure(runs, "partitions.setUpsPerSecond.max", "") : NONE,
            falseAlarms(runs));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static boolean holds(Report report) {
    JsonNode all = report.find("expectations").orElse(MissingNode.getInstance());
    for (JsonNode expectation : all) {
      if (!expectation.path("holds").asBoolean()) {
        return false;
      }
    }
    return report.find("partial").isEmpty() && report.number("invariants.violated").orElse(0) == 0;
  }

  /** Median, p95 and the most; a run without the figure is slower than all that have it. */
  private static String seconds(List<Report> runs, String key) {
    Samples samples = samples(runs, key);
    return samples.percentile(0) == Double.POSITIVE_INFINITY
        ? "never"
        : second(samples.percentile(50))
            + ", p95 "
            + second(samples.percentile(95))
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
    return Double.isInfinite(most) ? NONE : String.format(Locale.ROOT, "%.0f%s", most, unit);
  }

  private static Samples samples(List<Report> runs, String key) {
    Samples samples = new Samples();
    runs.forEach(run -> samples.add(run.number(key).orElse(Double.POSITIVE_INFINITY)));
    return samples;
  }

  /** The mean over the runs that have it: where nobody suspected nobody had to hear. */
  private static String share(List<Report> runs, String key) {
    Samples samples = new Samples();
    runs.forEach(run -> run.number(key).ifPresent(samples::add));
    return samples.count() == 0
        ? NONE
        : String.format(Locale.ROOT, "%.1f %%", 100 * samples.mean());
  }

  private static String falseAlarms(List<Report> runs) {
    return count(runs, "partitions.falseSuspicions")
        + " suspicions, "
        + count(runs, "partitions.falseMerges")
        + " merges, "
        + count(runs, "partitions.falseHealed")
        + " healed";
  }

  private static long count(List<Report> runs, String key) {
    return runs.stream().mapToLong(run -> count(run, key)).sum();
  }

  private static long count(Report report, String key) {
    return (long) report.number(key).orElse(0);
  }

  private static String text(Report report, String key) {
    return report.find(key).map(JsonNode::asText).orElse("");
  }
}
