package org.arcmesh.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.arcmesh.testbed.check.Expectation;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;

/**
 * One run that is to be done.
 *
 * @param file as the user named it
 * @param scenario what it does, overrides included
 * @param variant of the sweep
 * @param drawn what the seed drew for keys that are not written
 */
record Trial(
    String file,
    Scenario scenario,
    Sweep.Variant variant,
    Map<String, String> drawn,
    String engine,
    long seed) {

  /** The scenario, what was swept, and the seed. */
  String title() {
    String swept =
        variant.swept().entrySet().stream()
            .map(entry -> ", " + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining());
    return scenario.name() + swept + ", seed " + seed;
  }

  /** What a shell is told to do this run again. */
  String command() {
    List<String> words = new ArrayList<>(List.of("./arcmesh", "testbed", "run", file));
    words.addAll(List.of("--engine", engine, "--seed", String.valueOf(seed)));
    for (Map.Entry<String, String> override : variant.overrides().entrySet()) {
      words.addAll(List.of("--set", override.getKey() + "=" + override.getValue()));
    }
    return words.stream().map(Trial::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w./=:%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * What became of it.
   *
   * @param report empty if the run failed by a bug of ours
   * @param outcomes of the expectations
   * @param failure the bug, in one line
   */
  record Finding(
      Trial trial,
      Optional<Report> report,
      List<Expectation.Outcome> outcomes,
      Optional<String> failure) {
    /** So many broken invariants are named; the first one tells most. */
    private static final int BROKEN_MAX = 5;

    Finding {
      outcomes = List.copyOf(outcomes);
    }

    static Finding failed(Trial trial, Throwable bug) {
      StackTraceElement[] trace = bug.getStackTrace();
      String where = trace.length == 0 ? "" : " at " + trace[0];
      return new Finding(trial, Optional.empty(), List.of(), Optional.of(bug + where));
    }

    boolean holds() {
      return complaints().isEmpty();
    }

    /** What is not as it should be, a line each. */
    List<String> complaints() {
      Optional<String> partial =
          report.flatMap(found -> found.find("partial")).map(JsonNode::asText);
      if (partial.isPresent()) {
        return List.of(partial.get()); // What a part of a run measured is no judgment of the whole.
      }
      List<String> lines = new ArrayList<>();
      failure.ifPresent(lines::add);
      report.ifPresent(found -> addBroken(found, lines));
      for (Expectation.Outcome outcome : outcomes) {
        if (!outcome.holds()) {
          lines.add("expected " + outcome.text() + ", measured: " + outcome.measuredText());
        }
      }
      return lines;
    }

    private static void addBroken(Report report, List<String> lines) {
      JsonNode list = report.find("invariants.list").orElse(MissingNode.getInstance());
      for (int i = 0; i < Math.min(list.size(), BROKEN_MAX); i++) {
        lines.add(list.get(i).path("text").asText());
      }
      long more = (long) report.number("invariants.violated").orElse(0) - BROKEN_MAX;
      if (more > 0) {
        lines.add("and " + more + " more like these");
      }
    }
  }
}
