package org.arcmesh.testbed.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.testbed.report.Report;

/**
 * A comparison over a report, such as {@code partitions.mergedMs.p95 <= 60000} or {@code
 * peers.alive >= 0.8 * peers.started}.
 *
 * @param key of the report, dotted
 * @param operator {@code == != < <= > >=}
 * @param value what the measured number is compared with, or with how many times {@code other}
 * @param other another key of the report, whose number {@code value} is multiplied by
 */
public record Expectation(
    String text, String key, String operator, double value, Optional<String> other) {
  private static final String KEY = "[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*";
  private static final String NUMBER = "-?\\d{1,15}(?:\\.\\d{1,15})?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<key>%s)\\s*(?<operator>==|!=|<=|>=|<|>)\\s*(?:(?<value>%s)|(?:(?<times>%s)\\s*\\*\\s*)?(?<other>%s))"
              .formatted(KEY, NUMBER, NUMBER, KEY));
  // Shares such as 1/3 are not exact in binary.
  private static final double TOLERANCE = 1e-9;

  /**
   * Reads a comparison.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static Expectation parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no comparison such as broadcast.deliveryRatio == 1");
    }
    Optional<String> other = Optional.ofNullable(matcher.group("other")).map(Expectation::known);
    String value = other.isPresent() ? matcher.group("times") : matcher.group("value");
    return new Expectation(
        text.strip(),
        known(matcher.group("key")),
        matcher.group("operator"),
        value == null ? 1 : Double.parseDouble(value),
        other);
  }

  private static String known(String key) {
    if (!Keys.isKnown(key)) {
      throw new IllegalArgumentException(
          "unknown report key '" + key + "', nearest known '" + Keys.nearest(key) + "'");
    }
    return key;
  }

  /** Compares with what {@code report} measured; a key that it lacks makes it not hold. */
  public Outcome check(Report report) {
    Optional<JsonNode> measured = number(report, key);
    Optional<Double> limit =
        other.isEmpty()
            ? Optional.of(value)
            : number(report, other.get()).map(number -> value * number.doubleValue());
    boolean holds =
        measured.isPresent()
            && limit.isPresent()
            && compare(measured.get().doubleValue(), limit.get());
    return new Outcome(text, measured, other.isEmpty() ? Optional.empty() : limit, holds);
  }

  private static Optional<JsonNode> number(Report report, String key) {
    return report.find(key).filter(JsonNode::isNumber);
  }

  private boolean compare(double measured, double limit) {
    boolean equal = Math.abs(measured - limit) <= TOLERANCE * Math.max(1, Math.abs(limit));
    return switch (operator) {
      case "==" -> equal;
      case "!=" -> !equal;
      case "<" -> measured < limit && !equal;
      case "<=" -> measured < limit || equal;
      case ">" -> measured > limit && !equal;
      case ">=" -> measured > limit || equal;
      default -> throw new AssertionError(operator);
    };
  }

  /**
   * What became of an expectation.
   *
   * @param measured empty if the run could not measure it
   * @param limit what it was compared with, if that is not written but was measured as well
   */
  public record Outcome(
      String text, Optional<JsonNode> measured, Optional<Double> limit, boolean holds) {

    /** As in the report; {@code measured} and {@code limit} are absent if there are none. */
    public ObjectNode json() {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("text", text);
      measured.ifPresent(value -> node.set("measured", value));
      limit.ifPresent(value -> node.put("limit", value));
      return node.put("holds", holds);
    }

    /** In one line, for people. */
    public String line() {
      return String.format("%s %-44s measured: %s", holds ? "✓" : "✗", text, measuredText());
    }

    /** What was measured, for people. */
    public String measuredText() {
      String number = measured.map(JsonNode::asText).orElse("not measured");
      return limit
          .map(
              value ->
                  number
                      + ", limit "
                      + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString())
          .orElse(number);
    }
  }
}
