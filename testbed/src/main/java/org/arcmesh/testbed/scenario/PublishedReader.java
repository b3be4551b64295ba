package org.arcmesh.testbed.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the published figures of a scenario. */
final class PublishedReader {
  private static final List<String> KEYS =
      List.of("figure", "key", "value", "sd", "from", "within", "note");

  private PublishedReader() {}

  static List<Published> read(Section top) {
    List<Published> all = new ArrayList<>();
    for (Node node : top.items("published").orElse(List.of())) {
      Section section = new Section(node, "a published figure", KEYS);
      double value = section.required("value", PublishedReader::number);
      all.add(
          new Published(
              section.required("figure", ScenarioReader::line),
              section.required("key", ScenarioReader::line),
              value,
              of(section.optional("sd", PublishedReader::number)),
              section.required("from", ScenarioReader::line),
              of(section.optional("within", text -> within(text, value))),
              section.optional("note", ScenarioReader::line),
              node.place()));
    }
    return all;
  }

  private static OptionalDouble of(Optional<Double> number) {
    return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
  }

  private static double number(String text) {
    if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw new IllegalArgumentException("'" + text + "' is no number such as 6.59");
    }
    return Double.parseDouble(text);
  }

  /** {@code 50%} of the value, or so much as it says. */
  private static double within(String text, double value) {
    return text.endsWith("%") ? Units.share(text) * value : number(text);
  }
}
