package org.arcmesh.testbed.picture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.run.PassingEngine;
import org.arcmesh.testbed.scenario.Action;

/** Passes everything on, and has the recorder see it. */
final class WatchedEngine implements PassingEngine {
  private final Engine engine;
  private final Recorder recorder;

  WatchedEngine(Engine engine, Recorder recorder) {
    this.engine = engine;
    this.recorder = recorder;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    PassingEngine.super.advanceTo(
        millis,
        (peer, event, atMillis) -> {
          recorder.onEvent(peer, event, atMillis);
          watcher.onEvent(peer, event, atMillis);
        });
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    PeerId peer = PassingEngine.super.start(signaling, contact);
    recorder.onStarted(peer, signaling, nowMillis());
    return peer;
  }

  @Override
  public void crash(PeerId peer) {
    PassingEngine.super.crash(peer);
    recorder.onGone(peer, true, nowMillis());
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    PassingEngine.super.partition(sides, partition);
    recorder.onPartition(sides, partition, nowMillis());
  }

  @Override
  public void heal() {
    PassingEngine.super.heal();
    recorder.onHealed(nowMillis());
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    recorder.onSent(source);
    PassingEngine.super.broadcast(source, payload);
  }

  @Override
  public Snapshot snapshot(List<PeerId> peers) {
    Snapshot snapshot = PassingEngine.super.snapshot(peers);
    if (recorder.isDue(snapshot.atMillis())) {
      recorder.onLook(snapshot, this::cuts, recorder.isWhole() ? relays(peers) : List.of());
    }
    return snapshot;
  }
}
