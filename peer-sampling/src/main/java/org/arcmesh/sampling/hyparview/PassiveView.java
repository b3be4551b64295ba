package org.arcmesh.sampling.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.arcmesh.core.PeerId;

/** Peers that a peer knows of and has no arc to: at most so many, each once. */
final class PassiveView {
  private final int capacity;
  private final List<PeerId> peers = new ArrayList<>();

  PassiveView(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return peers.size();
  }

  boolean contains(PeerId peer) {
    return peers.contains(peer);
  }

  void remove(PeerId peer) {
    peers.remove(peer);
  }

  Optional<PeerId> any(RandomGenerator random) {
    return peers.isEmpty()
        ? Optional.empty()
        : Optional.of(peers.get(random.nextInt(peers.size())));
  }

  /** At most {@code count} different ones, uniformly drawn. */
  List<PeerId> draw(int count, RandomGenerator random) {
    return draw(peers, count, random);
  }

  static List<PeerId> draw(List<PeerId> peers, int count, RandomGenerator random) {
    List<PeerId> from = new ArrayList<>(peers);
    int drawn = Math.min(count, from.size());
    for (int i = 0; i < drawn; i++) {
      int j = random.nextInt(i, from.size());
      PeerId picked = from.set(j, from.get(i));
      from.set(i, picked);
    }
    return List.copyOf(from.subList(0, drawn));
  }

  /**
   * Adds a peer; a full view loses first one of those that were sent to the peer, then a random
   * one.
   *
   * @param sent what may go first; those that went are removed from it
   */
  void add(PeerId peer, List<PeerId> sent, RandomGenerator random) {
    if (peers.contains(peer)) {
      return;
    }
    while (peers.size() >= capacity && !sent.isEmpty()) {
      peers.remove(sent.remove(0));
    }
    if (peers.size() >= capacity) {
      peers.remove(random.nextInt(peers.size()));
    }
    peers.add(peer);
  }
}
