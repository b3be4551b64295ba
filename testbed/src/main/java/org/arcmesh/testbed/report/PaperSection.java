package org.arcmesh.testbed.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arcmesh.testbed.scenario.Published;
import org.arcmesh.testbed.scenario.Scenario;

/**
 * One scenario's part of {@code docs/PAPERS.md}: published figures beside measured ones.
 *
 * @param name as the file is called
 * @param measured of each key of the report, over the seeds
 */
public record PaperSection(
    String name, Scenario scenario, String seeds, Map<String, Samples> measured) {

  /** The figures whose mean is further off than they say. */
  public List<Published> misses() {
    return scenario.published().stream().filter(row -> !row.holds(mean(row)).orElse(true)).toList();
  }

  /** The mean over the seeds; not a number if none of them measured it. */
  public double mean(Published row) {
    return samples(row).mean();
  }

  private Samples samples(Published row) {
    return measured.getOrDefault(row.key(), new Samples());
  }

  /** What one types to do this again. */
  public static String command(String name, String seeds) {
    return "./arcmesh testbed run fidelity/" + name + " --seeds " + seeds;
  }

  /** The section as Markdown, between its marks. */
  public String markdown() {
    return section().markdown();
  }

  private DocumentSection section() {
    List<String> lines = new ArrayList<>();
    lines.add("### " + name);
    lines.add("");
    lines.add(scenario.about());
    lines.add("");
    lines.add("```");
    lines.add(command(name, seeds));
    lines.add("```");
    lines.add("");
    lines.add("| figure | published | measured | |");
    lines.add("|---|---|---|---|");
    scenario.published().forEach(row -> lines.add(line(row)));
    lines.add("");
    for (Published row : scenario.published()) {
      row.note().ifPresent(note -> lines.add("- " + row.figure() + ": " + note));
    }
    if (lines.get(lines.size() - 1).startsWith("- ")) {
      lines.add("");
    }
    return new DocumentSection(name, String.join("\n", lines) + "\n");
  }

  private String line(Published row) {
    String published = number(row.value());
    if (row.sd().isPresent()) {
      published += " ± " + number(row.sd().getAsDouble());
    }
    Samples samples = samples(row);
    return "| "
        + String.join(
            " | ",
            row.figure(),
            published + " [" + row.source() + "]",
            samples.count() == 0
                ? "not measured"
                : number(samples.mean()) + " ± " + number(samples.sd()),
            judgment(row))
        + " |";
  }

  private String judgment(Published row) {
    return row.holds(mean(row))
        .map(holds -> (holds ? "✓" : "✗") + " within " + number(row.within().getAsDouble()))
        .orElse("");
  }

  /** {@code document} with this section in the place of its last version, or else at its end. */
  public String into(String document) {
    return section().into(document);
  }

  /** Three digits, and no more than there are. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e9 || size >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
