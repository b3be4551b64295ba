package org.arcmesh.testbed.scenario;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Reads YAML into {@link Node nodes}; all scalars stay the text that they are. */
final class Yaml {
  private static final int DEPTH_MAX = 20;
  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final JsonParser parser;
  private final IntFunction<Place> places;

  private Yaml(JsonParser parser, IntFunction<Place> places) {
    this.parser = parser;
    this.places = places;
  }

  /**
   * The one document in {@code text}.
   *
   * @param places makes the place of a line, counted from 1
   */
  static Node read(String text, IntFunction<Place> places) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Yaml yaml = new Yaml(parser, places);
      if (parser.nextToken() == null) {
        throw places.apply(1).refuse("nothing in it");
      }
      Node node = yaml.node(0);
      if (parser.nextToken() != null) {
        throw yaml.here().refuse("a second document");
      }
      return node;
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      String message = e.getOriginalMessage().lines().findFirst().orElse("");
      throw places.apply(at == null ? 1 : at.getLineNr()).refuse("no YAML: " + message);
    } catch (IOException e) {
      throw new AssertionError("reading a string failed", e);
    }
  }

  private Node node(int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw here().refuse("nested over " + DEPTH_MAX + " deep");
    }
    Place place = here();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(depth + 1));
      }
      return new Node.Sequence(items, place);
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      List<Node.Entry> entries = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        Place keyPlace = here();
        parser.nextToken();
        Node value = node(depth + 1);
        if (!continuesCall(entries, key, value)) {
          entries.add(new Node.Entry(key, value, keyPlace));
        }
      }
      return new Node.Mapping(entries, place);
    }
    return new Node.Scalar(parser.getText() == null ? "" : parser.getText(), place);
  }

  /**
   * Within braces YAML ends a word at each comma, so that {@code {a: f(1, 2), b: 3}} has keys a,
   * "2)" and b. Whoever wrote it meant one value: it is put together again.
   */
  private static boolean continuesCall(List<Node.Entry> entries, String key, Node value) {
    if (entries.isEmpty() || !(value instanceof Node.Scalar rest) || !rest.text().isEmpty()) {
      return false;
    }
    Node.Entry last = entries.get(entries.size() - 1);
    if (!(last.value() instanceof Node.Scalar begun)
        || begun.text().indexOf('(') < 0
        || begun.text().indexOf(')') >= 0) {
      return false;
    }
    Node whole = new Node.Scalar(begun.text() + ", " + key, begun.place());
    entries.set(entries.size() - 1, new Node.Entry(last.key(), whole, last.place()));
    return true;
  }

  private Place here() {
    return places.apply(parser.currentTokenLocation().getLineNr());
  }
}
