package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Slow peers, cuts of one direction, churn. */
class FaultStepsTest {
  private final ScriptedEngine engine = new ScriptedEngine();

  @Test
  void someArePeersThatAreSlowForAWhile() {
    run("peers: 10", "join: {}", "settle: 5s", "slow: {share: 20%, by: 500ms, for: 3s}");

    assertEquals(List.of("5000 slow [500, 500]", "8000 slow []"), calls(10));
  }

  @Test
  void aPartitionMayLoseOneDirectionOnly() {
    run(
        "peers: 4",
        "join: {}",
        "partition: {shares: [50%, 50%], for: 5s, direction: one-way}",
        "settle: 1s");

    assertEquals(List.of("0 partition 4 reachable one-way", "5000 heal"), calls(4));
  }

  @Test
  void whoGoesIsReplacedAndASignalingNodeByASignalingNode() {
    Report report =
        run(
            "peers: 10\nsignaling: 10",
            "join: {}",
            "churn: {session: exponential(10s), for: 20s}",
            "settle: 1s");

    List<String> calls = calls(10);
    long crashes = calls.stream().filter(call -> call.endsWith(" crash")).count();
    assertEquals(crashes, calls.stream().filter(call -> call.contains(" start node ")).count());
    assertEquals(2 * crashes, calls.size());
    assertTrue(crashes >= 10 && crashes <= 30, crashes + " of about 20");
    assertEquals(10, number(report, "peers.alive"));
    assertEquals(10 + crashes, number(report, "peers.started"));
  }

  @Test
  void withoutArrivalsTheLastOneStays() {
    Report report =
        run(
            "peers: 10",
            "join: {}",
            "churn: {session: exponential(1s), arrivals: none, polite: 100%, for: 60s}");

    assertEquals(9, calls(10).stream().filter(call -> call.endsWith(" leave")).count());
    assertEquals(1, number(report, "peers.alive"));
  }

  @Test
  void fourPerCentAMinuteOfFiftyAreTenInFiveMinutes() {
    Report report = run("peers: 50", "join: {}", "churn: {rate: 4%/min, for: 5min}");

    double gone = number(report, "peers.started") - 50;
    assertTrue(gone > 2 && gone < 22, gone + " of about 10");
  }

  @Test
  void aJoinAfterChurnStartsThoseThatHaveNotJoinedWhoeverWasReplaced() {
    Report report =
        run(
            "peers: 20",
            "join: {peers: 15}",
            "churn: {session: exponential(5s), for: 10s}",
            "join: {over: 1s}");

    assertEquals(20, number(report, "peers.alive"));
  }

  @Test
  void peersThatAreLateOrUnheardOneWayAreFoundAgainAndNoInvariantBreaks() {
    Scenario scenario =
        scenario(
            "peers: 24\nperiod: 2s",
            "join: {over: 2s}",
            "settle: 10s",
            "slow: {share: 25%, by: 2s, for: 15s}",
            "slow: {share: 25%, by: 6s, for: 15s}",
            "partition: {shares: [50%, 50%], for: 20s, direction: one-way}",
            "heal: {within: 60s}",
            "churn: {session: exponential(1min), polite: 50%, for: 20s}",
            "heal: {within: 60s}",
            "settle: 15s",
            "broadcast: {rate: 5/s, for: 4s, sources: 4}");

    Report report = new Run(scenario, new SimEngine(scenario, 1), 1, Progress.SILENT).run();

    assertEquals("[]", report.find("invariants.list").orElseThrow().toString());
    assertEquals(1, number(report, "overlay.components"));
    assertEquals(1, number(report, "broadcast.deliveryRatio"));
    assertEquals(24, number(report, "peers.alive"));
  }

  private List<String> calls(int from) {
    return new ArrayList<>(engine.calls.subList(from, engine.calls.size()));
  }

  private Report run(String head, String... steps) {
    return new Run(scenario(head, steps), engine, 1, Progress.SILENT).run();
  }

  private static Scenario scenario(String head, String... steps) {
    String text = head + "\nsteps:\n  - " + String.join("\n  - ", steps) + "\n";
    return ScenarioReader.read("t.yaml", text, Map.of());
  }

  private static double number(Report report, String key) {
    return report.number(key).orElseThrow();
  }
}
