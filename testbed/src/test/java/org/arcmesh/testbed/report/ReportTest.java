package org.arcmesh.testbed.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void nestsDottedKeysInTheOrderInWhichTheyCame() {
    Report report = new Report().put("a.b", 1).put("c", "text").put("a.d.e", 0.25);

    assertEquals("{\"a\":{\"b\":1,\"d\":{\"e\":0.25}},\"c\":\"text\"}", report.json().toString());
  }

  @Test
  void whatIsNoNumberWasNotMeasuredAndIsAbsent() {
    Report report =
        new Report().put("a.b", Double.NaN).put("a.c", Double.POSITIVE_INFINITY).put("a.d", 0);

    assertEquals("{\"a\":{\"d\":0}}", report.json().toString());
    assertEquals(Optional.empty(), report.find("a.b"));
    assertEquals(0, report.number("a.d").getAsDouble());
  }

  @Test
  void percentilesAreOfTheNearestRank() {
    Samples samples = new Samples();
    for (int i = 20; i >= 1; i--) {
      samples.add(i);
    }

    assertEquals(10, samples.percentile(50));
    assertEquals(19, samples.percentile(95));
    assertEquals(20, samples.percentile(99));
    assertEquals(20, samples.max());
    assertEquals(10.5, samples.mean());
    assertEquals(Math.sqrt(33.25), samples.sd(), 1e-12);
  }

  @Test
  void noSamplesPutNothing() {
    Report report = new Report();

    new Samples().put(report, "ms", "mean", "p50", "max");

    assertEquals("{}", report.json().toString());
  }

  @Test
  void aSummaryIsOverTheRunsThatMeasuredAKey() {
    Report one = new Report().put("seed", 1).put("x.y", 2).put("only", 7);
    Report two = new Report().put("seed", 2).put("x.y", 4);

    String json = Summary.of(List.of(one, two)).toString();

    assertEquals(
        "{\"runs\":[{\"seed\":1,\"x\":{\"y\":2},\"only\":7},{\"seed\":2,\"x\":{\"y\":4}}],"
            + "\"summary\":{\"x.y\":{\"mean\":3,\"sd\":1,\"p50\":2,\"p95\":4,\"max\":4},"
            + "\"only\":{\"mean\":7,\"sd\":0,\"p50\":7,\"p95\":7,\"max\":7}}}",
        json);
  }
}
