package org.arcmesh.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.arcmesh.testbed.picture.Healing;
import org.arcmesh.testbed.picture.Page;
import org.arcmesh.testbed.picture.Recorder;
import org.arcmesh.testbed.report.BroadcastTable;
import org.arcmesh.testbed.report.Csv;
import org.arcmesh.testbed.report.DocumentSection;
import org.arcmesh.testbed.report.PartitionTable;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Summary;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.Step;

/** The documents that a session leaves behind, as its options say. */
final class Outputs {
  private static final String STDOUT = "-";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final RunOptions options;
  private final List<TableOption> tables;

  /** A table of all runs that goes into a document, if {@code target} is not null. */
  private record TableOption(
      String name, String target, BiFunction<String, List<Report>, DocumentSection> table) {}

  /**
   * @throws ScenarioException if one of them cannot be written
   */
  Outputs(RunOptions options) {
    this.options = options;
    this.tables =
        List.of(
            new TableOption("--partitions", options.partitions(), PartitionTable::of),
            new TableOption("--broadcasts", options.broadcasts(), BroadcastTable::of));
    check("--json", options.json());
    check("--csv", options.csv());
    tables.forEach(table -> check(table.name(), table.target()));
    check("--html", options.html());
    check("--svg", options.svg());
    for (TableOption table : tables) {
      if (STDOUT.equals(table.target())) {
        throw new ScenarioException(table.name() + ": a table goes into a file, not to stdout");
      }
    }
    if (STDOUT.equals(options.html())) {
      throw new ScenarioException("--html: a page goes to a file, not to stdout");
    }
    if (STDOUT.equals(options.svg())) {
      throw new ScenarioException("--svg: a picture goes to a file, not to stdout");
    }
    if (STDOUT.equals(options.json()) && STDOUT.equals(options.csv())) {
      throw new ScenarioException("--json - and --csv - exclude each other");
    }
  }

  /** Whether stdout is taken by one of them. */
  static boolean takeStdout(RunOptions options) {
    return STDOUT.equals(options.json()) || STDOUT.equals(options.csv());
  }

  private static void check(String option, String target) {
    if (target == null || target.equals(STDOUT)) {
      return;
    }
    Path file = Path.of(target).toAbsolutePath();
    if (Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
      throw new ScenarioException(option + ": cannot write " + target);
    }
  }

  /**
   * @param one whether the JSON is the only report itself instead of a document of several
   */
  void write(List<Report> reports, boolean one) {
    if (options.json() != null) {
      write("--json", options.json(), text(one ? reports.get(0).json() : Summary.of(reports)));
    }
    if (options.csv() != null) {
      write("--csv", options.csv(), Csv.of(reports));
    }
    for (TableOption table : tables) {
      if (table.target() != null) {
        DocumentSection section = table.table().apply(engine(reports), reports);
        write(table.name(), table.target(), section.intoTable(document(table)));
      }
    }
  }

  private static String engine(List<Report> reports) {
    return reports.get(0).find("engine").map(JsonNode::asText).orElseThrow();
  }

  private static String document(TableOption table) {
    Path file = Path.of(table.target());
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new ScenarioException(table.name() + ": cannot read " + table.target());
    }
  }

  /** What sees the run if there is to be a page or a picture of it. */
  Optional<Recorder> recorder(List<Trial> trials) {
    if (options.html() == null && options.svg() == null) {
      return Optional.empty();
    }
    if (trials.size() != 1) {
      String what = options.html() != null ? "--html: a page" : "--svg: a picture";
      throw new ScenarioException(what + " shows one run, not " + trials.size());
    }
    Scenario scenario = trials.get(0).scenario();
    if (options.svg() != null) {
      checkPicture(scenario);
    }
    return Optional.of(new Recorder(scenario.about(), scenario.peers()));
  }

  private static void checkPicture(Scenario scenario) {
    if (scenario.peers() > Healing.PEERS_MAX) {
      throw new ScenarioException(
          "--svg: a picture shows at most "
              + Healing.PEERS_MAX
              + " peers, not "
              + scenario.peers()
              + "; --html shows any number");
    }
    if (!hasPartition(scenario.steps())) {
      throw new ScenarioException(
          "--svg: a picture shows how a partition heals, and "
              + scenario.name()
              + " has no step 'partition'");
    }
  }

  private static boolean hasPartition(List<Step> steps) {
    return steps.stream()
        .anyMatch(step -> step.action() instanceof Action.Partition || hasPartition(step.during()));
  }

  /** Writes the page and the picture of a run. */
  void writePictures(Recorder recorder, Report report) {
    if (options.html() != null) {
      write("--html", options.html(), Page.of(recorder, report));
    }
    if (options.svg() != null) {
      write("--svg", options.svg(), Healing.of(recorder, report));
    }
  }

  private static String text(JsonNode json) {
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a report is always JSON", e);
    }
  }

  private static void write(String option, String target, String text) {
    try {
      if (target.equals(STDOUT)) {
        System.out.print(text);
        System.out.flush();
      } else {
        Files.writeString(Path.of(target), text);
      }
    } catch (IOException e) {
      throw new ScenarioException(option + ": cannot write " + target + ": " + e.getMessage());
    }
  }
}
