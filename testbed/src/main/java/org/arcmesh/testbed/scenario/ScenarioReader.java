package org.arcmesh.testbed.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.arcmesh.Samplers;
import org.arcmesh.testbed.scenario.Node.Entry;

/**
 * Reads scenario files.
 *
 * <p>Whatever a file says that is not understood, or cannot be, is refused with file and line.
 */
public final class ScenarioReader {
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final List<String> KEYS =
      List.of(
          "name",
          "about",
          "peers",
          "signaling",
          "dht",
          "sampler",
          "period",
          "beat",
          "correction",
          "repair",
          "tree",
          "latency",
          "loss",
          "links",
          "crypto",
          "steps",
          "expect",
          "published");

  /** The keys that take one word or number. */
  public static final List<String> SCALARS =
      KEYS.stream()
          .filter(key -> !List.of("name", "about", "steps", "expect", "published").contains(key))
          .toList();

  private static final List<String> TREES = List.of("last", "mst", "push", "route", "flood", "off");

  private ScenarioReader() {}

  /**
   * Reads a file.
   *
   * @param overrides values of top-level keys that take the place of the file's
   * @throws ScenarioException if there is no such file, or it is not a scenario
   */
  public static Scenario read(Path file, Map<String, String> overrides) {
    String label = file.getFileName().toString();
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ScenarioException(label + ": over " + FILE_BYTES_MAX + " bytes");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return read(label, text, overrides);
    } catch (NoSuchFileException e) {
      throw new ScenarioException("no scenario " + file);
    } catch (IOException e) {
      throw new ScenarioException(file + " cannot be read: " + e.getMessage());
    }
  }

  /** Reads {@code text}, called {@code label} in messages. */
  public static Scenario read(String label, String text, Map<String, String> overrides) {
    Node root = Yaml.read(text, line -> Place.of(label, line));
    if (!(root instanceof Node.Mapping mapping)) {
      throw root.place().refuse("a scenario is written key: value, not " + root.kind());
    }
    return scenario(label, new Section(override(mapping, overrides), "a scenario", KEYS));
  }

  private static Node override(Node.Mapping mapping, Map<String, String> overrides) {
    List<Entry> entries = new ArrayList<>(mapping.entries());
    overrides.forEach(
        (key, value) -> {
          Place place = new Place("--set " + key + "=" + value);
          entries.removeIf(entry -> entry.key().equals(key));
          entries.add(new Entry(key, Yaml.read(value, line -> place), place));
        });
    return new Node.Mapping(entries, mapping.place());
  }

  private static Scenario scenario(String label, Section top) {
    int peers = top.get("peers", Values.countWithin(2, Scenario.PEERS_MAX), 20);
    int signaling = top.get("signaling", Values.countWithin(1, 1_000), 3);
    if (signaling > peers) {
      throw top.placeOf(top.node("signaling").isPresent() ? "signaling" : "peers")
          .refuse(signaling + " signaling nodes among " + peers + " peers");
    }
    boolean instant =
        top.get("links", Values.oneOf(List.of("mediated", "instant")), "mediated")
            .equals("instant");
    boolean correction = top.get("correction", Values::onOrOff, !instant);
    if (instant && correction) {
      throw top.placeOf("correction")
          .refuse("correction: on needs links: mediated, whose heartbeats count the peers");
    }
    Duration period = top.get("period", time(100, 3_600_000), Duration.ofSeconds(5));
    String tree = top.get("tree", Values.oneOf(TREES), "last");
    List<Node> steps = top.items("steps").orElseThrow(() -> top.place().refuse("no steps"));
    if (steps.isEmpty()) {
      throw top.placeOf("steps").refuse("no steps");
    }
    return new Scenario(
        top.get("name", ScenarioReader::line, label.replaceFirst("\\.ya?ml$", "")),
        top.get("about", ScenarioReader::line, ""),
        peers,
        signaling,
        top.get("dht", Values.countWithin(1, 200), 8),
        top.get("sampler", ScenarioReader::sampler, "spray"),
        period,
        top.get("beat", time(100, 600_000), Duration.ofSeconds(1)),
        correction,
        top.get("repair", Values::onOrOff, true),
        tree,
        top.get("latency", Latency::parse, Latency.parse("uniform(10ms,50ms)")),
        top.get("loss", Units::share, 0.0),
        instant,
        top.get("crypto", Values.oneOf(List.of("stand-in", "real")), "stand-in").equals("real"),
        new StepReader(peers, instant, !tree.equals("off")).steps(steps),
        expect(top),
        PublishedReader.read(top),
        top.keys());
  }

  /** A word is one of ours, or misspelled; with a dot or parameters in it, it is more. */
  private static String sampler(String text) {
    if (text.matches("\\w*")) {
      Values.oneOf(Samplers.NAMES).apply(text);
    }
    Samplers.named(text);
    return text;
  }

  static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return line;
  }

  private static List<Scenario.Expect> expect(Section top) {
    List<Scenario.Expect> all = new ArrayList<>();
    for (Node node : top.items("expect").orElse(List.of())) {
      if (!(node instanceof Node.Scalar scalar)) {
        throw node.place().refuse("an expectation is a line of text, not " + node.kind());
      }
      all.add(new Scenario.Expect(line(scalar.text()), scalar.place()));
    }
    return all;
  }

  static Function<String, Duration> time(long least, long most) {
    return Values.timeWithin(Duration.ofMillis(least), Duration.ofMillis(most));
  }
}
