package org.arcmesh.testbed.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of a document that a command writes: what stands between two marks, which a reader of the
 * rendered page does not see.
 *
 * @param name of the marks
 * @param body in Markdown, with a line end at its end
 */
public record DocumentSection(String name, String body) {
  private static final int HEADING = 2;

  /** The section between its marks. */
  public String markdown() {
    return begin() + body + end();
  }

  private String begin() {
    return "<!-- begin " + name + " -->\n";
  }

  private String end() {
    return "<!-- end " + name + " -->\n";
  }

  /**
   * The same as {@link #into}, where the section is a table with a heading of two lines: lines of
   * the last version stay if none of ours begins with the same cell.
   */
  public String intoTable(String document) {
    int from = document.indexOf(begin());
    int to = document.indexOf(end(), Math.max(0, from));
    List<String> old =
        from < 0 || to < 0
            ? List.of()
            : document.substring(from + begin().length(), to).lines().toList();
    List<String> lines = body.lines().toList();
    if (old.size() < HEADING || !old.subList(0, HEADING).equals(lines.subList(0, HEADING))) {
      return into(document);
    }
    Map<String, List<String>> ours = new LinkedHashMap<>();
    for (String line : lines.subList(HEADING, lines.size())) {
      ours.computeIfAbsent(firstCell(line), cell -> new ArrayList<>()).add(line);
    }
    List<String> merged = new ArrayList<>(lines.subList(0, HEADING));
    Set<String> placed = new LinkedHashSet<>();
    for (String line : old.subList(HEADING, old.size())) {
      String cell = firstCell(line);
      if (!ours.containsKey(cell)) {
        merged.add(line);
      } else if (placed.add(cell)) {
        merged.addAll(ours.get(cell));
      }
    }
    ours.keySet().removeAll(placed);
    ours.values().forEach(merged::addAll);
    return new DocumentSection(name, String.join("\n", merged) + "\n").into(document);
  }

  private static String firstCell(String line) {
    return line.substring(0, line.indexOf("|", 1) + 1);
  }

  /** {@code document} with this section in the place of its last version, or else at its end. */
  public String into(String document) {
    int from = document.indexOf(begin());
    if (from < 0) {
      boolean apart = document.isEmpty() || document.endsWith("\n\n");
      return document + (apart ? "" : "\n") + markdown();
    }
    int to = document.indexOf(end(), from);
    if (to < 0) {
      throw new IllegalArgumentException(
          "no '" + end().strip() + "' after '" + begin().strip() + "'");
    }
    return document.substring(0, from) + markdown() + document.substring(to + end().length());
  }
}
