package org.arcmesh.testbed.scenario;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.sim.NetworkModel;

/** Reads how delays between peers are distributed. */
final class Latency {
  private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\s*\\(([^()]*)\\)");
  private static final List<String> NAMES = List.of("constant", "uniform", "lognormal");

  private Latency() {}

  /**
   * Reads {@code constant(10ms)}, {@code uniform(10ms, 50ms)} or {@code lognormal(4.663, 0.956)}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static NetworkModel parse(String text) {
    Matcher call = CALL.matcher(text.strip());
    if (!call.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no distribution such as uniform(10ms, 50ms)");
    }
    String name = call.group(1);
    String[] given = call.group(2).split(",", -1);
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(Words.unknown("distribution", name, NAMES));
    }
    int wanted = name.equals("constant") ? 1 : 2;
    if (given.length != wanted) {
      String values = wanted == 1 ? "1 value" : "2 values";
      throw new IllegalArgumentException(
          name + " takes " + values + ", not '" + call.group(2) + "'");
    }
    return switch (name) {
      case "constant" -> new NetworkModel.Constant(time(given[0]));
      case "uniform" -> uniform(time(given[0]), time(given[1]), text);
      default -> new NetworkModel.LogNormal(number(given[0]), number(given[1]));
    };
  }

  private static NetworkModel uniform(Duration from, Duration to, String text) {
    if (to.compareTo(from) < 0) {
      throw new IllegalArgumentException("'" + text.strip() + "' is no range");
    }
    return new NetworkModel.Uniform(from, to);
  }

  private static Duration time(String text) {
    return Values.timeWithin(Duration.ZERO, Duration.ofMinutes(1)).apply(text.strip());
  }

  private static double number(String text) {
    if (!text.strip().matches("\\d{1,6}(\\.\\d{1,9})?")) {
      throw new IllegalArgumentException("'" + text.strip() + "' is no number");
    }
    return Double.parseDouble(text.strip());
  }
}
