package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;

/**
 * A world in which everybody has an arc to everybody, joining takes 100 ms and delivery 10 ms; arcs
 * between the sides of a partition are gone from its beginning until two seconds after its end.
 */
final class ScriptedEngine implements Engine {
  static final double JOIN_MILLIS = 100;
  static final double DELIVERY_MILLIS = 10;
  static final double MERGE_MILLIS = 2_000;

  final List<String> calls = new ArrayList<>();
  private final Set<PeerId> alive = new LinkedHashSet<>();
  private final List<Coming> coming = new ArrayList<>();
  private final Map<PeerId, Long> sequences = new LinkedHashMap<>();
  private Map<PeerId, Integer> sides = Map.of();
  private Map<PeerId, Integer> arcSides = Map.of();
  private double arcsBackAt;
  private int started;
  private double now;
  private double endAt = Double.POSITIVE_INFINITY;

  private record Coming(double at, PeerId peer, OverlayEvent event) {}

  /** The user ends the run at this time. */
  void interruptAt(double millis) {
    endAt = millis;
  }

  static PeerId id(int number) {
    return PeerId.of(Bytes.utf8(String.format("%020d", number)));
  }

  static int number(PeerId peer) {
    return Integer.parseInt(peer.toBytes().toUtf8());
  }

  private void call(String text) {
    calls.add(Math.round(now) + " " + text);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public double nowMillis() {
    return now;
  }

  @Override
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    coming.sort(Comparator.comparingDouble(Coming::at));
    while (!coming.isEmpty() && coming.get(0).at() <= millis) {
      Coming next = coming.remove(0);
      if (alive.contains(next.peer())) {
        watcher.onEvent(next.peer(), next.event(), next.at());
        if (next.event() instanceof OverlayEvent.Left) {
          alive.remove(next.peer());
        }
      }
    }
    now = Math.max(now, millis);
    if (now >= endAt) {
      throw new InterruptedException();
    }
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    PeerId peer = id(started++);
    call(
        (signaling ? "start node " : "start ")
            + number(peer)
            + contact.map(through -> " through " + number(through)).orElse(""));
    alive.add(peer);
    coming.add(
        new Coming(
            now + JOIN_MILLIS, peer, new OverlayEvent.Joined(Duration.ofMillis(100), id(0))));
    return peer;
  }

  @Override
  public void crash(PeerId peer) {
    call("crash");
    alive.remove(peer);
  }

  @Override
  public void leave(PeerId peer) {
    call("leave");
    coming.add(new Coming(now + 50, peer, new OverlayEvent.Left()));
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    String what = partition.discoveryReachable() ? " reachable" : " cut";
    call("partition " + sides.size() + what + (partition.oneWay() ? " one-way" : ""));
    this.sides = new LinkedHashMap<>(sides);
    this.arcSides = this.sides;
    this.arcsBackAt = Double.POSITIVE_INFINITY;
  }

  @Override
  public void heal() {
    call("heal");
    sides = Map.of();
    arcsBackAt = now + MERGE_MILLIS;
  }

  @Override
  public boolean cuts(PeerId left, PeerId right) {
    return !sides.getOrDefault(left, 0).equals(sides.getOrDefault(right, 0));
  }

  @Override
  public void slow(Map<PeerId, Duration> late) {
    call("slow " + late.values().stream().map(Duration::toMillis).sorted().toList());
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    call("broadcast " + payload.size() + " B");
    long sequence = sequences.merge(source, 1L, Long::sum) - 1;
    for (PeerId peer : alive) {
      if (!peer.equals(source) && hasArc(source, peer)) {
        coming.add(
            new Coming(
                now + DELIVERY_MILLIS,
                peer,
                new OverlayEvent.Delivered(source, sequence, payload, 1)));
      }
    }
  }

  private boolean hasArc(PeerId from, PeerId to) {
    return now >= arcsBackAt || arcSides.getOrDefault(from, 0).equals(arcSides.getOrDefault(to, 0));
  }

  @Override
  public Snapshot snapshot(List<PeerId> peers) {
    List<Snapshot.View> views = new ArrayList<>();
    for (PeerId peer : peers) {
      List<PeerId> outview =
          alive.stream().filter(to -> !to.equals(peer) && hasArc(peer, to)).toList();
      views.add(new Snapshot.View(peer, outview));
    }
    return new Snapshot(now, views);
  }

  @Override
  public Optional<String> traceHash() {
    return Optional.empty();
  }

  @Override
  public void putAll(Report report, Measurement measurement) {}

  @Override
  public void close() {
    call("close");
  }
}
