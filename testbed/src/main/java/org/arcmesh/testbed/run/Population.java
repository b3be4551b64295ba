package org.arcmesh.testbed.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Roster;
import org.arcmesh.testbed.scenario.Action;

/** Draws peers from those that are there, by the seed of the run. */
final class Population {
  private final Roster roster;
  private final RandomGenerator random;
  private Map<PeerId, Integer> sides = Map.of();
  private boolean firstStays;

  Population(Roster roster, RandomGenerator random) {
    this.roster = roster;
    this.random = random;
  }

  RandomGenerator random() {
    return random;
  }

  /** Live peers in random order. */
  List<PeerId> shuffled() {
    List<PeerId> peers = new ArrayList<>(roster.alive());
    for (int i = peers.size() - 1; i > 0; i--) {
      Collections.swap(peers, i, random.nextInt(i + 1));
    }
    return peers;
  }

  /** Through whom the next peer enters, unless it is to find somebody, or is the first. */
  Optional<PeerId> contact(Action.Contact contact) {
    if (contact == Action.Contact.DISCOVERY || roster.aliveCount() == 0) {
      return Optional.empty();
    }
    boolean first = contact == Action.Contact.FIRST;
    return Optional.of(roster.alive(first ? 0 : random.nextInt(roster.aliveCount())));
  }

  /** From now on the peer that started first, a signaling node, is not among {@link #some}. */
  void sparesFirst() {
    firstStays = true;
  }

  /** Some live peers, or all. */
  List<PeerId> any(int count) {
    List<PeerId> peers = shuffled();
    return peers.subList(0, Math.min(count, peers.size()));
  }

  /** Whether that peer stays, whoever else goes. */
  boolean isSpared(PeerId peer) {
    return firstStays && peer.equals(roster.first());
  }

  /** Some live peers, but never all. */
  List<PeerId> some(int count) {
    List<PeerId> peers = shuffled();
    if (firstStays) {
      peers.remove(roster.first());
      return peers.subList(0, Math.min(count, peers.size()));
    }
    return peers.subList(0, Math.min(count, peers.size() - 1));
  }

  /** Live peers, while the network is cut as many of each side as possible. */
  List<PeerId> sources(int count) {
    Map<Integer, List<PeerId>> bySide = new LinkedHashMap<>();
    for (PeerId peer : shuffled()) {
      bySide.computeIfAbsent(sides.getOrDefault(peer, 0), side -> new ArrayList<>()).add(peer);
    }
    List<PeerId> sources = new ArrayList<>();
    for (int turn = 0; sources.size() < Math.min(count, roster.alive().size()); turn++) {
      for (List<PeerId> side : bySide.values()) {
        if (turn < side.size() && sources.size() < count) {
          sources.add(side.get(turn));
        }
      }
    }
    return sources;
  }

  boolean isAlive(PeerId peer) {
    return roster.alive().contains(peer);
  }

  /** Splits the live peers at random into sides of these shares. */
  List<List<PeerId>> split(List<Double> shares) {
    List<PeerId> peers = shuffled();
    List<List<PeerId>> parts = new ArrayList<>();
    double upTo = 0;
    int from = 0;
    for (double share : shares) {
      upTo += share;
      int to = (int) Math.round(upTo * peers.size());
      parts.add(List.copyOf(peers.subList(from, to)));
      from = to;
    }
    Map<PeerId, Integer> drawn = new LinkedHashMap<>();
    for (int side = 0; side < parts.size(); side++) {
      for (PeerId peer : parts.get(side)) {
        drawn.put(peer, side);
      }
    }
    sides = drawn;
    return parts;
  }

  /** Puts a peer that starts during a partition on a random side of it. */
  void place(PeerId peer) {
    if (!sides.isEmpty()) {
      List<Integer> known = sides.values().stream().distinct().sorted().toList();
      sides.put(peer, known.get(random.nextInt(known.size())));
    }
  }

  /** Which side everybody is on; empty if there is no partition. */
  Map<PeerId, Integer> sides() {
    return Collections.unmodifiableMap(sides);
  }

  void unite() {
    sides = Map.of();
  }
}
