package org.arcmesh.testbed.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeveralRunsTest {

  @Test
  void aTableOfValuesHasSweptKeysTheSeedAndThenAllThatWasMeasured() {
    Report one = report(1, "10").put("x.y", 0.5).put("partial", "said \"no\", then");
    Report two = report(2, "20").put("z", 3);
    one.putList("cycles");

    String csv = Csv.of(List.of(one, two));

    assertEquals(
        "peers,seed,scenario,x.y,partial,z\r\n"
            + "10,1,s,0.5,\"said \"\"no\"\", then\",\r\n"
            + "20,2,s,,,3\r\n",
        csv);
  }

  @Test
  void eachVariantOfASweepHasItsOwnSummary() {
    Report one = report(1, "10").put("z", 2);
    Report two = report(2, "10").put("z", 4);
    Report three = report(1, "20").put("z", 9);

    String json = Summary.of(List.of(one, two, three)).path("summaries").toString();

    assertEquals(
        "[{\"scenario\":\"s\",\"set\":{\"peers\":\"10\"},\"summary\":{\"z\":"
            + "{\"mean\":3,\"sd\":1,\"p50\":2,\"p95\":4,\"max\":4}}},"
            + "{\"scenario\":\"s\",\"set\":{\"peers\":\"20\"},\"summary\":{\"z\":"
            + "{\"mean\":9,\"sd\":0,\"p50\":9,\"p95\":9,\"max\":9}}}]",
        json);
  }

  @Test
  void peopleSeeMeanAndSpreadOfWhatMattersAndOfWhatIsExpected() {
    Report one = report(1, "10").put("join.ms.p95", 400).put("discovery.lookups", 12);
    Report two = report(2, "10").put("join.ms.p95", 401).put("discovery.lookups", 14);

    List<String> lines =
        SummaryTable.of(
            Summary.group(List.of(one, two)).get(0), List.of("discovery.lookups", "not.measured"));

    assertEquals(
        List.of(
            "s, peers=10: 2 runs, seeds 1..2",
            "                                             mean ± sd        p50        p95        max",
            "  join.ms.p95                         400.5 ±    0.500        400        401        401",
            "  discovery.lookups                      13 ±        1         12         14         14"),
        lines);
  }

  @Test
  void elsewhereThanOnATerminalTheTallyIsALineEveryFewSeconds() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Tally tally = new Tally(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 100);

    tally.show(0, 0, 100);
    tally.show(10, 1, 5_000);
    tally.show(11, 2, 6_000);
    tally.show(100, 2, 50_000);
    tally.end();

    assertEquals(
        List.of(
            "  10 of 100 runs, 1 does not hold, about 45 s left",
            "  100 of 100 runs, 2 do not hold"),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private static Report report(int seed, String peers) {
    return new Report().put("scenario", "s").put("seed", seed).put("set.peers", peers);
  }
}
