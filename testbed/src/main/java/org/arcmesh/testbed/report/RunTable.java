package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A table of runs in a document: a line for each scenario with the same settings. */
final class RunTable {
  static final String NONE = "–";

  private static final List<Column> FIRST =
      List.of(
          new Column("scenario", runs -> text(runs.get(0), "scenario")),
          new Column("peers", RunTable::peers),
          new Column("runs", runs -> String.valueOf(runs.size())),
          new Column("all as expected", RunTable::held));

  private RunTable() {}

  /** A figure of all runs of one line. */
  record Column(String title, Function<List<Report>, String> cell) {}

  /**
   * The table with its marks; lines in the order of their first runs.
   *
   * @param name of the marks
   * @param settings key of the report that tells the lines of one scenario apart
   * @param columns after the first ones, which are of any scenario
   */
  static DocumentSection of(
      String name, List<Report> reports, String settings, List<Column> columns) {
    Map<String, List<Report>> rows = new LinkedHashMap<>();
    for (Report report : reports) {
      // Where peers come and go no two runs have started as many.
      String row =
          text(report, "scenario") + " " + text(report, "set.peers") + " " + text(report, settings);
      rows.computeIfAbsent(row, any -> new ArrayList<>()).add(report);
    }
    List<Column> all = new ArrayList<>(FIRST);
    all.addAll(columns);
    StringBuilder body = new StringBuilder(line(all.stream().map(Column::title).toList()));
    body.append("|").append("---|".repeat(all.size())).append("\n");
    rows.values()
        .forEach(
            runs ->
                body.append(line(all.stream().map(column -> column.cell().apply(runs)).toList())));
    return new DocumentSection(name, body.toString());
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String peers(List<Report> runs) {
    return String.valueOf(
        runs.stream()
            .mapToLong(run -> (long) run.number("peers.started").orElse(0))
            .min()
            .orElse(0));
  }

  private static String held(List<Report> runs) {
    long held = runs.stream().filter(RunTable::holds).count();
    return held == runs.size() ? "✓" : "✗ " + held;
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

  /** The most of all runs, of those that have it. */
  static String most(List<Report> runs, String key, String format) {
    return format(measured(runs, key).max(), format);
  }

  /** The least of them. */
  static String least(List<Report> runs, String key, String format) {
    return format(measured(runs, key).percentile(0), format);
  }

  /** The mean over them. */
  static String mean(List<Report> runs, String key, double scale, String format) {
    return format(scale * measured(runs, key).mean(), format);
  }

  private static String format(double value, String format) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
  }

  private static Samples measured(List<Report> runs, String key) {
    Samples samples = new Samples();
    runs.forEach(run -> run.number(key).ifPresent(samples::add));
    return samples;
  }

  static String text(Report report, String key) {
    return report.find(key).map(JsonNode::asText).orElse("");
  }
}
