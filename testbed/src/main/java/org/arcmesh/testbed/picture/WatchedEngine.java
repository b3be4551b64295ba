package org.arcmesh.testbed.picture;

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
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.scenario.Action;

/** Passes everything on, and has the recorder see it. */
record WatchedEngine(Engine engine, Recorder recorder) implements Engine {
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
    engine.advanceTo(
        millis,
        (peer, event, atMillis) -> {
          recorder.onEvent(peer, event, atMillis);
          watcher.onEvent(peer, event, atMillis);
        });
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    PeerId peer = engine.start(signaling, contact);
    recorder.onStarted(peer, signaling, nowMillis());
    return peer;
  }

  @Override
  public void crash(PeerId peer) {
    engine.crash(peer);
    recorder.onGone(peer, true, nowMillis());
  }

  @Override
  public void leave(PeerId peer) {
    engine.leave(peer);
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    engine.partition(sides, partition);
    recorder.onPartition(sides, partition, nowMillis());
  }

  @Override
  public void heal() {
    engine.heal();
    recorder.onHealed(nowMillis());
  }

  @Override
  public boolean cuts(PeerId left, PeerId right) {
    return engine.cuts(left, right);
  }

  @Override
  public void slow(Map<PeerId, Duration> late) {
    engine.slow(late);
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    recorder.onSent(source);
    engine.broadcast(source, payload);
  }

  @Override
  public Snapshot snapshot(List<PeerId> peers) {
    Snapshot snapshot = engine.snapshot(peers);
    if (recorder.isDue(snapshot.atMillis())) {
      recorder.onLook(
          snapshot, engine::cuts, recorder.isWhole() ? engine.relays(peers) : List.of());
    }
    return snapshot;
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
