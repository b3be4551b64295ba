package org.arcmesh.testbed.measure;

import static org.arcmesh.testbed.measure.OverlayMetricsTest.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Bytes HERE = Bytes.copyOf((byte) 1);
  private static final Bytes THERE = Bytes.copyOf((byte) 2);

  private final Roster roster = new Roster();
  private final Set<Set<PeerId>> cuts = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private final Measurement measurement =
      new Measurement(roster, (from, to) -> cuts.contains(Set.of(from, to)), notes::add);

  @BeforeEach
  void fourPeersInALine() {
    for (int i = 0; i < 4; i++) {
      roster.start(id(i));
      measurement.started(id(i), i * 10);
    }
    look(100);
  }

  @Test
  void joinLatencyIsFromTheStartToTheFirstArc() {
    measurement.onEvent(id(1), new OverlayEvent.Joined(Duration.ofMillis(5), id(0)), 50);
    measurement.onEvent(id(2), new OverlayEvent.Joined(Duration.ofMillis(5), id(0)), 90);
    measurement.onEvent(id(2), new OverlayEvent.Joined(Duration.ofMillis(5), id(0)), 5_000);

    Report report = end(6_000);

    assertEquals(2, number(report, "join.count"));
    assertEquals(40, number(report, "join.ms.p50"));
    assertEquals(70, number(report, "join.ms.max"));
    assertEquals(2, number(report, "peers.failedJoins"));
  }

  @Test
  void everyPeerOfTheComponentIsExpectedButTheSource() {
    Bytes payload = send(0, 200);

    deliver(1, 0, 0, payload, 210);
    deliver(2, 0, 0, payload, 230);
    look(2_000);
    Report report = end(2_000);

    assertEquals(1, number(report, "broadcast.sent"));
    assertEquals(3, number(report, "broadcast.expected"));
    assertEquals(2, number(report, "broadcast.delivered"));
    assertEquals(2 / 3.0, number(report, "broadcast.deliveryRatio"), 1e-6);
    assertEquals(2 / 3.0, number(report, "broadcast.reach"), 1e-6);
    assertEquals(20, number(report, "broadcast.latencyMs.mean"));
    assertEquals(30, number(report, "broadcast.latencyMs.max"));
  }

  @Test
  void whatPassesItsDeadlineBetweenTheLastLookAndTheEndCounts() {
    Bytes payload = send(0, 200);
    deliver(1, 0, 0, payload, 210);
    look(300);

    Report report = end(2_000);

    assertEquals(3, number(report, "broadcast.expected"));
    assertEquals(1, number(report, "broadcast.delivered"));
  }

  @Test
  void aPeerThatIsCutOffBeforeTheDeadlineIsNotExpected() {
    Bytes payload = send(0, 200);
    cuts.add(Set.of(id(2), id(3)));
    look(300);
    cuts.clear();
    look(400);

    deliver(1, 0, 0, payload, 410);
    deliver(2, 0, 0, payload, 410);
    look(2_000);
    Report report = end(2_000);

    assertEquals(2, number(report, "broadcast.expected"));
    assertEquals(1, number(report, "broadcast.deliveryRatio"));
    assertEquals(2 / 3.0, number(report, "broadcast.reach"), 1e-6);
  }

  @Test
  void aPeerThatCrashesIsNotExpectedAndNobodyIsOnceTheSourceIsGone() {
    send(0, 200);
    send(3, 200);
    roster.stop(id(3));
    look(300);
    look(2_000);

    Report report = end(2_000);

    assertEquals(2, number(report, "broadcast.sent"));
    assertEquals(2, number(report, "broadcast.expected"));
  }

  @Test
  void whatComesAfterTheDeadlineDoesNotCount() {
    Bytes payload = send(0, 200);

    deliver(1, 0, 0, payload, 1_201);
    look(2_000);
    Report report = end(2_000);

    assertEquals(0, number(report, "broadcast.delivered"));
    assertEquals(false, report.number("broadcast.latencyMs.mean").isPresent());
  }

  @Test
  void countsDuplicatesAndDisorder() {
    Bytes first = send(0, 200);
    Bytes second = send(0, 250);

    deliver(1, 0, 1, second, 260);
    deliver(1, 0, 0, first, 270);
    deliver(1, 0, 0, first, 280);
    look(2_000);
    Report report = end(2_000);

    assertEquals(1, number(report, "broadcast.duplicates"));
    assertEquals(1, number(report, "broadcast.outOfOrder"));
  }

  @Test
  void anAlteredPayloadIsABug() {
    Bytes payload = send(0, 200);
    Bytes altered = payload.slice(0, 99).concat(Bytes.copyOf((byte) 1));

    AssertionError error = assertThrows(AssertionError.class, () -> deliver(1, 0, 0, altered, 210));

    assertEquals(true, error.getMessage().contains("altered"));
  }

  @Test
  void aPartitionIsDetectedProvenAndMerged() {
    measurement.cut(List.of(List.of(id(0), id(1)), List.of(id(2), id(3))), 1_000);
    cuts.add(Set.of(id(1), id(2)));
    look(1_000);
    measurement.onEvent(id(0), new OverlayEvent.PartitionSuspected("half"), 4_000);
    cuts.clear();
    measurement.healed(21_000);
    measurement.onEvent(id(1), new OverlayEvent.ComponentChanged(HERE, 1, ""), 5_000);
    measurement.onEvent(id(2), new OverlayEvent.ComponentChanged(THERE, 2, ""), 5_000);
    // An island of one's own side is not what was cut off.
    measurement.onEvent(id(0), new OverlayEvent.PartitionProven(HERE, 1), 22_000);
    measurement.onEvent(id(0), new OverlayEvent.PartitionProven(THERE, 2), 22_500);
    cuts.add(Set.of(id(1), id(2)));
    look(23_000);
    cuts.clear();
    look(24_000);
    look(28_000);
    look(29_000);

    Report report = end(29_000);

    assertEquals(
        "[{\"atMs\":1000,\"sizes\":[2,2],\"detectedMs\":3000,\"healedAtMs\":21000,"
            + "\"provenMs\":1500,\"mergedMs\":3000,\"setUpsPerSecond\":0,"
            + "\"suspectedShare\":0.25,\"healedShare\":0}]",
        report.find("partitions.list").orElseThrow().toString());
    assertEquals(3_000, number(report, "partitions.mergedMs.p95"));
    assertEquals(true, measurement.isOneLasting());
    assertEquals(
        List.of(
            "half of the smaller side suspects it 3.0 s after the cut",
            "one component again, for five seconds now, 3.0 s after the heal"),
        notes);
  }

  @Test
  void oneComponentThatDoesNotLastIsNoMerge() {
    measurement.cut(List.of(List.of(id(0), id(1)), List.of(id(2), id(3))), 1_000);
    measurement.healed(21_000);
    look(21_000);
    look(25_900);
    cuts.add(Set.of(id(1), id(2)));
    look(26_100);

    Report report = end(40_000);

    assertEquals(false, report.number("partitions.mergedMs.max").isPresent());
    assertEquals(false, measurement.isOneLasting());
    assertEquals(1, number(report, "partitions.count"));
  }

  @Test
  void countsLinksOpenedBySignalingAndTheirTimes() {
    measurement.onEvent(id(0), new OverlayEvent.LinkOpened(id(1), Duration.ofMillis(12)), 1);
    measurement.onEvent(id(0), new OverlayEvent.LinkFailed(id(2), Cause.TIMEOUT), 2);

    Report report = end(10);

    assertEquals(2, number(report, "signaling.introductions"));
    assertEquals(1, number(report, "signaling.failed"));
    assertEquals(12, number(report, "signaling.ms.p95"));
  }

  private Bytes send(int source, double at) {
    Bytes payload = measurement.nextPayload(100);
    measurement.sent(id(source), payload, at, at + 1_000, Distances.UNKNOWN);
    return payload;
  }

  private void deliver(int peer, int from, long sequence, Bytes payload, double at) {
    measurement.onEvent(id(peer), new OverlayEvent.Delivered(id(from), sequence, payload, 1), at);
  }

  /** A look at the line 0 → 1 → 2 → 3. */
  private void look(double at) {
    measurement.observe(line(at));
  }

  private Snapshot line(double at) {
    List<Snapshot.View> views = new ArrayList<>();
    for (PeerId peer : roster.alive()) {
      int next = Integer.parseInt(peer.toBytes().toUtf8()) + 1;
      views.add(new Snapshot.View(peer, next < 4 ? List.of(id(next)) : List.of()));
    }
    return new Snapshot(at, views);
  }

  private Report end(double at) {
    Report report = new Report();
    measurement.putAll(report, line(at));
    return report;
  }

  private static double number(Report report, String key) {
    return report.number(key).orElseThrow();
  }
}
