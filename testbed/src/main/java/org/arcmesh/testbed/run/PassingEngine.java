package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.measure.Distances;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;

/** Passes everything on to another engine; who wants to see some of it overrides that. */
public interface PassingEngine extends Engine {

  /** The engine that does what is passed on. */
  Engine engine();

  @Override
  default String name() {
    return engine().name();
  }

  @Override
  default double nowMillis() {
    return engine().nowMillis();
  }

  @Override
  default void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    engine().advanceTo(millis, watcher);
  }

  @Override
  default PeerId start(boolean signaling, Optional<PeerId> contact) {
    return engine().start(signaling, contact);
  }

  @Override
  default void crash(PeerId peer) {
    engine().crash(peer);
  }

  @Override
  default void leave(PeerId peer) {
    engine().leave(peer);
  }

  @Override
  default void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    engine().partition(sides, partition);
  }

  @Override
  default void heal() {
    engine().heal();
  }

  @Override
  default boolean cuts(PeerId from, PeerId to) {
    return engine().cuts(from, to);
  }

  @Override
  default void slow(Map<PeerId, Duration> late) {
    engine().slow(late);
  }

  @Override
  default void beginLoad() {
    engine().beginLoad();
  }

  @Override
  default Optional<Distances> distances(PeerId source) {
    return engine().distances(source);
  }

  @Override
  default void broadcast(PeerId source, Bytes payload) {
    engine().broadcast(source, payload);
  }

  @Override
  default Snapshot snapshot(List<PeerId> peers) {
    return engine().snapshot(peers);
  }

  @Override
  default void check(Invariants invariants) {
    engine().check(invariants);
  }

  @Override
  default List<Relay> relays(List<PeerId> peers) {
    return engine().relays(peers);
  }

  @Override
  default Optional<String> traceHash() {
    return engine().traceHash();
  }

  @Override
  default void putAll(Report report, Measurement measurement) {
    engine().putAll(report, measurement);
  }

  @Override
  default void close() {
    engine().close();
  }
}
