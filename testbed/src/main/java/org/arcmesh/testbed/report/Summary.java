package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several runs as one JSON document. */
public final class Summary {
  private Summary() {}

  /**
   * {@code runs} in order, and for every number that at least one of them measured its mean, sd,
   * p50, p95 and max over those that did. Lists are not summarized.
   */
  public static ObjectNode of(List<Report> reports) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode runs = root.putArray("runs");
    Map<String, Samples> keys = new LinkedHashMap<>();
    for (Report report : reports) {
      runs.add(report.json());
      collect("", report.json(), keys);
    }
    ObjectNode summary = root.putObject("summary");
    keys.forEach(
        (key, samples) -> {
          ObjectNode entry = summary.putObject(key);
          entry.set("mean", Report.number(samples.mean()));
          entry.set("sd", Report.number(samples.sd()));
          entry.set("p50", Report.number(samples.percentile(50)));
          entry.set("p95", Report.number(samples.percentile(95)));
          entry.set("max", Report.number(samples.max()));
        });
    return root;
  }

  private static void collect(String prefix, ObjectNode node, Map<String, Samples> keys) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue() instanceof ObjectNode child) {
        collect(key + ".", child, keys);
      } else if (field.getValue().isNumber() && !key.equals("seed")) {
        keys.computeIfAbsent(key, any -> new Samples()).add(field.getValue().doubleValue());
      }
    }
  }
}
