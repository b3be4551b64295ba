package org.arcmesh.testbed.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run measured, by dotted keys. {@code docs/REPORT.md} lists them.
 *
 * <p>A key that was not measured is absent; nothing stands in for it.
 */
public final class Report {
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  /** A number; not a number means that it was not measured, and puts nothing. */
  public Report put(String key, double value) {
    if (Double.isFinite(value)) {
      parent(key).set(last(key), number(value));
    }
    return this;
  }

  public Report put(String key, String value) {
    parent(key).put(last(key), value);
    return this;
  }

  /** A list, empty at first. */
  public ArrayNode putList(String key) {
    return parent(key).putArray(last(key));
  }

  /** Everything in {@code part}, under {@code key}. */
  public Report put(String key, Report part) {
    parent(key).set(last(key), part.root);
    return this;
  }

  /** What {@code key} was measured to be. */
  public Optional<JsonNode> find(String key) {
    JsonNode node = root;
    for (String name : key.split("\\.", -1)) {
      node = node.path(name);
    }
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }

  public OptionalDouble number(String key) {
    Optional<JsonNode> found = find(key).filter(JsonNode::isNumber);
    return found.isPresent()
        ? OptionalDouble.of(found.get().doubleValue())
        : OptionalDouble.empty();
  }

  /** The report as JSON; the caller must not change it. */
  public ObjectNode json() {
    return root;
  }

  /** Whole numbers as such, others to the ninth digit after the point. */
  static JsonNode number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return JsonNodeFactory.instance.numberNode((long) value);
    }
    return JsonNodeFactory.instance.numberNode(Math.round(value * 1e9) / 1e9);
  }

  private ObjectNode parent(String key) {
    ObjectNode node = root;
    String[] names = key.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      JsonNode child = node.get(names[i]);
      node = child instanceof ObjectNode object ? object : node.putObject(names[i]);
    }
    return node;
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
