package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Several runs as a table of comma-separated values (RFC 4180): a line for each run, its columns
 * what was swept, the seed, and every number and word of the reports. What a run did not measure is
 * empty.
 */
public final class Csv {
  private static final String SWEPT = "set.";

  private Csv() {}

  /** The whole file, header line first. */
  public static String of(List<Report> reports) {
    List<Map<String, String>> rows = new ArrayList<>();
    Set<String> swept = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>(List.of("seed"));
    for (Report report : reports) {
      Map<String, String> row = new LinkedHashMap<>();
      collect("", report.json(), row);
      row.keySet().forEach(key -> (key.startsWith(SWEPT) ? swept : others).add(key));
      rows.add(row);
    }
    List<String> columns = new ArrayList<>(swept);
    columns.addAll(others);
    StringBuilder text = new StringBuilder();
    line(text, columns.stream().map(Csv::name).toList());
    for (Map<String, String> row : rows) {
      line(text, columns.stream().map(column -> row.getOrDefault(column, "")).toList());
    }
    return text.toString();
  }

  private static String name(String column) {
    return column.startsWith(SWEPT) ? column.substring(SWEPT.length()) : column;
  }

  private static void collect(String prefix, ObjectNode node, Map<String, String> row) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue() instanceof ObjectNode child) {
        collect(key + ".", child, row);
      } else if (field.getValue().isValueNode()) {
        row.put(key, field.getValue().asText());
      }
    }
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
