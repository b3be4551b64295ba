package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Bytes;

/**
 * What peers said of themselves while a run went by: which component they believe to be in, what
 * they suspect and prove, and what reached whom. Peers are numbered in the order of their start.
 */
final class Story {
  private static final int MOMENTS_MAX = 100_000;
  private static final int WAVES_MAX = 2_000;

  private final List<Belief> beliefs = new ArrayList<>();
  private final List<Moment> suspicions = new ArrayList<>();
  private final List<Moment> proofs = new ArrayList<>();
  private final List<Moment> healings = new ArrayList<>();
  private final Map<List<Long>, List<Arrival>> waves = new LinkedHashMap<>();

  /** Something that a peer noticed. */
  record Moment(int peer, double atMillis) {}

  /** From now on a peer believes to be in this component. */
  record Belief(int peer, double atMillis, Bytes component) {}

  /** A broadcast came to a peer. */
  record Arrival(int peer, int hops, double atMillis) {}

  /**
   * One broadcast.
   *
   * @param atMillis when it first arrived anywhere
   */
  record Wave(int source, double atMillis, List<Arrival> arrivals) {
    Wave {
      arrivals = List.copyOf(arrivals);
    }

    /** Only what had arrived by then. */
    Wave by(double millis) {
      return new Wave(
          source,
          atMillis,
          arrivals.stream().filter(arrival -> arrival.atMillis() <= millis).toList());
    }

    double lastMillis() {
      return arrivals.stream().mapToDouble(Arrival::atMillis).max().orElse(atMillis);
    }

    int hopsMax() {
      return arrivals.stream().mapToInt(Arrival::hops).max().orElse(0);
    }
  }

  void onBelief(int peer, double atMillis, Bytes component) {
    if (beliefs.size() < MOMENTS_MAX) {
      beliefs.add(new Belief(peer, atMillis, component));
    }
  }

  void onSuspicion(int peer, double atMillis) {
    add(suspicions, peer, atMillis);
  }

  void onProof(int peer, double atMillis) {
    add(proofs, peer, atMillis);
  }

  void onHealing(int peer, double atMillis) {
    add(healings, peer, atMillis);
  }

  private static void add(List<Moment> moments, int peer, double atMillis) {
    if (moments.size() < MOMENTS_MAX) {
      moments.add(new Moment(peer, atMillis));
    }
  }

  void onDelivery(int source, long sequence, int peer, int hops, double atMillis) {
    List<Long> key = List.of((long) source, sequence);
    List<Arrival> arrivals = waves.get(key);
    if (arrivals == null && waves.size() < WAVES_MAX) {
      arrivals = new ArrayList<>();
      waves.put(key, arrivals);
    }
    if (arrivals != null && arrivals.size() < Recorder.WHOLE_MAX) {
      arrivals.add(new Arrival(peer, hops, atMillis));
    }
  }

  /** In the order of time. */
  List<Belief> beliefs() {
    return beliefs;
  }

  List<Moment> suspicions() {
    return suspicions;
  }

  List<Moment> proofs() {
    return proofs;
  }

  /** When peers learned that two components have become one. */
  List<Moment> healings() {
    return healings;
  }

  /** All broadcasts that arrived anywhere, in the order in which they did. */
  List<Wave> waves() {
    List<Wave> all = new ArrayList<>();
    waves.forEach(
        (key, arrivals) ->
            all.add(new Wave(key.get(0).intValue(), arrivals.get(0).atMillis(), arrivals)));
    return all;
  }
}
