package org.arcmesh.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.arcmesh.testbed.check.Expectation;
import org.arcmesh.testbed.report.PaperSection;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;
import org.arcmesh.testbed.report.Tally;
import org.arcmesh.testbed.report.Terminal;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.run.Engines;
import org.arcmesh.testbed.run.Run;
import org.arcmesh.testbed.scenario.Published;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Figures of papers beside what the scenarios of {@code scenarios/fidelity} measure. */
@Command(
    name = "papers",
    description = {
      "Measures what papers publish: figures beside figures, means over eight seeds.",
      "Writes them into docs/PAPERS.md with --write docs/PAPERS.md."
    })
final class PapersCommand implements Callable<Integer> {
  private static final String EIGHT = "1..8";

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Scenarios of scenarios/fidelity, such as spray-1000. Default: all.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      defaultValue = EIGHT,
      description = "One run of each for each seed. Default: " + EIGHT + ".")
  private String seeds;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Replaces the sections of these scenarios in this document.")
  private String target;

  @Spec private CommandSpec spec;

  private int misses;

  @Override
  public Integer call() {
    Map<String, Scenario> scenarios = scenarios();
    scenarios.values().forEach(PapersCommand::requireKeys);
    String document = target == null ? "" : read(Path.of(target));
    PrintWriter out = spec.commandLine().getOut();
    for (Map.Entry<String, Scenario> entry : scenarios.entrySet()) {
      PaperSection section = measure(entry.getKey(), entry.getValue());
      out.println(section.markdown());
      out.flush();
      section.misses().forEach(miss -> complain(section, miss));
      if (target != null) {
        document = section.into(document);
        write(Path.of(target), document); // What is measured stays, whatever ends the command.
      }
    }
    return misses == 0 ? 0 : 1;
  }

  private Map<String, Scenario> scenarios() {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    List<Path> files = Scenarios.ofSystem().fidelity();
    if (files.isEmpty()) {
      throw new ScenarioException("no scenarios in scenarios/fidelity");
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
      if (names.isEmpty() || names.contains(name)) {
        scenarios.put(name, Scenarios.ofSystem().read("fidelity/" + name, Map.of()));
      }
    }
    for (String name : names) {
      if (!scenarios.containsKey(name)) {
        throw new ScenarioException("no scenario '" + name + "' in scenarios/fidelity");
      }
    }
    return scenarios;
  }

  /** A key that no report has would be measured by no run. */
  static void requireKeys(Scenario scenario) {
    for (Published row : scenario.published()) {
      try {
        Expectation.parse(row.key() + " >= 0");
      } catch (IllegalArgumentException e) {
        throw row.place().refuse(e.getMessage());
      }
    }
  }

  private PaperSection measure(String name, Scenario scenario) {
    List<Trial> trials = new ArrayList<>();
    for (long seed : RunOptions.seeds(seeds)) {
      trials.add(
          new Trial("fidelity/" + name, scenario, Sweep.Variant.PLAIN, Map.of(), "sim", seed));
    }
    Map<String, Samples> measured = new LinkedHashMap<>();
    int threads = Math.min(trials.size(), Runtime.getRuntime().availableProcessors());
    Tally tally = new Tally(System.err, Terminal.isTerminal(2), trials.size());
    new Pool(threads)
        .run(
            trials,
            PapersCommand::run,
            finding -> collect(finding, measured),
            done -> tally.show(done, misses));
    tally.end();
    return new PaperSection(name, scenario, seeds, measured);
  }

  private static Trial.Finding run(Trial trial) {
    try (Engine engine = Engines.open("sim", trial.scenario(), trial.seed(), () -> {})) {
      return Session.finish(
          trial, new Run(trial.scenario(), engine, trial.seed(), Progress.SILENT).run());
    }
  }

  private void collect(Trial.Finding finding, Map<String, Samples> measured) {
    for (String complaint : finding.complaints()) {
      misses++;
      System.err.println("arcmesh: " + finding.trial().title() + ": " + complaint);
      System.err.println("arcmesh:   again: " + finding.trial().command());
    }
    for (String key : keys(finding.trial().scenario())) {
      finding
          .report()
          .flatMap(report -> measured(report, key))
          .ifPresent(value -> measured.computeIfAbsent(key, any -> new Samples()).add(value));
    }
  }

  /** Several figures may be of one key. */
  private static List<String> keys(Scenario scenario) {
    return scenario.published().stream().map(Published::key).distinct().toList();
  }

  private static Optional<Double> measured(Report report, String key) {
    return report.find(key).filter(JsonNode::isNumber).map(JsonNode::doubleValue);
  }

  private void complain(PaperSection section, Published miss) {
    misses++;
    System.err.printf(
        "arcmesh: %s: %s is published as %s, measured: %s%n",
        section.name(), miss.figure(), miss.value(), section.mean(miss));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ScenarioException("--write: cannot read " + file);
    }
  }

  private static void write(Path file, String document) {
    try {
      Files.writeString(file, document);
    } catch (IOException e) {
      throw new ScenarioException("--write: cannot write " + file + ": " + e.getMessage());
    }
  }
}
