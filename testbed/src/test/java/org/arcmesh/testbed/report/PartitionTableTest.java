package org.arcmesh.testbed.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTableTest {

  @Test
  void aLineForEachScenarioAndSizeAndWhoeverNeverMergedIsTheSlowest() {
    Report merged = report("halves", 40, true).put("partitions.lastMergedMs", 1_500);
    Report never = report("halves", 40, false);
    Report larger = report("halves", 80, true).put("partitions.lastMergedMs", 2_000);

    String body = PartitionTable.of("sim", List.of(merged, never, larger)).body();

    List<String> lines = body.lines().toList();
    assertEquals(4, lines.size());
    assertEquals(
        "| halves | 40 | 2 | ✗ 1 | 5.0 s, p95 5.0 s, max 5.0 s | 1.5 s, p95 never, max never"
            + " | – | 50.0 %, 100.0 % | 9 | 4 suspicions, 0 merges, 0 healed in 3 peer-hours |",
        lines.get(2));
    assertEquals(true, lines.get(3).startsWith("| halves | 80 | 1 | ✓ | 5.0 s"));
  }

  @Test
  void aScenarioWithoutACutHasNoTimesButMayHaveFalseAlarms() {
    Report calm = new Report().put("scenario", "calm").put("peers.started", 9);
    calm.put("partitions.falseSuspicions", 3);

    String body = PartitionTable.of("sim", List.of(calm)).body();

    assertEquals(
        "| calm | 9 | 1 | ✓ | – | – | – | – | – | 3 suspicions, 0 merges, 0 healed in 0 peer-hours |",
        body.lines().toList().get(2));
  }

  @Test
  void afterACrashTheTimeIsThatUntilTheLivingAreOneComponent() {
    Report crash = new Report().put("scenario", "crash").put("peers.started", 9);
    crash.put("partitions.reunitedMs.max", 41_000);

    String line = PartitionTable.of("sim", List.of(crash)).body().lines().toList().get(2);

    assertEquals(true, line.contains("| 41.0 s, p95 41.0 s, max 41.0 s |"), line);
  }

  @Test
  void ofAHundredRunsTheTableHasThe99thPercentile() {
    List<Report> runs = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      runs.add(report("halves", 40, true).put("partitions.lastMergedMs", 1_000 * i));
    }

    String line = PartitionTable.of("sim", runs).body().lines().toList().get(2);

    assertEquals(true, line.contains("| 50.0 s, p95 95.0 s, p99 99.0 s, max 100.0 s |"), line);
  }

  @Test
  void aSectionTakesThePlaceOfItsLastVersionAndOfNothingElse() {
    String document = "before\n<!-- begin sim -->\nold\n<!-- end sim -->\nafter\n";

    assertEquals(
        "before\n<!-- begin sim -->\nnew\n<!-- end sim -->\nafter\n",
        new DocumentSection("sim", "new\n").into(document));
    assertEquals(
        document + "\n<!-- begin webrtc -->\nnew\n<!-- end webrtc -->\n",
        new DocumentSection("webrtc", "new\n").into(document));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DocumentSection("sim", "").into("<!-- begin sim -->\n"));
  }

  @Test
  void linesOfOtherScenariosStayInATable() {
    String old =
        "| scenario | peers |\n|---|---|\n| halves | 40 |\n| halves | 99 |\n| tenth | 40 |\n";
    String document = new DocumentSection("sim", old).into("before\n") + "after\n";
    String news = "| scenario | peers |\n|---|---|\n| three | 7 |\n| halves | 60 |\n";

    String expected =
        "| scenario | peers |\n|---|---|\n| halves | 60 |\n| tenth | 40 |\n| three | 7 |\n";

    assertEquals(
        new DocumentSection("sim", expected).into("before\n") + "after\n",
        new DocumentSection("sim", news).intoTable(document));
    String other = "| scenario | size |\n|---|---|\n| three | 7 |\n";
    assertEquals(
        new DocumentSection("sim", other).into("before\n") + "after\n",
        new DocumentSection("sim", other).intoTable(document));
  }

  private static Report report(String scenario, int peers, boolean holds) {
    Report report = new Report().put("scenario", scenario).put("peers.started", peers);
    report.put("set.peers", String.valueOf(peers));
    report.put("partitions.count", 1).put("partitions.detectedMs.p50", 5_000);
    report.put("partitions.suspectedShare", 0.5).put("partitions.healedShare", 1);
    report.put("partitions.setUpsPerSecond.max", 9).put("partitions.falseSuspicions", 2);
    report.put("peers.hours", 1.6);
    report.putList("expectations").addObject().put("holds", holds);
    return report;
  }
}
