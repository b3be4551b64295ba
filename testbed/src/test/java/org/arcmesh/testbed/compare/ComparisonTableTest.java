package org.arcmesh.testbed.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

  @Test
  void aRunThatNeverMergedIsSlowerThanAllThatDid() {
    ComparisonTable table = new ComparisonTable();

    table.add(
        named("one"),
        List.of(
            new Outcome(4_000, 900, 1_900),
            new Outcome(3_000, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
            new Outcome(3_540, 1_200, 2_000)));

    assertEquals(
        List.of(
            "| system | settings | detected p50 | max | merged p50 | max | agreed p50 | max | runs |",
            "|---|---|---|---|---|---|---|---|---|",
            "| one | slow | 3.5 s | 4.0 s | 1.2 s | never | 2.0 s | never | 3 |"),
        table.lines());
  }

  private static Contender named(String name) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String settings() {
        return "slow";
      }

      @Override
      public Outcome run(Split split) {
        throw new AssertionError("nothing is run here");
      }
    };
  }
}
