package org.arcmesh.testbed.scenario;

import java.util.List;

/** A piece of YAML that knows where it stands. */
sealed interface Node {

  Place place();

  /** What it is, for error messages. */
  String kind();

  record Scalar(String text, Place place) implements Node {
    @Override
    public String kind() {
      return "'" + text + "'";
    }
  }

  record Sequence(List<Node> items, Place place) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Mapping(List<Entry> entries, Place place) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key with its value; {@code place} is the key's. */
  record Entry(String key, Node value, Place place) {}
}
