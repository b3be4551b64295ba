package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Broadcasts, one before the cut, one on each side of it, one afterwards: the way of each along the
 * edges by which its peers got it, a hop at a time.
 */
final class WaveScene {
  private static final double HOP_SECONDS_MAX = 0.24;
  private static final double SECONDS_MAX = 1.7;
  private static final double TRAIL_SECONDS = 0.3;

  /** After the end of the merge has been told. */
  static final double AFTER_SECONDS = 2;

  private final Stage stage;
  private final Drift drift;
  private final double length;
  private final List<Look> looks;
  private final Map<Integer, StringBuilder> edges = new HashMap<>();
  private final List<List<Double>> flashes = new ArrayList<>();

  final Optional<Story.Wave> before;
  final List<Story.Wave> apart = new ArrayList<>();
  final Optional<Story.Wave> after;

  WaveScene(Script script, Stage stage, Drift drift, Story story, List<Look> looks, int peers) {
    this.drift = drift;
    this.stage = stage;
    this.length = script.tempo.seconds();
    this.looks = looks;
    for (int peer = 0; peer < peers; peer++) {
      flashes.add(new ArrayList<>());
    }
    List<Story.Wave> waves = story.waves();
    double end = script.tempo.toMillis();
    before = farthest(waves, script.tempo.fromMillis(), script.cutAt, wave -> true);
    for (int side = 0; side < stage.sideCount(); side++) {
      int of = side;
      farthest(waves, script.settledAt, script.healedAt, wave -> stage.side(wave.source()) == of)
          .ifPresent(apart::add);
    }
    after = script.isOne() ? farthest(waves, script.agreedAt, end, wave -> true) : Optional.empty();
    before.ifPresent(wave -> tell(wave, 0.5));
    apart.forEach(wave -> tell(wave, script.tempo.of(script.settledAt) + 0.4));
    after.ifPresent(wave -> tell(wave, script.tempo.of(script.agreedAt) + AFTER_SECONDS + 0.1));
  }

  /** The first of those that reached most in this time. */
  private static Optional<Story.Wave> farthest(
      List<Story.Wave> waves, double from, double to, Predicate<Story.Wave> among) {
    Story.Wave best = null;
    for (Story.Wave wave : waves) {
      Story.Wave seen = wave.by(to);
      boolean inside = wave.atMillis() >= from && wave.atMillis() < to && among.test(wave);
      if (inside && (best == null || seen.arrivals().size() > best.arrivals().size())) {
        best = seen;
      }
    }
    return Optional.ofNullable(best);
  }

  private void tell(Story.Wave wave, double begins) {
    double hop = Math.min(HOP_SECONDS_MAX, SECONDS_MAX / Math.max(1, wave.hopsMax()));
    Map<Integer, Integer> relays = relays(wave);
    flashes.get(wave.source()).add(begins);
    for (Story.Arrival arrival : wave.arrivals()) {
      double arrives = begins + arrival.hops() * hop;
      flashes.get(arrival.peer()).add(arrives);
      Integer from = relays.get(arrival.peer());
      if (from != null) {
        edge(from, arrival.peer(), arrives - hop, hop);
      }
    }
  }

  /** Who passed it on to whom, as of the first look after it. */
  private Map<Integer, Integer> relays(Story.Wave wave) {
    Map<Integer, Integer> relays = new HashMap<>();
    double last = wave.lastMillis();
    for (Look look : looks) {
      look.relays.forEach(
          (key, from) -> {
            if (key / Recorder.WHOLE_MAX == wave.source()) {
              relays.put(key % Recorder.WHOLE_MAX, from);
            }
          });
      if (look.atMillis > last) {
        break;
      }
    }
    return relays;
  }

  private void edge(int from, int to, double leaves, double takes) {
    Track drawn = new Track(length, "1.01").to(leaves, takes, "0");
    drawn.to(leaves + takes + TRAIL_SECONDS, TRAIL_SECONDS, "-1.01");
    int group = stage.side(from) == stage.side(to) ? stage.side(from) : -1;
    if (group < 0 && drift.isApart(leaves)) {
      return; // What comes back over a cut of one direction; the line would lead nowhere.
    }
    edges
        .computeIfAbsent(group, side -> new StringBuilder())
        .append("<path class=\"w\" pathLength=\"1\" d=\"")
        .append(stage.home(from, to))
        .append("\">")
        .append(drawn.animate("stroke-dashoffset"))
        .append("</path>");
  }

  /**
   * Whether all got what was broadcast while the network was cut, and not all of it then.
   *
   * @param peers how many there are at the end
   */
  boolean isMissedMadeGood(Story story, Script script, int peers) {
    List<Story.Wave> meanwhile =
        story.waves().stream()
            .filter(wave -> wave.atMillis() > script.cutAt && wave.atMillis() < script.healedAt)
            .toList();
    return meanwhile.stream().anyMatch(wave -> reached(wave, script.healedAt) < peers)
        && meanwhile.stream().allMatch(wave -> reached(wave, script.tempo.toMillis()) >= peers);
  }

  /** How many have it by then, its source included. */
  private static int reached(Story.Wave wave, double byMillis) {
    return wave.by(byMillis).arrivals().size() + 1;
  }

  /** Edges between sides. */
  String across() {
    return within(-1);
  }

  /** Edges within a side. */
  String within(int side) {
    StringBuilder found = edges.get(side);
    return found == null ? "" : "<g>" + found + "</g>\n";
  }

  /** When something new arrives at a peer, ascending. */
  List<Double> flashes(int peer) {
    return flashes.get(peer);
  }
}
