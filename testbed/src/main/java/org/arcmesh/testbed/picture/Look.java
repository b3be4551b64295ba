package org.arcmesh.testbed.picture;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How everything was at one moment.
 *
 * <p>Peers are numbered in the order of their start; an arc is {@code from * size + to}.
 */
final class Look {
  final double atMillis;
  final int alive;

  final int components;

  /** All arcs of live peers, repetitions and those to dead peers included. */
  final int arcs;

  /** Deliveries, and broadcasts, since the run began. */
  final long deliveries;

  final long sent;

  /** Arcs between live peers, ascending, without repetitions; none in a large overlay. */
  final int[] drawn;

  /** The name of each peer's component, {@link Names#NONE} for those without one. */
  final int[] names;

  /** For each name how many peers have it. */
  final SortedMap<Integer, Integer> sizes = new TreeMap<>();

  /** What has changed since the look before: (source, peer) → who relays to the peer. */
  final SortedMap<Integer, Integer> relays = new TreeMap<>();

  /** Who has broadcast since the look before. */
  final SortedSet<Integer> sources = new TreeSet<>();

  Look(
      double atMillis,
      int alive,
      int components,
      int arcs,
      long deliveries,
      long sent,
      int[] drawn,
      int[] names) {
    this.atMillis = atMillis;
    this.alive = alive;
    this.components = components;
    this.arcs = arcs;
    this.deliveries = deliveries;
    this.sent = sent;
    this.drawn = drawn;
    this.names = names;
    for (int name : names) {
      if (name != Names.NONE) {
        sizes.merge(name, 1, Integer::sum);
      }
    }
  }

  /** Takes over what {@code before}, which is dropped, knew to have changed. */
  void absorb(Look before) {
    for (Map.Entry<Integer, Integer> relay : before.relays.entrySet()) {
      relays.putIfAbsent(relay.getKey(), relay.getValue());
    }
    sources.addAll(before.sources);
  }
}
