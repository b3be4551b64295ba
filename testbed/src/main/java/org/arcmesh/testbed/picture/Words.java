package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arcmesh.testbed.scenario.Action;

/** What a film says, when. */
final class Words {
  private static final double FADE = 0.25;

  private final Script script;
  private final Stage stage;
  private final Story story;
  private final WaveScene waves;
  private final List<Recorder.Life> lives;
  private final boolean real;
  private final Action.Partition partition;
  private final List<Line> lines = new ArrayList<>();

  /** One that stays until the next one comes. */
  private record Line(double from, String color, String head, String more) {}

  /**
   * @param real whether they were, or in virtual time
   */
  Words(
      Script script,
      Stage stage,
      Story story,
      WaveScene waves,
      List<Recorder.Life> lives,
      boolean real,
      Action.Partition partition) {
    this.partition = partition;
    this.script = script;
    this.stage = stage;
    this.story = story;
    this.waves = waves;
    this.lives = lives;
    this.real = real;
    tell();
  }

  private void tell() {
    int before = aliveAt(script.cutAt);
    add(
        0,
        Palette.INK,
        before + (real ? " real peers, " : " peers, ") + overlays(script.componentsBefore),
        reach(waves.before, before)
            .map(text -> "A broadcast " + text + ", from neighbor to neighbor.")
            .orElse("Each knows a few others."));
    add(
        script.cutAt,
        Palette.CUT,
        stage.sideCount() == 2 ? "The network is cut in two" : "The network is cut",
        sizes() + ": " + lost());
    if (script.noticedAt < script.healedAt) {
      add(
          script.noticedAt,
          Palette.SUSPECT,
          "They notice",
          "Half of the smaller side suspects it "
              + seconds(script.noticedAt - script.cutAt)
              + " after the cut.");
    }
    add(
        script.settledAt,
        Palette.INK,
        capital(overlays(script.componentsApart))
            + (script.componentsApart == 1 ? " lives on" : " live on"),
        waves.apart.isEmpty()
            ? "Each mends itself; those who are gone are forgotten."
            : "A broadcast reaches " + sides() + ".");
    boolean known = script.provenAt <= script.healedAt;
    add(
        script.healedAt,
        Palette.INK,
        "The network is whole again",
        known ? "The sides know of each other, and try." : "Nobody tells them.");
    if (script.provenAt > script.healedAt) {
      add(
          script.provenAt,
          Palette.INK,
          "They find each other",
          "Discovery proves that there are others "
              + seconds(script.provenAt - script.healedAt)
              + " after the heal.");
    }
    if (script.isOne()) {
      String took = seconds(script.oneAt - script.healedAt);
      add(
          script.oneAt,
          Palette.BRIDGE,
          "Bridges open",
          "One component " + took + " after the heal; the news spreads.");
      add(
          script.agreedAt,
          Palette.INK,
          "One overlay again",
          "By itself, " + took + " after the network was whole.");
      int after = aliveAt(script.tempo.toMillis());
      reach(waves.after, after)
          .ifPresent(
              text ->
                  lines.add(
                      new Line(
                          script.tempo.of(script.agreedAt) + WaveScene.AFTER_SECONDS,
                          Palette.INK,
                          "A broadcast " + text,
                          waves.isMissedMadeGood(story, script, after)
                              ? "What each side had missed has arrived, too."
                              : "From neighbor to neighbor.")));
    } else {
      add(script.agreedAt, Palette.CUT, "Not one overlay", "Not by the end of this run.");
    }
  }

  private void add(double atMillis, String color, String head, String more) {
    lines.add(new Line(atMillis == 0 ? 0 : script.tempo.of(atMillis), color, head, more));
  }

  private String lost() {
    if (partition.setUpsOnly()) {
      return "links stay, but none can be opened across.";
    }
    if (partition.oneWay()) {
      return stage.sideCount() == 2
          ? "what goes from left to right is lost, what comes back is not."
          : "what goes one way is lost, what comes back is not.";
    }
    return "no connection is closed, but nothing crosses any more.";
  }

  private int aliveAt(double millis) {
    return (int) lives.stream().filter(life -> life.from <= millis && !(life.to <= millis)).count();
  }

  private static String overlays(int count) {
    return switch (count) {
      case 1 -> "one overlay";
      case 2 -> "two overlays";
      case 3 -> "three overlays";
      default -> count + " overlays";
    };
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static Optional<String> reach(Optional<Story.Wave> wave, int peers) {
    return wave.map(one -> one.arrivals().size() + 1)
        .map(
            reached ->
                reached >= peers ? "reaches all " + peers : "reaches " + reached + " of " + peers);
  }

  /** How many a broadcast of each side reached. */
  private String sides() {
    int peers = aliveAt(script.healedAt);
    List<Integer> reached =
        waves.apart.stream().map(wave -> wave.arrivals().size() + 1).distinct().toList();
    if (reached.equals(List.of(peers))) {
      return "all " + peers + " all the same";
    }
    return reached.stream().map(String::valueOf).collect(Collectors.joining(" or "))
        + " peers, and no more";
  }

  private String sizes() {
    return IntStream.range(0, stage.sideCount())
        .mapToObj(side -> String.valueOf(stage.members(side).length))
        .collect(Collectors.joining(" | "));
  }

  /** A time that is not long. */
  static String seconds(double millis) {
    return millis < 100
        ? Math.round(millis) + " ms"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }

  /** All that is said, as one text for those who do not see it. */
  String all() {
    return lines.stream()
        .map(line -> line.head() + ". " + line.more())
        .collect(Collectors.joining(" "));
  }

  String draw() {
    StringBuilder text = new StringBuilder();
    double length = script.tempo.seconds();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Track shown = new Track(length, i == 0 ? "1" : "0").to(line.from(), FADE, "1");
      double next = i + 1 < lines.size() ? lines.get(i + 1).from() : length - FADE;
      double until = next - FADE;
      shown.to(until, FADE, "0");
      if (i == 0) {
        shown.to(length - FADE, FADE, "1");
      }
      text.append(i == 0 ? "<g>" : "<g opacity=\"0\">")
          .append(shown.animate("opacity"))
          .append("<text class=\"h\" x=\"480\" y=\"46\" fill=\"")
          .append(line.color())
          .append("\">")
          .append(Svg.escaped(line.head()))
          .append("</text><text class=\"b\" x=\"480\" y=\"74\">")
          .append(Svg.escaped(line.more()))
          .append("</text></g>\n");
    }
    return text.toString();
  }
}
