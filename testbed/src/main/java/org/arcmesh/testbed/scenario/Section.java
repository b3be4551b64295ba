package org.arcmesh.testbed.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A mapping whose keys are all known, to be read key by key. */
final class Section {
  private final Node.Mapping mapping;
  private final String owner;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

  /**
   * @param owner what the mapping describes, for messages
   * @throws ScenarioException if the node is no mapping, or has a key that is not known, or twice
   */
  Section(Node node, String owner, List<String> known) {
    if (!(node instanceof Node.Mapping found)) {
      throw node.place().refuse(owner + " is written {key: value, ...}, not " + node.kind());
    }
    this.mapping = found;
    this.owner = owner;
    for (Node.Entry entry : found.entries()) {
      if (!known.contains(entry.key())) {
        throw entry.place().refuse(Words.unknown("key", entry.key(), known) + " in " + owner);
      }
      if (entries.put(entry.key(), entry) != null) {
        throw entry.place().refuse("key '" + entry.key() + "' twice in " + owner);
      }
    }
  }

  Place place() {
    return mapping.place();
  }

  Place placeOf(String key) {
    Node.Entry entry = entries.get(key);
    return entry == null ? mapping.place() : entry.place();
  }

  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(Node.Entry::value);
  }

  /** The value of {@code key}, which must be there. */
  <T> T required(String key, Function<String, T> reader) {
    return optional(key, reader)
        .orElseThrow(() -> mapping.place().refuse(owner + " lacks '" + key + "'"));
  }

  <T> T get(String key, Function<String, T> reader, T otherwise) {
    return optional(key, reader).orElse(otherwise);
  }

  /** What {@code reader} makes of the scalar at {@code key}; its complaints get the place. */
  <T> Optional<T> optional(String key, Function<String, T> reader) {
    return node(key).map(value -> scalar(key, value, reader));
  }

  /** What {@code reader} makes of each scalar in the list at {@code key}. */
  <T> Optional<List<T>> list(String key, Function<String, T> reader) {
    return items(key).map(items -> items.stream().map(item -> scalar(key, item, reader)).toList());
  }

  Optional<List<Node>> items(String key) {
    return node(key)
        .map(
            value -> {
              if (value instanceof Node.Sequence sequence) {
                return sequence.items();
              }
              throw value.place().refuse(key + " is a list, not " + value.kind());
            });
  }

  private static <T> T scalar(String key, Node value, Function<String, T> reader) {
    if (!(value instanceof Node.Scalar scalar)) {
      throw value.place().refuse(key + " takes one value, not " + value.kind());
    }
    try {
      return reader.apply(scalar.text());
    } catch (IllegalArgumentException e) {
      throw value.place().refuse(key + ": " + e.getMessage());
    }
  }
}
