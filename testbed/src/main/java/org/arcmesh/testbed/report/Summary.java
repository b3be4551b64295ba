package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several runs of one scenario, with the same settings but other seeds, measured.
 *
 * <p>Every number that at least one of them measured, over those that did; lists are left out.
 */
public final class Summary {
  private final List<Report> reports;
  private final Map<String, Samples> keys = new LinkedHashMap<>();

  private Summary(List<Report> reports) {
    this.reports = reports;
    reports.forEach(report -> collect("", report.json()));
  }

  /** One for each scenario and variant of a sweep, in the order in which they ran. */
  public static List<Summary> group(List<Report> reports) {
    Map<String, List<Report>> groups = new LinkedHashMap<>();
    for (Report report : reports) {
      ObjectNode json = report.json();
      groups
          .computeIfAbsent(json.path("scenario") + "" + json.path("set"), any -> new ArrayList<>())
          .add(report);
    }
    return groups.values().stream().map(Summary::new).toList();
  }

  /**
   * All runs as one JSON document: {@code runs} in order, and their {@code summary}, or {@code
   * summaries} if they are not all of one scenario and variant.
   */
  public static ObjectNode of(List<Report> reports) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode runs = root.putArray("runs");
    reports.forEach(report -> runs.add(report.json()));
    List<Summary> groups = group(reports);
    if (groups.size() == 1) {
      root.set("summary", groups.get(0).json());
      return root;
    }
    ArrayNode all = root.putArray("summaries");
    for (Summary group : groups) {
      ObjectNode entry = all.addObject();
      ObjectNode first = group.reports.get(0).json();
      entry.set("scenario", first.path("scenario"));
      if (first.has("set")) {
        entry.set("set", first.get("set"));
      }
      entry.set("summary", group.json());
    }
    return root;
  }

  /** One of the runs. */
  Report any() {
    return reports.get(0);
  }

  List<Report> reports() {
    return reports;
  }

  /** What was measured of each key. */
  Map<String, Samples> keys() {
    return keys;
  }

  private ObjectNode json() {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    keys.forEach(
        (key, samples) -> {
          ObjectNode entry = summary.putObject(key);
          entry.set("mean", Report.number(samples.mean()));
          entry.set("sd", Report.number(samples.sd()));
          entry.set("p50", Report.number(samples.percentile(50)));
          entry.set("p95", Report.number(samples.percentile(95)));
          entry.set("max", Report.number(samples.max()));
        });
    return summary;
  }

  private void collect(String prefix, ObjectNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue() instanceof ObjectNode child) {
        collect(key + ".", child);
      } else if (field.getValue().isNumber() && !key.equals("seed")) {
        keys.computeIfAbsent(key, any -> new Samples()).add(field.getValue().doubleValue());
      }
    }
  }
}
