package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;

/** Passes everything on to another engine; who wants to see some of it overrides that. */
public abstract class PassingEngine implements Engine {
  private final Engine engine;

  protected PassingEngine(Engine engine) {
    this.engine = engine;
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
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    engine.advanceTo(millis, watcher);
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    return engine.start(signaling, contact);
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
  public void heal() {
    engine.heal();
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
  public List<Relay> relays(List<PeerId> peers) {
    return engine.relays(peers);
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
