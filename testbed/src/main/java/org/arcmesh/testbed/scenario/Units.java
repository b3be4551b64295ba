package org.arcmesh.testbed.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with units, as a person writes them.
 *
 * <p>Every method throws {@link IllegalArgumentException} with a message that quotes the text and
 * says what would do.
 */
final class Units {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(\\S*)");

  private static final Map<String, Double> TIMES = new LinkedHashMap<>();
  private static final Map<String, Double> SIZES = new LinkedHashMap<>();
  private static final Map<String, Double> RATES = new LinkedHashMap<>();

  static {
    TIMES.put("ms", 1.0);
    TIMES.put("s", 1_000.0);
    TIMES.put("min", 60_000.0);
    TIMES.put("h", 3_600_000.0);
    SIZES.put("B", 1.0);
    SIZES.put("KiB", 1_024.0);
    SIZES.put("MiB", 1_048_576.0);
    RATES.put("/s", 1.0);
    RATES.put("/min", 1.0 / 60);
    RATES.put("/h", 1.0 / 3_600);
  }

  private Units() {}

  static Duration duration(String text) {
    return Duration.ofMillis(Math.round(millis(text)));
  }

  static double millis(String text) {
    return value(text, TIMES, "a time", "5s");
  }

  static int bytes(String text) {
    double bytes = value(text, SIZES, "a size", "100B");
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is over 2 GiB");
    }
    return (int) Math.round(bytes);
  }

  /** Events per second. */
  static double rate(String text) {
    return value(text, RATES, "a rate", "10/s");
  }

  /** {@code 1%/min}, as the share per second. */
  static double shareRate(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is no rate such as 1%/min");
    }
    return share(text.substring(0, slash)) * rate("1" + text.substring(slash).strip());
  }

  /** {@code 20%}, or {@code 0.2}, as 0.2. */
  static double share(String text) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no share such as 20%");
    }
    double number = Double.parseDouble(matcher.group(1));
    String unit = matcher.group(2);
    if (!unit.isEmpty() && !unit.equals("%")) {
      throw new IllegalArgumentException(
          "unknown unit '" + unit + "' in '" + text + "', nearest known '%'");
    }
    double share = unit.isEmpty() ? number : number / 100;
    if (share > 1) {
      throw new IllegalArgumentException("'" + text + "' is over 100%");
    }
    return share;
  }

  static int count(String text) {
    if (!text.strip().matches("\\d{1,9}")) {
      throw new IllegalArgumentException("'" + text + "' is no whole number");
    }
    return Integer.parseInt(text.strip());
  }

  private static double value(String text, Map<String, Double> units, String what, String example) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not " + what + " such as " + example);
    }
    String unit = matcher.group(2);
    if (unit.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' lacks a unit (" + String.join(", ", units.keySet()) + ")");
    }
    Double factor = units.get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(
          Words.unknown("unit", unit, units.keySet()).replace("', ", "' in '" + text + "', "));
    }
    return Double.parseDouble(matcher.group(1)) * factor;
  }
}
