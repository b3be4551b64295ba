package org.arcmesh.testbed.compare;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.scenario.Action;

/** Passes everything on, and hears when all peers name their component alike. */
final class AgreementEngine implements Engine {
  private final Engine engine;
  private final Map<PeerId, Optional<Bytes>> names = new LinkedHashMap<>();
  private double healedAt = Double.NaN;
  private double agreedSince = Double.POSITIVE_INFINITY;

  AgreementEngine(Engine engine) {
    this.engine = engine;
  }

  /** From the heal to the begin of the agreement that there is now; infinite if there is none. */
  double agreedMillis() {
    return Math.max(0, agreedSince - healedAt);
  }

  private void onEvent(PeerId peer, OverlayEvent event, double atMillis) {
    if (event instanceof OverlayEvent.ComponentChanged changed) {
      names.put(peer, Optional.of(changed.id()));
      look(atMillis);
    }
  }

  private void look(double atMillis) {
    boolean agreed =
        new HashSet<>(names.values()).size() == 1 && !names.containsValue(Optional.empty());
    if (!agreed) {
      agreedSince = Double.POSITIVE_INFINITY;
    } else if (Double.isInfinite(agreedSince)) {
      agreedSince = atMillis;
    }
  }

  @Override
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    engine.advanceTo(
        millis,
        (peer, event, atMillis) -> {
          onEvent(peer, event, atMillis);
          watcher.onEvent(peer, event, atMillis);
        });
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    PeerId peer = engine.start(signaling, contact);
    names.put(peer, Optional.empty());
    return peer;
  }

  @Override
  public void heal() {
    engine.heal();
    healedAt = nowMillis();
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public double nowMillis() {
    return engine.nowMillis();
  }

  @Override
  public void crash(PeerId peer) {
    engine.crash(peer);
  }

  @Override
  public void leave(PeerId peer) {
    engine.leave(peer);
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    engine.partition(sides, partition);
  }

  @Override
  public boolean cuts(PeerId from, PeerId to) {
    return engine.cuts(from, to);
  }

  @Override
  public void slow(Map<PeerId, Duration> late) {
    engine.slow(late);
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    engine.broadcast(source, payload);
  }

  @Override
  public Snapshot snapshot(List<PeerId> peers) {
    return engine.snapshot(peers);
  }

  @Override
  public void check(Invariants invariants) {
    engine.check(invariants);
  }

  @Override
  public Optional<String> traceHash() {
    return engine.traceHash();
  }

  @Override
  public void putAll(Report report, Measurement measurement) {
    engine.putAll(report, measurement);
  }

  @Override
  public void close() {
    engine.close();
  }
}
