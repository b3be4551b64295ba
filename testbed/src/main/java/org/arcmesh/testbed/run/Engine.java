package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.measure.Distances;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;

/**
 * A world of peers: virtual or real. All calls come from one thread, and so do its own calls of the
 * watcher.
 */
public interface Engine extends AutoCloseable {

  /** As in {@code --engine}. */
  String name();

  /** Milliseconds of engine time since the run began. */
  double nowMillis();

  /**
   * Lets time pass until {@code millis}. The watcher hears of all events meanwhile. Returns at once
   * if it is past already.
   *
   * @throws InterruptedException if the user wants the run to end
   */
  void advanceTo(double millis, Watcher watcher) throws InterruptedException;

  /**
   * Starts a peer.
   *
   * @param signaling whether it is also a signaling node
   * @param contact through whom it enters; without one it looks for its application by itself, or,
   *     where nothing can be found, waits for others
   */
  PeerId start(boolean signaling, Optional<PeerId> contact);

  /** Stops a peer at once and without a word. */
  void crash(PeerId peer);

  /** Has a peer leave politely; the watcher hears of {@code Left}. */
  void leave(PeerId peer);

  /**
   * Drops frames between peers of different sides; a call replaces the one before.
   *
   * @param partition what of it is cut: which way, and whether lookups and probes still cross
   */
  void partition(Map<PeerId, Integer> sides, Action.Partition partition);

  /** Ends the partition. */
  void heal();

  /** Whether frames between two peers are dropped now, one way at least. */
  boolean cuts(PeerId left, PeerId right);

  /** What each of these sends is late by so much from now on, and what others send is not. */
  void slow(Map<PeerId, Duration> late);

  /** The first broadcast is about to be sent: what frames cost is counted from here. */
  default void beginLoad() {}

  void broadcast(PeerId source, Bytes payload);

  /** How far peers are from {@code source} now, where the engine knows how long links are. */
  default Optional<Distances> distances(PeerId source) {
    return Optional.empty();
  }

  /** The outviews of these peers. */
  Snapshot snapshot(List<PeerId> peers);

  /** Looks whether the invariants of all peers hold at this moment, as far as it can be seen. */
  default void check(Invariants invariants) {}

  /** By whom each of these peers last got what, as far as the engine can know. */
  default List<Relay> relays(List<PeerId> peers) {
    return List.of();
  }

  /** The hash of all that happened, in virtual time. */
  Optional<String> traceHash();

  /** Puts what only the engine knows: traffic, discovery, resources. */
  void putAll(Report report, Measurement measurement);

  @Override
  void close();

  /**
   * One edge of the tree that the last broadcasts of a source went along.
   *
   * @param from who pushed the last one to {@code peer}
   */
  record Relay(PeerId source, PeerId peer, PeerId from) {}

  /** Hears of what peers emit. */
  @FunctionalInterface
  interface Watcher {
    void onEvent(PeerId peer, OverlayEvent event, double atMillis);
  }
}
