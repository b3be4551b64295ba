package org.arcmesh.testbed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.ScenarioReader;

/** What {@code --set} gives to keys: a list of values makes a variant for each of them. */
final class Sweep {
  private Sweep() {}

  /**
   * One combination of values.
   *
   * @param overrides all keys that were set
   * @param swept those of them that have several values
   */
  record Variant(Map<String, String> overrides, Map<String, String> swept) {
    static final Variant PLAIN = new Variant(Map.of(), Map.of());

    Variant {
      overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
      swept = Collections.unmodifiableMap(new LinkedHashMap<>(swept));
    }

    private Variant with(String key, String value, boolean several) {
      Map<String, String> all = new LinkedHashMap<>(overrides);
      Map<String, String> some = new LinkedHashMap<>(swept);
      all.put(key, value);
      if (several) {
        some.put(key, value);
      }
      return new Variant(all, some);
    }
  }

  /** All combinations; the values of the last key change fastest. */
  static List<Variant> of(Map<String, String> settings) {
    List<Variant> variants = List.of(Variant.PLAIN);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String key = setting.getKey();
      List<String> values =
          ScenarioReader.SCALARS.contains(key)
              ? split(setting.getValue())
              : List.of(setting.getValue());
      if (values.contains("")) {
        throw new ScenarioException(
            "--set " + key + "=" + setting.getValue() + ": a value is empty");
      }
      List<Variant> next = new ArrayList<>();
      for (Variant variant : variants) {
        values.forEach(value -> next.add(variant.with(key, value, values.size() > 1)));
      }
      variants = next;
    }
    return variants;
  }

  /** The values between commas; those within parentheses part nothing. */
  private static List<String> split(String text) {
    List<String> values = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        values.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    values.add(text.substring(from).strip());
    return values;
  }
}
