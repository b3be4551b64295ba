package org.arcmesh.testbed.measure;

import static org.arcmesh.testbed.measure.OverlayMetricsTest.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Map;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.testbed.report.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much later than by the shortest path broadcasts come. */
class StretchTest {
  private final Roster roster = new Roster();
  private final BroadcastMeter meter = new BroadcastMeter(roster);

  @BeforeEach
  void fourPeers() {
    for (int i = 0; i < 4; i++) {
      roster.start(id(i));
    }
  }

  @Test
  void theMeanIsThatOfAllReceiversTogetherAndTheLastThatOfTheLastAndTheFarthest() {
    Distances distances =
        new Distances(
            peer -> Map.of(id(1), 10.0, id(2), 20.0, id(3), 30.0).get(peer),
            peer -> 40,
            peer -> 20);
    Bytes payload = send(distances);

    deliver(1, payload, 110);
    deliver(2, payload, 140);
    deliver(3, payload, 130);

    Report report = end();
    assertEquals(80 / 60.0, number(report, "broadcast.latencyOverShortestPath.mean"), 1e-6);
    assertEquals(40 / 30.0, number(report, "broadcast.latencyOverShortestPath.last"), 1e-6);
    assertEquals(80 / 120.0, number(report, "broadcast.latencyOverFlood.mean"), 1e-6);
    assertEquals(80 / 60.0, number(report, "broadcast.latencyOverBackbone.mean"), 1e-6);
    assertEquals(2, number(report, "broadcast.latencyOverBackbone.last"), 1e-6);
  }

  @Test
  void whereNoPathLedAndWhatCameTooLateDoesNotCount() {
    Distances distances =
        new Distances(
            peer -> peer.equals(id(1)) ? Double.NaN : 10,
            peer -> peer.equals(id(1)) ? 5 : 10,
            peer -> Double.NaN);
    Bytes payload = send(distances);

    deliver(1, payload, 150);
    deliver(2, payload, 110);
    deliver(3, payload, 5_200);

    Report report = end();
    assertEquals(1, number(report, "broadcast.latencyOverShortestPath.mean"), 1e-6);
    assertEquals(1, number(report, "broadcast.latencyOverShortestPath.last"), 1e-6);
    assertEquals(4, number(report, "broadcast.latencyOverFlood.mean"), 1e-6);
  }

  @Test
  void soonIsWithinTwoSeconds() {
    Bytes payload = send(Distances.UNKNOWN);

    deliver(1, payload, 2_100);
    deliver(2, payload, 2_101);

    Report report = end();
    assertEquals(1 / 3.0, number(report, "broadcast.reachIn2s"), 1e-6);
    assertEquals(2 / 3.0, number(report, "broadcast.reach"), 1e-6);
    assertTrue(report.find("broadcast.latencyOverShortestPath").isEmpty());
  }

  private Bytes send(Distances distances) {
    Bytes payload = Payloads.make(meter.nextNumber(), 100);
    meter.sent(id(0), payload, new BitSet(), 100, 5_100, distances);
    return payload;
  }

  private void deliver(int peer, Bytes payload, double at) {
    meter.onDelivered(id(peer), new OverlayEvent.Delivered(id(0), 0, payload, 1), at);
  }

  private Report end() {
    Report report = new Report();
    meter.close(10_000);
    meter.putAll(report);
    return report;
  }

  private static double number(Report report, String key) {
    return report.number(key).orElseThrow();
  }
}
