package org.arcmesh.testbed.measure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/**
 * Who should have got which broadcast, and who did.
 *
 * <p>A peer is expected to get a broadcast if at every look from its sending to its deadline it is
 * there and in the component of the source, which must be there as well.
 */
final class BroadcastMeter {
  private static final double SOON_MILLIS = 2_000;

  private final Roster roster;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Sent> open = new ArrayList<>();
  private final Map<List<PeerId>, Long> lastSequences = new HashMap<>();
  private final Samples latencies = new Samples();
  private final Samples depths = new Samples();
  private final Samples reaches = new Samples();
  private final Samples soonReaches = new Samples();
  private final Samples meanStretches = new Samples();
  private final Samples lastStretches = new Samples();
  private final Samples floodStretches = new Samples();
  private final Samples backboneStretches = new Samples();
  private final Samples lastBackboneStretches = new Samples();
  private long expected;
  private long delivered;
  private long deliveries;
  private double lastDeliveryAt;
  private long payloadBytes;
  private long duplicates;
  private long outOfOrder;

  BroadcastMeter(Roster roster) {
    this.roster = roster;
  }

  /** The number that the payload of the next broadcast must begin with. */
  long nextNumber() {
    return sent.size();
  }

  /**
   * @param component the peers of the source's component, by number in the roster
   * @param distances of all peers from the source
   */
  void sent(
      PeerId source,
      Bytes payload,
      BitSet component,
      double atMillis,
      double deadline,
      Distances distances) {
    BitSet others = (BitSet) component.clone();
    others.clear(roster.number(source));
    Sent broadcast =
        new Sent(source, payload, others, roster.aliveCount() - 1, atMillis, deadline, distances);
    sent.add(broadcast);
    open.add(broadcast);
  }

  /** Narrows the peers expected to those still in the component of the source. */
  void observe(Map<PeerId, BitSet> componentOf, double atMillis) {
    close(atMillis);
    for (Sent broadcast : open) {
      BitSet component = componentOf.get(broadcast.source);
      if (component == null) {
        broadcast.expected.clear();
      } else {
        broadcast.expected.and(component);
      }
    }
  }

  void onDelivered(PeerId peer, Delivered event, double atMillis) {
    int number = Payloads.number(event.payload());
    if (number < 0 || number >= sent.size()) {
      throw new AssertionError("peer " + peer + " delivered what nobody sent: " + event);
    }
    Sent broadcast = sent.get(number);
    if (!broadcast.source.equals(event.from()) || !broadcast.payload.equals(event.payload())) {
      throw new AssertionError("peer " + peer + " delivered an altered broadcast: " + event);
    }
    int receiver = roster.number(peer);
    if (broadcast.got.get(receiver)) {
      duplicates++;
      return;
    }
    broadcast.got.set(receiver);
    Long last = lastSequences.put(List.of(peer, event.from()), event.sequence());
    if (last != null && last >= event.sequence()) {
      outOfOrder++;
    }
    // What was sent on the other side of a cut comes after the heal, late, and its copies count
    // too.
    deliveries++;
    lastDeliveryAt = Math.max(lastDeliveryAt, atMillis);
    payloadBytes += event.payload().size();
    if (atMillis <= broadcast.deadline) {
      broadcast.inTime.set(receiver);
      latencies.add(atMillis - broadcast.atMillis);
      depths.add(event.hops());
      broadcast.came(peer, atMillis - broadcast.atMillis);
    }
  }

  /** Counts what has passed its deadline. */
  void close(double atMillis) {
    open.removeIf(broadcast -> broadcast.deadline < atMillis && count(broadcast));
  }

  private boolean count(Sent broadcast) {
    if (broadcast.others > 0) {
      reaches.add((double) broadcast.inTime.cardinality() / broadcast.others);
      soonReaches.add((double) broadcast.soon / broadcast.others);
    }
    broadcast.inUse.put(meanStretches, lastStretches);
    broadcast.overArcs.put(floodStretches, new Samples());
    broadcast.overBackbone.put(backboneStretches, lastBackboneStretches);
    broadcast.distances = Distances.UNKNOWN; // They are large.
    expected += broadcast.expected.cardinality();
    broadcast.expected.and(broadcast.inTime);
    delivered += broadcast.expected.cardinality();
    return true;
  }

  /** First deliveries so far, expected or not, in time or late. */
  long deliveries() {
    return deliveries;
  }

  /** Bytes of payload in {@link #deliveries}. */
  long payloadBytes() {
    return payloadBytes;
  }

  long duplicates() {
    return duplicates;
  }

  long outOfOrder() {
    return outOfOrder;
  }

  boolean isUnderWay() {
    return !open.isEmpty();
  }

  int sentCount() {
    return sent.size();
  }

  /** When the last deadline passes; 0 if there is none ahead. */
  double lastDeadline() {
    return open.stream().mapToDouble(broadcast -> broadcast.deadline).max().orElse(0);
  }

  void putAll(Report report) {
    if (sent.isEmpty()) {
      return;
    }
    report.put("broadcast.sent", sent.size());
    report.put("broadcast.expected", expected);
    report.put("broadcast.delivered", delivered);
    report.put("broadcast.duplicates", duplicates);
    report.put("broadcast.deliveryRatio", (double) delivered / expected);
    report.put("broadcast.reach", reaches.mean());
    report.put("broadcast.reachIn2s", soonReaches.mean());
    report.put("broadcast.outOfOrder", outOfOrder);
    double millis = lastDeliveryAt - sent.get(0).atMillis;
    report.put(
        "broadcast.deliveriesPerSecond", millis > 0 ? 1_000 * deliveries / millis : Double.NaN);
    latencies.put(report, "broadcast.latencyMs", "mean", "p50", "p99", "max");
    report.put("broadcast.latencyOverShortestPath.mean", meanStretches.mean());
    report.put("broadcast.latencyOverShortestPath.last", lastStretches.mean());
    report.put("broadcast.latencyOverFlood.mean", floodStretches.mean());
    report.put("broadcast.latencyOverBackbone.mean", backboneStretches.mean());
    report.put("broadcast.latencyOverBackbone.last", lastBackboneStretches.mean());
    depths.put(report, "broadcast.treeDepth", "mean", "max");
  }

  private static final class Sent {
    final PeerId source;
    final Bytes payload;
    final BitSet expected;
    final BitSet got = new BitSet();
    final BitSet inTime = new BitSet();
    final int others;
    final double atMillis;
    final double deadline;
    Distances distances;
    int soon;
    final Stretch inUse = new Stretch();
    final Stretch overArcs = new Stretch();
    final Stretch overBackbone = new Stretch();

    Sent(
        PeerId source,
        Bytes payload,
        BitSet expected,
        int others,
        double atMillis,
        double end,
        Distances distances) {
      this.source = source;
      this.payload = payload;
      this.expected = expected;
      this.others = others;
      this.atMillis = atMillis;
      this.deadline = end;
      this.distances = distances;
    }

    /** A peer has it in time; over peers that no path led to when it was sent nothing is told. */
    void came(PeerId peer, double latency) {
      soon += latency <= SOON_MILLIS ? 1 : 0;
      inUse.add(latency, distances.inUse().applyAsDouble(peer));
      overArcs.add(latency, distances.overArcs().applyAsDouble(peer));
      overBackbone.add(latency, distances.overBackbone().applyAsDouble(peer));
    }
  }
}
