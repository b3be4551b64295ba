package org.arcmesh.testbed.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arcmesh.testbed.report.Samples;

/** The outcomes of some contenders, as Markdown. */
final class ComparisonTable {
  private final List<String> lines = new ArrayList<>();

  ComparisonTable() {
    lines.add(
        "| system | settings | detected p50 | max | merged p50 | max | agreed p50 | max | runs |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
  }

  void add(Contender contender, List<Outcome> outcomes) {
    Samples detected = new Samples();
    Samples merged = new Samples();
    Samples agreed = new Samples();
    for (Outcome outcome : outcomes) {
      detected.add(outcome.detectedMillis());
      merged.add(outcome.mergedMillis());
      agreed.add(outcome.agreedMillis());
    }
    List<String> cells =
        List.of(
            contender.name(),
            contender.settings(),
            seconds(detected.percentile(50)),
            seconds(detected.max()),
            seconds(merged.percentile(50)),
            seconds(merged.max()),
            seconds(agreed.percentile(50)),
            seconds(agreed.max()),
            String.valueOf(outcomes.size()));
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private static String seconds(double millis) {
    return Double.isInfinite(millis)
        ? "never"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }
}
