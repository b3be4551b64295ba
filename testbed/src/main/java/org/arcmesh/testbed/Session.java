package org.arcmesh.testbed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.testbed.Trial.Finding;
import org.arcmesh.testbed.check.Expectation;
import org.arcmesh.testbed.check.Expectations;
import org.arcmesh.testbed.picture.Recorder;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Summary;
import org.arcmesh.testbed.report.SummaryTable;
import org.arcmesh.testbed.report.Table;
import org.arcmesh.testbed.report.Tally;
import org.arcmesh.testbed.report.Terminal;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.run.Engines;
import org.arcmesh.testbed.run.Run;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.SwarmDraw;

/** Some runs: shows them, checks them, writes them down. */
final class Session {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final RunOptions options;
  private final String engine;
  private final PrintStream people;
  private final boolean live;
  private final List<Report> reports = new ArrayList<>();
  private final Set<String> expected = new LinkedHashSet<>();
  private Optional<Recorder> recorder = Optional.empty();
  private int failed;

  /**
   * @param engine if the options name none
   */
  Session(RunOptions options, String engine) {
    this.options = options;
    this.engine = options.engine(engine);
    boolean documentOnly = Outputs.takeStdout(options);
    this.people = documentOnly ? System.err : System.out;
    this.live = Terminal.isTerminal(documentOnly ? 2 : 1);
  }

  /** The exit status: 0 if every expectation of every run holds, else 1. */
  int run(List<String> names) {
    List<Trial> trials = trials(names);
    boolean several = trials.size() > names.size() || options.hasSeeds();
    Outputs outputs = new Outputs(options);
    recorder = outputs.recorder(trials);
    try (Interruption interruption = new Interruption()) {
      if (several && engine.equals("sim")) {
        sideBySide(trials);
      } else {
        inTurn(trials, interruption, several);
      }
      if (several && !options.isQuiet()) {
        showSummaries();
      }
      if (!reports.isEmpty()) {
        outputs.write(reports, trials.size() == 1 && !several);
        recorder.ifPresent(seen -> outputs.writePictures(seen, reports.get(0)));
      }
    }
    return failed == 0 ? 0 : 1;
  }

  private List<Trial> trials(List<String> names) {
    List<Trial> trials = new ArrayList<>();
    for (String name : names) {
      for (Sweep.Variant variant : options.variants()) {
        Scenario written = Scenarios.ofSystem().read(name, variant.overrides());
        Scenario common = Engines.adapt(engine, written, this::notice);
        for (long seed : options.seeds()) {
          Map<String, String> drawn = SwarmDraw.of(written, seed);
          Scenario scenario = drawn.isEmpty() ? common : draw(name, variant, drawn);
          trials.add(new Trial(name, scenario, variant, drawn, engine, seed));
        }
      }
    }
    return trials;
  }

  private Scenario draw(String name, Sweep.Variant variant, Map<String, String> drawn) {
    Map<String, String> all = new LinkedHashMap<>(variant.overrides());
    all.putAll(drawn);
    return Engines.adapt(engine, Scenarios.ofSystem().read(name, all), this::notice);
  }

  /** In virtual time, where runs do not disturb each other. */
  private void sideBySide(List<Trial> trials) {
    int threads = Math.min(trials.size(), PROCESSORS);
    Tally tally = new Tally(people, live, trials.size());
    if (!options.isQuiet()) {
      introduce(trials.get(0).scenario());
      people.println(trials.size() + " runs, " + threads + " at a time");
    }
    new Pool(threads)
        .run(
            trials,
            trial -> finish(trial, run(trial, Progress.SILENT, 1, () -> {})),
            finding -> {
              if (!options.isQuiet() && !finding.holds()) {
                tally.end();
              }
              judge(finding, true);
            },
            done -> {
              if (!options.isQuiet()) {
                tally.show(done, failed);
              }
            });
    if (!options.isQuiet()) {
      tally.end();
    }
  }

  private void inTurn(List<Trial> trials, Interruption interruption, boolean several) {
    for (Trial trial : trials) {
      if (interruption.isAsked()) {
        return;
      }
      if (options.isQuiet()) {
        judge(finish(trial, run(trial, Progress.SILENT, PROCESSORS, interruption::await)), several);
        continue;
      }
      introduce(trial.scenario());
      Terminal terminal = new Terminal(people, live);
      Report report;
      try {
        report = run(trial, terminal, PROCESSORS, interruption::await);
      } finally {
        terminal.end();
      }
      Finding finding = finish(trial, report);
      people.println();
      Table.of(report).forEach(people::println);
      people.println();
      finding.outcomes().forEach(outcome -> people.println("  " + outcome.line()));
      people.flush();
      judge(finding, several);
    }
  }

  private void introduce(Scenario scenario) {
    people.println(scenario.name() + ": " + scenario.about());
  }

  private Report run(Trial trial, Progress progress, int threads, Runnable awaitReport) {
    Progress told = recorder.map(seen -> seen.watch(progress)).orElse(progress);
    try (Engine world =
        Engines.open(trial.engine(), trial.scenario(), trial.seed(), threads, awaitReport)) {
      Engine seen = recorder.map(one -> one.watch(world)).orElse(world);
      return new Run(trial.scenario(), seen, trial.seed(), told).run();
    }
  }

  /** Holds {@code report} against the expectations of its scenario, and notes them in it. */
  static Finding finish(Trial trial, Report report) {
    trial.variant().swept().forEach((key, value) -> report.put("set." + key, value));
    trial.drawn().forEach((key, value) -> report.put("drawn." + key, value));
    List<Expectation.Outcome> outcomes = Expectations.of(trial.scenario()).check(report);
    ArrayNode list = report.putList("expectations");
    outcomes.forEach(outcome -> list.add(outcome.json()));
    return new Finding(trial, Optional.of(report), outcomes, Optional.empty());
  }

  private void judge(Finding finding, boolean several) {
    finding.report().ifPresent(reports::add);
    Expectations.of(finding.trial().scenario()).all().forEach(one -> expected.add(one.key()));
    if (finding.holds()) {
      return;
    }
    failed++;
    Trial trial = finding.trial();
    String title = several ? trial.title() : trial.scenario().name();
    finding.complaints().forEach(line -> notice(title + ": " + line));
    if (several) {
      notice("  again: " + trial.command());
    }
  }

  private void showSummaries() {
    for (Summary summary : Summary.group(reports)) {
      people.println();
      SummaryTable.of(summary, List.copyOf(expected)).forEach(people::println);
    }
    int runs = reports.size();
    people.println();
    people.println(
        failed == 0
            ? "  ✓ every expectation of all " + runs + " runs holds"
            : "  ✗ "
                + failed
                + (failed == 1 ? " run is" : " runs are")
                + " not as expected; see above");
    people.flush();
  }

  private void notice(String line) {
    System.err.println("arcmesh: " + line);
  }
}
