package org.arcmesh.testbed.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.testbed.report.Report;

/**
 * A comparison over a report, such as {@code partitions.mergedMs.p95 <= 60000}.
 *
 * @param key of the report, dotted
 * @param operator {@code == != < <= > >=}
 * @param value what the measured number is compared with
 */
public record Expectation(String text, String key, String operator, double value) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*)\\s*(==|!=|<=|>=|<|>)\\s*"
              + "(-?\\d{1,15}(?:\\.\\d{1,15})?)");
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
    if (!Keys.isKnown(matcher.group(1))) {
      throw new IllegalArgumentException(
          "unknown report key '"
              + matcher.group(1)
              + "', nearest known '"
              + Keys.nearest(matcher.group(1))
              + "'");
    }
    return new Expectation(
        text.strip(), matcher.group(1), matcher.group(2), Double.parseDouble(matcher.group(3)));
  }

  /** Compares with what {@code report} measured; a key that it lacks makes it not hold. */
  public Outcome check(Report report) {
    Optional<JsonNode> measured = report.find(key).filter(JsonNode::isNumber);
    boolean holds = measured.isPresent() && compare(measured.get().doubleValue());
    return new Outcome(text, measured, holds);
  }

  private boolean compare(double measured) {
    boolean equal = Math.abs(measured - value) <= TOLERANCE * Math.max(1, Math.abs(value));
    return switch (operator) {
      case "==" -> equal;
      case "!=" -> !equal;
      case "<" -> measured < value && !equal;
      case "<=" -> measured < value || equal;
      case ">" -> measured > value && !equal;
      case ">=" -> measured > value || equal;
      default -> throw new AssertionError(operator);
    };
  }

  /**
   * What became of an expectation.
   *
   * @param measured empty if the run could not measure it
   */
  public record Outcome(String text, Optional<JsonNode> measured, boolean holds) {

    /** As in the report; {@code measured} is absent if it was not. */
    public ObjectNode json() {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("text", text);
      measured.ifPresent(value -> node.set("measured", value));
      return node.put("holds", holds);
    }

    /** In one line, for people. */
    public String line() {
      return String.format("%s %-44s measured: %s", holds ? "✓" : "✗", text, measuredText());
    }

    /** What was measured, for people. */
    public String measuredText() {
      return measured.map(JsonNode::asText).orElse("not measured");
    }
  }
}
