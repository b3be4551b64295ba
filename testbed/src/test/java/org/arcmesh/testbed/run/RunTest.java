package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class RunTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private final List<String> told = new ArrayList<>();

  @Test
  void signalingNodesStartFirstAndTheOthersEvenlySpread() {
    run("peers: 5\nsignaling: 2", "join: {over: 3s}");

    assertEquals(
        List.of("0 start node 0", "0 start node 1", "1000 start 2", "2000 start 3", "3000 start 4"),
        engine.calls);
  }

  @Test
  void aSecondJoinStartsTheRest() {
    run("peers: 4\nsignaling: 3", "join: {peers: 2}", "settle: 1s", "join: {over: 1s}");

    assertEquals(
        List.of("0 start node 0", "0 start node 1", "1000 start node 2", "2000 start 3"),
        engine.calls);
  }

  @Test
  void broadcastsAreSpreadByTheirRateAndExpectedOfAllButTheSource() {
    Report report =
        run(
            "peers: 4",
            "join: {}",
            "settle: {cycles: 1}",
            "broadcast: {rate: 2/s, size: 64B, for: 2s, sources: 2, deadline: 1s}");

    assertEquals(
        List.of(
            "5000 broadcast 64 B",
            "5500 broadcast 64 B",
            "6000 broadcast 64 B",
            "6500 broadcast 64 B"),
        engine.calls.subList(4, engine.calls.size()));
    assertEquals(4, number(report, "broadcast.sent"));
    assertEquals(12, number(report, "broadcast.expected"));
    assertEquals(1, number(report, "broadcast.deliveryRatio"));
    assertEquals(10, number(report, "broadcast.latencyMs.mean"));
    assertEquals(4, number(report, "join.count"));
    assertEquals(100, number(report, "join.ms.p50"));
  }

  @Test
  void aShareOfThePeersCrashesAtOnce() {
    Report report = run("peers: 10", "join: {}", "settle: 5s", "crash: {share: 20%}");

    assertEquals(List.of("5000 crash", "5000 crash"), engine.calls.subList(10, 12));
    assertEquals(8, number(report, "peers.alive"));
    assertEquals(10, number(report, "peers.started"));
  }

  @Test
  void neverEverybodyCrashes() {
    Report report = run("peers: 4", "join: {}", "settle: 1s", "crash: {share: 99%}");

    assertEquals(1, number(report, "peers.alive"));
  }

  @Test
  void peersLeaveOneAfterTheOther() {
    Report report =
        run("peers: 10", "join: {}", "settle: 1s", "leave: {share: 20%, over: 4s}", "settle: 1s");

    assertEquals(List.of("3000 leave", "5000 leave"), engine.calls.subList(10, 12));
    assertEquals(8, number(report, "peers.alive"));
  }

  @Test
  void aPartitionEndsByItselfWhileBroadcastsGoOnInEachHalf() {
    Report report =
        run(
            "peers: 6",
            "join: {}",
            "settle: 5s",
            "partition: {shares: [50%, 50%], for: 10s, discovery: cut}\n"
                + "    during:\n"
                + "      - settle: 1s\n"
                + "      - broadcast: {rate: 1/s, for: 2s, sources: 2, deadline: 500ms}",
            "heal: {within: 60s}");

    assertEquals(
        List.of(
            "5000 partition 6 cut", "6000 broadcast 100 B", "7000 broadcast 100 B", "15000 heal"),
        engine.calls.subList(6, engine.calls.size()));
    assertEquals(4, number(report, "broadcast.expected"));
    assertEquals(1, number(report, "broadcast.deliveryRatio"));
    assertEquals(0.4, number(report, "broadcast.reach"));
    assertEquals(2_000, number(report, "partitions.mergedMs.max"));
    assertEquals(
        "[3,3]", report.find("partitions.list").orElseThrow().get(0).get("sizes").toString());
  }

  @Test
  void healEndsOnceOneComponentHasLastedFiveSeconds() {
    run(
        "peers: 6",
        "join: {}",
        "settle: 5s",
        "partition: {shares: [50%, 50%], for: 10s}",
        "heal: {within: 60s}",
        "leave: {peers: 1}");

    assertEquals("22250 leave", engine.calls.get(engine.calls.size() - 1));
  }

  @Test
  void healGivesUpInTimeAndSaysSo() {
    run(
        "peers: 6",
        "join: {}",
        "settle: 5s",
        "partition: {shares: [50%, 50%], for: 10s}",
        "heal: {within: 1s}",
        "leave: {peers: 1}");

    assertEquals("16000 leave", engine.calls.get(engine.calls.size() - 1));
    assertEquals(
        true,
        told.contains("16000 not one component in time; at the last look their sizes are [3, 3]"));
  }

  @Test
  void aPeerThatStartsDuringAPartitionIsOnOneOfItsSides() {
    Report report =
        run(
            "peers: 6",
            "join: {peers: 4}",
            "settle: 5s",
            "partition: {shares: [50%, 50%], for: 10s}\n    during: [join: {over: 1s}]");

    assertEquals(true, engine.calls.contains("6000 partition 6 reachable"));
    assertEquals(6, number(report, "peers.started"));
  }

  @Test
  void sourcesOfABroadcastAreOfBothSides() {
    Report report =
        run(
            "peers: 8",
            "join: {}",
            "settle: 5s",
            "partition: {shares: [25%, 75%], for: 10s}\n"
                + "    during: [broadcast: {rate: 1/s, for: 2s, sources: 2, deadline: 500ms}]");

    // One broadcast reaches 1 of its side, the other 5 of the other side.
    assertEquals(6, number(report, "broadcast.expected"));
  }

  @Test
  void theReportWaitsForTheLastDeadlineAndHasEveryCycle() {
    Report report =
        run("peers: 4\nperiod: 2s", "join: {}", "broadcast: {rate: 1/s, for: 1s, deadline: 10s}");

    assertEquals(5, report.find("cycles").orElseThrow().size());
    assertEquals(2_000, report.find("cycles").orElseThrow().get(0).get("atMs").asInt());
    assertEquals(3, report.find("cycles").orElseThrow().get(0).get("meanView").asInt());
  }

  @Test
  void anInterruptedRunReportsWhatThereIsAndSaysSo() {
    engine.interruptAt(3_000);

    Report report = run("peers: 4", "join: {}", "settle: 5s", "crash: {peers: 1}");

    assertEquals(
        "interrupted during: settle for 5 s", report.find("partial").orElseThrow().asText());
    assertEquals(4, number(report, "join.count"));
    assertFalse(engine.calls.stream().anyMatch(call -> call.endsWith("crash")));
  }

  @Test
  void stepsAreToldInWords() {
    run(
        "peers: 4",
        "join: {over: 1s}",
        "broadcast: {rate: 0.5/s, for: 2s, sources: 3}",
        "partition: {shares: [50%, 50%], for: 500ms, discovery: cut}",
        "heal: {within: 1min}");

    assertEquals(
        List.of(
            "0 step: peers join over 1 s",
            "1000 step: broadcast 100 B from 3 sources, 0.5/s for 2 s",
            "3000 step: partition 50/50 for 0.5 s, discovery cut",
            "3500 step: heal: one component within 60 s"),
        told.stream().filter(line -> line.contains("step:")).toList());
  }

  private Report run(String head, String... steps) {
    String text = head + "\nsteps:\n  - " + String.join("\n  - ", steps) + "\n";
    return new Run(ScenarioReader.read("t.yaml", text, Map.of()), engine, 1, new Listener()).run();
  }

  private static double number(Report report, String key) {
    return report.number(key).orElseThrow();
  }

  private final class Listener implements Progress {
    @Override
    public void onStep(double atMillis, String what) {
      told.add(Math.round(atMillis) + " step: " + what);
    }

    @Override
    public void onNote(double atMillis, String note) {
      told.add(Math.round(atMillis) + " " + note);
    }

    @Override
    public void onStatus(Status status) {}
  }
}
