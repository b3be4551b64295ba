package org.arcmesh.testbed.picture;

import java.util.List;

/** What is between the sides: the cut while it lasts, then discovery, by which they meet. */
final class Gap {
  private static final double TOP = 104;
  private static final double BOTTOM = 424;
  private static final double FADE = 0.4;
  private static final double MIDDLE = Stage.WIDTH / 2.0;

  /** More of them would hide each other. */
  private static final int PROOFS_MAX = 8;

  private final Script script;
  private final Stage stage;
  private final Drift drift;
  private final Story story;

  Gap(Script script, Stage stage, Drift drift, Story story) {
    this.script = script;
    this.stage = stage;
    this.drift = drift;
    this.story = story;
  }

  String draw() {
    return stage.sideCount() == 2 ? cut() + discovery() : "";
  }

  private String cut() {
    Track shown =
        new Track(length(), "0")
            .to(film(script.cutAt), FADE, ".9")
            .to(film(script.healedAt), FADE, "0");
    return "<path class=\"g\" opacity=\"0\" d=\"M"
        + Svg.length(MIDDLE)
        + " "
        + Svg.length(TOP)
        + "V"
        + Svg.length(BOTTOM)
        + "\">"
        + shown.animate("opacity")
        + "</path>\n";
  }

  /** Lines of those who proved that there are others, while they were apart. */
  private String discovery() {
    StringBuilder lines = new StringBuilder();
    double first = Double.POSITIVE_INFINITY;
    int count = 0;
    for (Story.Moment proof : story.proofs()) {
      double at = film(proof.atMillis());
      boolean told = proof.atMillis() > script.settledAt && drift.isApart(at);
      if (told && count++ < PROOFS_MAX) {
        first = Math.min(first, at);
        lines.append(line(proof.peer(), at));
      }
    }
    if (count == 0) {
      return "";
    }
    Track shown =
        new Track(length(), "0").to(first - 0.7, FADE, "1").to(drift.returns(), FADE, "0");
    return "<g opacity=\"0\">" + shown.animate("opacity") + lines + node() + "</g>\n";
  }

  private String line(int peer, double at) {
    Track shown = new Track(length(), "0").to(at - 0.3, 0.3, "1");
    int side = stage.side(peer);
    return "<path class=\"d\" opacity=\"0\" d=\"M"
        + Svg.length(stage.x(peer) + stage.driftX(side))
        + " "
        + Svg.length(stage.y(peer) + stage.driftY(side))
        + "L"
        + Svg.length(MIDDLE)
        + " "
        + Svg.length(TOP + 24)
        + "\">"
        + shown.to(length() - 0.1, 0.1, "0").animate("opacity")
        + "</path>";
  }

  /** A ring of nodes that belong to nobody. */
  private static String node() {
    StringBuilder node = new StringBuilder();
    node.append("<circle cx=\"480\" cy=\"128\" r=\"17\" fill=\"#0d1526\" stroke=\"#93a4bd\"/>");
    for (double[] at :
        List.of(
            new double[] {0, -1},
            new double[] {.95, -.31},
            new double[] {.59, .81},
            new double[] {-.59, .81},
            new double[] {-.95, -.31})) {
      node.append("<circle r=\"2.6\" fill=\"#eef3fb\" cx=\"")
          .append(Svg.length(480 + 9 * at[0]))
          .append("\" cy=\"")
          .append(Svg.length(128 + 9 * at[1]))
          .append("\"/>");
    }
    return node + "<text class=\"n\" x=\"480\" y=\"102\">discovery</text>";
  }

  private double film(double atMillis) {
    return script.tempo.of(atMillis);
  }

  private double length() {
    return script.tempo.seconds();
  }
}
