package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A summary as a person reads it: one line for each number that matters. */
public final class SummaryTable {
  private static final List<String> KEYS =
      List.of(
          "peers.alive",
          "peers.failedJoins",
          "join.ms.p50",
          "join.ms.p95",
          "overlay.components",
          "overlay.arcs",
          "overlay.meanView",
          "overlay.viewSd",
          "overlay.inDegreeSd",
          "overlay.clustering",
          "overlay.meanPath",
          "overlay.deadArcsShare",
          "signaling.failed",
          "signaling.messagesPerArc",
          "signaling.ms.p50",
          "broadcast.deliveryRatio",
          "broadcast.copiesPerDelivery",
          "broadcast.latencyMs.p50",
          "broadcast.latencyMs.p99",
          "partitions.detectedMs.p95",
          "partitions.mergedMs.p95",
          "wallMs",
          "resources.events");

  private SummaryTable() {}

  /**
   * The lines of the table.
   *
   * @param expected keys that the expectations ask for, which are shown as well
   */
  public static List<String> of(Summary summary, List<String> expected) {
    Set<String> keys = new LinkedHashSet<>(KEYS);
    keys.addAll(expected);
    List<String> lines = new ArrayList<>();
    lines.add(title(summary));
    lines.add(String.format("  %-30s %21s %10s %10s %10s", "", "mean ± sd", "p50", "p95", "max"));
    for (String key : keys) {
      Samples samples = summary.keys().get(key);
      if (samples != null) {
        lines.add(row(key, samples));
      }
    }
    return lines;
  }

  private static String title(Summary summary) {
    StringBuilder text = new StringBuilder();
    text.append(summary.any().find("scenario").map(JsonNode::asText).orElse(""));
    for (Map.Entry<String, JsonNode> set :
        summary.any().find("set").map(JsonNode::properties).orElse(Set.of())) {
      text.append(", ").append(set.getKey()).append('=').append(set.getValue().asText());
    }
    TreeSet<Long> seeds = new TreeSet<>();
    summary.reports().forEach(report -> seeds.add((long) report.number("seed").orElse(0)));
    int runs = summary.reports().size();
    return text
        + (runs == 1
            ? ", seed " + seeds.first()
            : ": " + runs + " runs, seeds " + seeds.first() + ".." + seeds.last());
  }

  private static String row(String key, Samples samples) {
    return String.format(
        "  %-30s %10s ± %8s %10s %10s %10s",
        key,
        number(samples.mean()),
        number(samples.sd()),
        number(samples.percentile(50)),
        number(samples.percentile(95)),
        number(samples.max()));
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 10_000) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 0.1 ? "%.3f" : "%.5f", value);
  }
}
