package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.junit.jupiter.api.Test;

class SweepTest {

  @Test
  void everyCombinationIsAVariantAndTheLastKeyChangesFastest() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("peers", "10, 100");
    settings.put("period", "3s");
    settings.put("loss", "0%,2%");

    List<Sweep.Variant> variants = Sweep.of(settings);

    assertEquals(
        List.of(
            "{peers=10, loss=0%}",
            "{peers=10, loss=2%}", "{peers=100, loss=0%}", "{peers=100, loss=2%}"),
        variants.stream().map(variant -> variant.swept().toString()).toList());
    assertEquals("{peers=10, period=3s, loss=0%}", variants.get(0).overrides().toString());
  }

  @Test
  void commasWithinADistributionOrATextPartNothing() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("latency", "uniform(1ms,2ms),constant(5ms)");
    settings.put("about", "first, second");

    List<Sweep.Variant> variants = Sweep.of(settings);

    assertEquals(
        List.of("{latency=uniform(1ms,2ms)}", "{latency=constant(5ms)}"),
        variants.stream().map(variant -> variant.swept().toString()).toList());
    assertEquals("first, second", variants.get(1).overrides().get("about"));
  }

  @Test
  void anEmptyValueIsRefused() {
    ScenarioException refusal =
        assertThrows(ScenarioException.class, () -> Sweep.of(Map.of("peers", "10,,20")));

    assertEquals("--set peers=10,,20: a value is empty", refusal.getMessage());
  }
}
