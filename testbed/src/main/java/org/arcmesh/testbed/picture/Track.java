package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.List;

/** How one attribute of a drawing changes in the course of a film, which is shown in a loop. */
final class Track {
  /** Slow at both ends of a movement. */
  private static final String EASE = ".45 0 .25 1";

  private final double length;
  private final List<Double> times = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private boolean eased;

  /**
   * @param length of the film in seconds
   * @param first the value at its beginning
   */
  Track(double length, String first) {
    this.length = length;
    times.add(0.0);
    values.add(first);
  }

  /** Movements begin and end gently. */
  Track eased() {
    eased = true;
    return this;
  }

  /**
   * Keeps the last value until {@code at}, then passes to this one for {@code takes} seconds. What
   * begins before the change before is over begins when it is.
   */
  Track to(double at, double takes, String value) {
    if (!value.equals(last())) {
      double from = Math.min(length, Math.max(at, times.get(times.size() - 1)));
      add(from, last());
      add(Math.min(length, from + takes), value);
    }
    return this;
  }

  /** From nothing to {@code value} and back. */
  Track pulse(double at, double rises, double falls, String value) {
    String rest = last();
    return to(at, rises, value).to(at + rises, falls, rest);
  }

  private void add(double at, String value) {
    if (at > times.get(times.size() - 1) || !value.equals(last())) {
      times.add(at);
      values.add(value);
    }
  }

  String last() {
    return values.get(values.size() - 1);
  }

  String first() {
    return values.get(0);
  }

  boolean isStill() {
    return values.size() == 1;
  }

  /** Empty if nothing ever changes. */
  String animate(String attribute) {
    return isStill() ? "" : "<animate attributeName=\"" + attribute + "\"" + course();
  }

  /** The same for a place, {@code x y}. */
  String translate() {
    return isStill()
        ? ""
        : "<animateTransform attributeName=\"transform\" type=\"translate\"" + course();
  }

  private String course() {
    StringBuilder at = new StringBuilder();
    StringBuilder is = new StringBuilder();
    StringBuilder splines = new StringBuilder();
    int count = times.size();
    boolean held = times.get(count - 1) < length;
    for (int i = 0; i < count; i++) {
      at.append(i == 0 ? "" : ";").append(Svg.number(times.get(i) / length, 3));
      is.append(i == 0 ? "" : ";").append(values.get(i));
      splines.append(i == 0 ? "" : i == 1 ? EASE : ";" + EASE);
    }
    if (held) {
      at.append(";1");
      is.append(";").append(last());
      splines.append(count == 1 ? EASE : ";" + EASE);
    }
    String mode = eased ? " calcMode=\"spline\" keySplines=\"" + splines + "\"" : "";
    return " dur=\""
        + Svg.number(length, 2)
        + "s\" repeatCount=\"indefinite\""
        + mode
        + " keyTimes=\""
        + at
        + "\" values=\""
        + is
        + "\"/>";
  }
}
