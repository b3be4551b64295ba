package org.arcmesh.testbed.picture;

import java.util.List;
import java.util.TreeSet;

/** The band below: how many peers believe in which component, all the time, and when what was. */
final class Strip {
  private static final double LEFT = 40;
  private static final double WIDTH = Stage.WIDTH - 2 * LEFT;
  private static final double TOP = 452;
  private static final double BOTTOM = 496;

  private final Script script;
  private final Beliefs beliefs;
  private final List<Recorder.Life> lives;
  private final int[] all;

  Strip(Script script, Beliefs beliefs, List<Recorder.Life> lives, int[] present) {
    this.script = script;
    this.beliefs = beliefs;
    this.lives = lives;
    this.all = present.clone();
  }

  String draw() {
    return "<text class=\"t\" x=\""
        + Svg.length(LEFT)
        + "\" y=\""
        + Svg.length(TOP - 7)
        + "\">how many peers believe in which component</text>\n"
        + "<clipPath id=\"c\"><rect x=\"40\" y=\"452\" width=\"880\" height=\"44\" rx=\"4\"/></clipPath>\n"
        + "<g clip-path=\"url(#c)\"><rect x=\"40\" y=\"452\" width=\"880\" height=\"44\" fill=\"#0a1120\"/>"
        + areas()
        + "<rect x=\"40\" y=\"452\" width=\"880\" height=\"44\" fill=\"#0b1322\" opacity=\".66\">"
        + head()
        + "</rect></g>\n"
        + "<path class=\"k\" d=\""
        + ticks()
        + "\"/>\n"
        + marks()
        + "<path d=\"M40 446V502\" stroke=\""
        + Palette.INK
        + "\" stroke-width=\"1.6\">"
        + head()
        + "</path>\n";
  }

  private double x(double atMillis) {
    return LEFT + WIDTH * script.tempo.of(atMillis) / script.tempo.seconds();
  }

  /** Goes over the band as the film goes on. */
  private String head() {
    return "<animateTransform attributeName=\"transform\" type=\"translate\" dur=\""
        + Svg.number(script.tempo.seconds(), 2)
        + "s\" repeatCount=\"indefinite\" values=\"0 0;"
        + Svg.length(WIDTH)
        + " 0\"/>";
  }

  /** One over the other, the one beneath the wider. */
  private String areas() {
    double from = script.tempo.fromMillis();
    double to = script.tempo.toMillis();
    TreeSet<Integer> colors = new TreeSet<>();
    for (int peer : all) {
      colors.add(beliefs.at(peer, from));
      beliefs.of(peer).forEach(change -> colors.add(change.color()));
    }
    List<Double> moments = beliefs.moments(from, to);
    StringBuilder areas = new StringBuilder();
    for (int color : colors.descendingSet()) {
      if (color != Beliefs.NONE) {
        double last = y(color, from);
        StringBuilder path = new StringBuilder("M40 496V" + Svg.length(last));
        for (double at : moments) {
          double next = y(color, at);
          if (next != last) {
            path.append("H").append(Svg.length(x(at))).append("V").append(Svg.length(next));
          }
          last = next;
        }
        areas
            .append("<path fill=\"")
            .append(Palette.component(color))
            .append("\" d=\"")
            .append(path)
            .append("H920V496Z\"/>");
      }
    }
    return areas.toString();
  }

  private double y(int color, double atMillis) {
    int count = 0;
    for (int peer : all) {
      Recorder.Life life = lives.get(peer);
      boolean gone = life.to <= atMillis;
      int believed = beliefs.at(peer, atMillis);
      count += !gone && believed != Beliefs.NONE && believed <= color ? 1 : 0;
    }
    return BOTTOM - (BOTTOM - TOP) * count / all.length;
  }

  /** Each second of the run: close together where the film goes fast. */
  private String ticks() {
    StringBuilder ticks = new StringBuilder();
    double first = Math.ceil(script.tempo.fromMillis() / 1_000) * 1_000;
    for (double at = first; at <= script.tempo.toMillis(); at += 1_000) {
      ticks.append("M").append(Svg.length(x(at))).append(" 498v4");
    }
    return ticks.toString();
  }

  private String marks() {
    StringBuilder marks = new StringBuilder();
    marks.append(mark(script.cutAt, Palette.CUT, "cut", "at " + Words.seconds(script.cutAt)));
    if (script.noticedAt < script.healedAt) {
      String time = "+" + Words.seconds(script.noticedAt - script.cutAt);
      marks.append(mark(script.noticedAt, Palette.SUSPECT, "suspected", time));
    }
    marks.append(
        mark(script.healedAt, Palette.INK, "healed", "at " + Words.seconds(script.healedAt)));
    if (script.provenAt > script.healedAt) {
      String time = "+" + Words.seconds(script.provenAt - script.healedAt);
      marks.append(mark(script.provenAt, Palette.INK, "found", time));
    }
    if (script.isOne()) {
      String time = "+" + Words.seconds(script.oneAt - script.healedAt);
      marks.append(mark(script.oneAt, Palette.BRIDGE, "one again", time));
    }
    return marks.toString();
  }

  private String mark(double atMillis, String color, String name, String time) {
    String x = Svg.length(x(atMillis));
    return "<path d=\"M%s 446V506\" stroke=\"%s\"/><text class=\"m\" x=\"%s\" y=\"520\" fill=\"%s\">%s</text>"
            .formatted(x, color, x, color, name)
        + "<text class=\"m v\" x=\"%s\" y=\"536\">%s</text>\n".formatted(x, time);
  }
}
