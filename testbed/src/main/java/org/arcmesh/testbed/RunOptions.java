package org.arcmesh.testbed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.Words;
import picocli.CommandLine.Option;

/** The options of a run. */
final class RunOptions {
  static final List<String> ENGINES = List.of("sim", "webrtc");
  private static final int RUNS_MAX = 10_000;

  @Option(
      names = "--engine",
      paramLabel = "sim|webrtc",
      description = "Virtual time, or real WebRTC links on this machine.")
  private String engine;

  @Option(names = "--seed", paramLabel = "N", description = "Of all that is random. Default: 1.")
  private Long seed;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description = "One run for each seed; the JSON has them all and a summary.")
  private String seeds;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "Takes the place of a top-level key, such as peers=1000; with peers=100,1000 one run for"
              + " each.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Writes the report; with - nothing else goes to stdout.")
  private String json;

  @Option(
      names = "--csv",
      paramLabel = "FILE|-",
      description = "Writes a table with a line for each run; with - nothing else goes to stdout.")
  private String csv;

  @Option(
      names = "--partitions",
      paramLabel = "FILE",
      description =
          "Writes what became of partitions, a line for each scenario, into a document such as"
              + " docs/PARTITIONS.md, into its table of the engine; lines of other scenarios stay.")
  private String partitions;

  @Option(
      names = "--broadcasts",
      paramLabel = "FILE",
      description =
          "The same of what broadcasts cost and when they came, for a document such as"
              + " docs/BROADCAST.md.")
  private String broadcasts;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes one page that replays the run in a browser; for one run.")
  private String html;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description =
          "Writes one picture that moves, of the first partition and how it heals; for one run.")
  private String svg;

  @Option(names = "--quiet", description = "Shows only what does not hold.")
  private boolean quiet;

  String engine(String otherwise) {
    if (engine == null) {
      return otherwise;
    }
    if (!ENGINES.contains(engine)) {
      throw new ScenarioException("--engine: " + Words.unknown("engine", engine, ENGINES));
    }
    return engine;
  }

  List<Long> seeds() {
    if (seeds == null) {
      return List.of(seed == null ? 1 : seed);
    }
    if (seed != null) {
      throw new ScenarioException("--seed and --seeds exclude each other");
    }
    return seeds(seeds);
  }

  /** The seeds that {@code A..B} means. */
  static List<Long> seeds(String seeds) {
    Matcher range = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})").matcher(seeds);
    if (!range.matches()) {
      throw new ScenarioException("--seeds: '" + seeds + "' is no range such as 1..20");
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    if (last < first) {
      throw new ScenarioException(
          "--seeds: '" + seeds + "' counts down; write " + last + ".." + first);
    }
    if (last - first >= RUNS_MAX) {
      throw new ScenarioException("--seeds: '" + seeds + "' are over " + RUNS_MAX + " runs");
    }
    List<Long> all = new ArrayList<>();
    for (long next = first; next <= last; next++) {
      all.add(next);
    }
    return all;
  }

  boolean hasSeeds() {
    return seeds != null;
  }

  /** What the keys are set to: one variant, or those of a sweep. */
  List<Sweep.Variant> variants() {
    List<Sweep.Variant> variants = Sweep.of(overrides);
    if ((long) variants.size() * seeds().size() > RUNS_MAX) {
      throw new ScenarioException("--set and --seeds: over " + RUNS_MAX + " runs");
    }
    return variants;
  }

  /** Where the JSON goes, {@code -} for stdout; null for nowhere. */
  String json() {
    return json;
  }

  /** Where the table goes, {@code -} for stdout; null for nowhere. */
  String csv() {
    return csv;
  }

  /** Into which document the table of partitions goes; null for none. */
  String partitions() {
    return partitions;
  }

  /** Into which document the table of broadcasts goes; null for none. */
  String broadcasts() {
    return broadcasts;
  }

  /** Where the page goes; null for nowhere. */
  String html() {
    return html;
  }

  /** Where the picture goes; null for nowhere. */
  String svg() {
    return svg;
  }

  boolean isQuiet() {
    return quiet;
  }
}
