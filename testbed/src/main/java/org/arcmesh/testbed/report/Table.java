package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A report as a person reads it: one line for each matter, only of what was measured. */
public final class Table {
  private static final int LABEL_WIDTH = 12;

  private final Report report;
  private final List<String> lines = new ArrayList<>();

  private Table(Report report) {
    this.report = report;
  }

  /** The lines of the table. */
  public static List<String> of(Report report) {
    Table table = new Table(report);
    table.fill();
    return table.lines;
  }

  private void fill() {
    lines.add(
        String.format(
            Locale.ROOT,
            "%s on %s, seed %s: %s of wall time%s",
            text("scenario"),
            text("engine"),
            text("seed"),
            time("wallMs"),
            has("virtualMs") ? ", " + time("virtualMs") + " of virtual time" : ""));
    if (has("partial")) {
      row("partial", text("partial"));
    }
    row(
        "peers",
        number("peers.started") + " started",
        number("peers.alive") + " alive at the end",
        number("peers.failedJoins") + " never joined");
    row("join", percentiles("join.ms", "p50", "p95", "max"));
    row(
        "overlay",
        plural("overlay.components", "component"),
        plural("overlay.arcs", "arc"),
        labeled("mean view", "overlay.meanView"),
        labeled("clustering", "overlay.clustering"),
        labeled("mean path", "overlay.meanPath"));
    row(
        "signaling",
        plural("signaling.introductions", "introduction"),
        labeled("failed", "signaling.failed"),
        labeled("told to wait", "signaling.busy"),
        percentiles("signaling.ms", "p50", "p95"));
    broadcast();
    partitions();
    row(
        "discovery",
        plural("discovery.lookups", "lookup"),
        plural("discovery.announces", "announcement"));
    row(
        "resources",
        has("resources.cpuMs") ? time("resources.cpuMs") + " of CPU" : "",
        labeled("rss MB", "resources.rssMb"),
        labeled("heap MB", "resources.heapMb"),
        plural("resources.threads", "thread"),
        plural("resources.events", "event"));
    if (has("traceHash")) {
      row("trace hash", text("traceHash"));
    }
  }

  private void broadcast() {
    if (!has("broadcast.sent")) {
      return;
    }
    row(
        "broadcast",
        number("broadcast.sent") + " sent",
        number("broadcast.delivered")
            + " of "
            + number("broadcast.expected")
            + " expected deliveries",
        labeled("duplicates", "broadcast.duplicates"),
        labeled("copies per delivery", "broadcast.copiesPerDelivery"));
    row(
        "  latency",
        percentiles("broadcast.latencyMs", "mean", "p50", "p99", "max"),
        labeled("mean over shortest path", "broadcast.latencyOverShortestPath.mean"),
        labeled("last", "broadcast.latencyOverShortestPath.last"));
    row(
        "  cost",
        labeled("bytes over lower bound", "broadcast.bytesOverLowerBound"),
        labeled("control B/s per peer", "broadcast.controlBytesPerPeerSecond"),
        labeled("of it link state", "broadcast.linkStateBytesPerPeerSecond"));
  }

  private void partitions() {
    for (JsonNode split : report.find("partitions.list").map(List::of).orElse(List.of())) {
      for (JsonNode entry : split) {
        StringBuilder sizes = new StringBuilder();
        entry.path("sizes").forEach(size -> sizes.append(sizes.isEmpty() ? "" : "/").append(size));
        row(
            "partition",
            sizes + " at " + time(entry.path("atMs").asDouble()),
            after(entry, "detectedMs", "suspected", "the cut"),
            after(entry, "provenMs", "proven", "the heal"),
            after(entry, "mergedMs", "merged", "the heal"));
      }
    }
  }

  private static String after(JsonNode entry, String key, String what, String since) {
    return entry.has(key)
        ? what + " " + time(entry.get(key).asDouble()) + " after " + since
        : "not " + what;
  }

  private void row(String label, String... cells) {
    List<String> present = new ArrayList<>();
    for (String cell : cells) {
      if (!cell.isEmpty()) {
        present.add(cell);
      }
    }
    if (!present.isEmpty()) {
      lines.add("  " + pad(label) + String.join(", ", present));
    }
  }

  private static String pad(String label) {
    return label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
  }

  private String percentiles(String key, String... names) {
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      if (has(key + "." + name)) {
        parts.add(name + " " + time(key + "." + name));
      }
    }
    return String.join(", ", parts);
  }

  private String labeled(String label, String key) {
    return has(key) ? label + " " + number(key) : "";
  }

  private String plural(String key, String noun) {
    return has(key) ? number(key) + " " + noun + (number(key).equals("1") ? "" : "s") : "";
  }

  private boolean has(String key) {
    return report.find(key).isPresent();
  }

  private String text(String key) {
    return report.find(key).map(JsonNode::asText).orElse("");
  }

  private String number(String key) {
    OptionalDouble value = report.number(key);
    return value.isPresent() ? number(value.getAsDouble()) : "?";
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.4f" : "%.2f", value);
  }

  private String time(String key) {
    return time(report.number(key).orElse(0));
  }

  private static String time(double millis) {
    if (millis >= 1_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }
    return String.format(Locale.ROOT, millis == 0 || millis >= 10 ? "%.0f ms" : "%.1f ms", millis);
  }
}
