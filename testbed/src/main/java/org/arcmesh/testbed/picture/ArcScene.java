package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arcs of a film: how they come and go, which ones a cut tears, which ones bridge the gap
 * afterwards. Arcs that come and go together are one line in the document, which keeps it small.
 */
final class ArcScene {
  private static final double FADE = 0.35;
  private static final double LOOP_FADE = 0.6;
  private static final int ACROSS = -1;
  private static final String CALM = ".42";

  private final Script script;
  private final Stage stage;
  private final Drift drift;
  private final boolean tears;
  private final List<Look> keys;
  private final Map<List<Integer>, List<Integer>> lives = new TreeMap<>(ArcScene::compare);

  private enum Kind {
    PLAIN,
    TORN,
    BRIDGE
  }

  /**
   * @param tears whether the cut tears arcs, instead of only keeping new links from being opened
   */
  ArcScene(Script script, Stage stage, Drift drift, List<Look> looks, boolean tears) {
    this.tears = tears;
    this.script = script;
    this.stage = stage;
    this.drift = drift;
    this.keys = keys(looks);
    Map<Integer, BitSet> seen = new TreeMap<>();
    for (int key = 0; key < keys.size(); key++) {
      for (int arc : keys.get(key).drawn) {
        int a = Math.min(arc / Recorder.WHOLE_MAX, arc % Recorder.WHOLE_MAX);
        int b = Math.max(arc / Recorder.WHOLE_MAX, arc % Recorder.WHOLE_MAX);
        seen.computeIfAbsent(a * Recorder.WHOLE_MAX + b, pair -> new BitSet()).set(key);
      }
    }
    seen.forEach(this::live);
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    return Arrays.compare(
        a.stream().mapToInt(Integer::intValue).toArray(),
        b.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Few looks while little happens, more while the overlay tears and grows together. */
  private List<Look> keys(List<Look> looks) {
    List<Look> keys = new ArrayList<>();
    Look before = null;
    for (Look look : looks) {
      if (look.atMillis > script.tempo.toMillis()) {
        break;
      }
      if (look.atMillis <= script.tempo.fromMillis()) {
        before = look;
        continue;
      }
      if (before != null && keys.isEmpty()) {
        keys.add(before);
      }
      double last = keys.isEmpty() ? -1 : film(keys.get(keys.size() - 1).atMillis);
      boolean first = look.atMillis > script.cutAt && before.atMillis <= script.cutAt;
      if (keys.isEmpty() || first || film(look.atMillis) - last >= gap(look.atMillis)) {
        keys.add(look);
      }
      before = look;
    }
    return keys;
  }

  private double gap(double atMillis) {
    boolean tearing = atMillis > script.cutAt && atMillis <= script.settledAt + 500;
    boolean mending = atMillis > script.healedAt && atMillis <= script.agreedAt;
    return tearing || mending ? 0.4 : 1.1;
  }

  private double film(double atMillis) {
    return script.tempo.of(atMillis);
  }

  /** All times of one arc. */
  private void live(int arc, BitSet seen) {
    int a = arc / Recorder.WHOLE_MAX;
    int b = arc % Recorder.WHOLE_MAX;
    boolean across = stage.side(a) != stage.side(b);
    if (across && tears) {
      dropTries(seen);
    }
    for (int from = seen.nextSetBit(0); from >= 0; ) {
      int to = seen.nextClearBit(from);
      Kind kind = across ? kind(from, to) : Kind.PLAIN;
      int group = across ? ACROSS : stage.side(a);
      lives
          .computeIfAbsent(List.of(group, kind.ordinal(), from, to), key -> new ArrayList<>())
          .add(arc);
      from = seen.nextSetBit(to);
    }
  }

  /** An arc across the cut that is new cannot be open: nothing of it is shown. */
  private void dropTries(BitSet seen) {
    boolean lasts = true;
    for (int key = 0; key < keys.size(); key++) {
      if (isCut(key)) {
        lasts &= seen.get(key);
        seen.set(key, lasts && seen.get(key));
      } else {
        lasts = seen.get(key);
      }
    }
  }

  private boolean isCut(int key) {
    double at = keys.get(key).atMillis;
    return at > script.cutAt && at < script.healedAt;
  }

  private Kind kind(int from, int to) {
    double born = keys.get(from).atMillis;
    double died = to < keys.size() ? keys.get(to).atMillis : Double.POSITIVE_INFINITY;
    if (tears && born <= script.cutAt && died > script.cutAt) {
      return Kind.TORN;
    }
    return born >= script.healedAt && born <= script.agreedAt ? Kind.BRIDGE : Kind.PLAIN;
  }

  /** Those between sides. */
  String across(String color) {
    Track torn = new Track(length(), color);
    torn.to(film(script.cutAt), 0.12, Palette.CUT);
    torn.to(film(script.healedAt), FADE, color);
    Track tornGlow = new Track(length(), CALM);
    tornGlow.to(film(script.cutAt), 0.12, ".95").to(film(script.cutAt) + 0.5, 1.6, ".5");
    tornGlow.to(film(script.healedAt), FADE, CALM);
    double over = film(script.agreedAt) + 0.3;
    Track bridge = new Track(length(), Palette.BRIDGE).to(over, 0.9, color);
    Track bridgeGlow = new Track(length(), ".95").to(over, 0.9, CALM);
    Track bridgeWidth = new Track(length(), "2.4").to(over, 0.9, "1.2");
    return group("x", color, "", paths(ACROSS, Kind.PLAIN))
        + group(
            "x torn",
            color,
            torn.animate("stroke") + tornGlow.animate("stroke-opacity"),
            paths(ACROSS, Kind.TORN))
        + group(
            "x bridges",
            color,
            bridge.animate("stroke")
                + bridgeGlow.animate("stroke-opacity")
                + bridgeWidth.animate("stroke-width"),
            paths(ACROSS, Kind.BRIDGE));
  }

  /** Those within a side. */
  String within(int side, Track color) {
    return group("x", color.first(), color.animate("stroke"), paths(side, Kind.PLAIN));
  }

  private static String group(String classes, String color, String animations, String paths) {
    return paths.isEmpty()
        ? ""
        : "<g class=\"" + classes + "\" stroke=\"" + color + "\">" + animations + paths + "</g>\n";
  }

  private String paths(int group, Kind kind) {
    StringBuilder paths = new StringBuilder();
    lives.forEach(
        (key, arcs) -> {
          if (key.get(0) == group && key.get(1) == kind.ordinal()) {
            paths.append(path(key.get(2), key.get(3), group == ACROSS, arcs));
          }
        });
    return paths.toString();
  }

  private String path(int from, int to, boolean across, List<Integer> arcs) {
    StringBuilder home = new StringBuilder();
    StringBuilder apart = new StringBuilder();
    for (int arc : arcs) {
      int a = arc / Recorder.WHOLE_MAX;
      int b = arc % Recorder.WHOLE_MAX;
      home.append(stage.home(a, b));
      apart.append(stage.apart(a, b));
    }
    double born = from == 0 ? 0 : film(keys.get(from).atMillis);
    double died = to == keys.size() ? length() : film(keys.get(to).atMillis) + FADE;
    Track shown = new Track(length(), from == 0 ? "1" : "0").to(born, FADE, "1");
    if (to < keys.size()) {
      shown.to(died - FADE, FADE, "0");
    }
    // The end fades into the beginning.
    shown.to(length() - LOOP_FADE, LOOP_FADE, shown.first());
    boolean moved = across && born < drift.over() && died > drift.begins();
    String movement = moved ? drift.between(home.toString(), apart.toString()).animate("d") : "";
    return "<path d=\""
        + home
        + "\""
        + (from == 0 ? "" : " opacity=\"0\"")
        + ">"
        + shown.animate("opacity")
        + movement
        + "</path>";
  }

  private double length() {
    return script.tempo.seconds();
  }
}
