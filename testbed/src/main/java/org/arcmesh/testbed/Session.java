package org.arcmesh.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.testbed.check.Expectation;
import org.arcmesh.testbed.check.Expectations;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Summary;
import org.arcmesh.testbed.report.Table;
import org.arcmesh.testbed.report.Terminal;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.run.Engines;
import org.arcmesh.testbed.run.Run;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;

/** Some runs in a row: shows them, checks them, writes them down. */
final class Session {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final RunOptions options;
  private final String engine;
  private final PrintStream people;
  private final boolean live;
  private boolean allHold = true;

  /**
   * @param engine if the options name none
   */
  Session(RunOptions options, String engine) {
    this.options = options;
    this.engine = options.engine(engine);
    boolean jsonOnly = "-".equals(options.json());
    this.people = jsonOnly ? System.err : System.out;
    this.live = Terminal.isTerminal(jsonOnly ? 2 : 1);
  }

  /** The exit status: 0 if every expectation of every run holds, else 1. */
  int run(List<String> names) {
    List<Scenario> scenarios = new ArrayList<>();
    for (String name : names) {
      Scenario scenario = Scenarios.ofSystem().read(name, options.overrides());
      scenarios.add(Engines.adapt(engine, scenario, this::notice));
    }
    List<Long> seeds = options.seeds();
    checkJsonFile();
    List<Report> reports = new ArrayList<>();
    try (Interruption interruption = new Interruption()) {
      for (Scenario scenario : scenarios) {
        for (long seed : seeds) {
          if (!interruption.isAsked()) {
            reports.add(run(scenario, seed, interruption::await));
          }
        }
      }
      boolean one = names.size() == 1 && !options.hasSeeds();
      if (options.json() != null && !reports.isEmpty()) {
        write(one ? reports.get(0).json() : Summary.of(reports));
      }
    }
    return allHold ? 0 : 1;
  }

  private Report run(Scenario scenario, long seed, Runnable awaitReport) {
    if (!options.isQuiet()) {
      people.println(scenario.name() + ": " + scenario.about());
    }
    Terminal terminal = new Terminal(people, live);
    Report report;
    try (Engine world = Engines.open(engine, scenario, seed, awaitReport)) {
      report = new Run(scenario, world, seed, options.isQuiet() ? Progress.SILENT : terminal).run();
    } finally {
      if (!options.isQuiet()) {
        terminal.end();
      }
    }
    List<Expectation.Outcome> outcomes = Expectations.of(scenario).check(report);
    ArrayNode list = report.putList("expectations");
    outcomes.forEach(outcome -> list.add(outcome.json()));
    if (!options.isQuiet()) {
      people.println();
      Table.of(report).forEach(people::println);
      people.println();
      outcomes.forEach(outcome -> people.println("  " + outcome.line()));
      people.flush();
    }
    judge(scenario, report, outcomes);
    return report;
  }

  private void judge(Scenario scenario, Report report, List<Expectation.Outcome> outcomes) {
    Optional<JsonNode> partial = report.find("partial");
    if (partial.isPresent()) {
      allHold = false;
      notice(scenario.name() + ": " + partial.get().asText());
      return; // What a part of a run measured is no judgment of the whole.
    }
    for (Expectation.Outcome outcome : outcomes) {
      if (!outcome.holds()) {
        allHold = false;
        notice(
            scenario.name()
                + ": expected "
                + outcome.text()
                + ", measured: "
                + outcome.measuredText());
      }
    }
  }

  private void notice(String line) {
    System.err.println("arcmesh: " + line);
  }

  private void checkJsonFile() {
    if (options.json() == null || options.json().equals("-")) {
      return;
    }
    Path file = Path.of(options.json()).toAbsolutePath();
    if (Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
      throw new ScenarioException("--json: cannot write " + options.json());
    }
  }

  private void write(JsonNode json) {
    try {
      String text = JSON.writeValueAsString(json) + "\n";
      if (options.json().equals("-")) {
        System.out.print(text);
        System.out.flush();
      } else {
        Files.writeString(Path.of(options.json()), text);
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError("a report is always JSON", e);
    } catch (IOException e) {
      throw new ScenarioException("--json: cannot write " + options.json() + ": " + e.getMessage());
    }
  }
}
