package org.arcmesh.sampling.hyparview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.PeerId;

/** The neighbors of a peer, and since when they are. */
final class ActiveView {
  private final int capacity;
  private final Map<PeerId, Long> since = new LinkedHashMap<>();

  ActiveView(int capacity) {
    this.capacity = capacity;
  }

  List<PeerId> peers() {
    return List.copyOf(since.keySet());
  }

  boolean isEmpty() {
    return since.isEmpty();
  }

  boolean isFull() {
    return since.size() >= capacity;
  }

  boolean contains(PeerId peer) {
    return since.containsKey(peer);
  }

  void add(PeerId peer, long nowMillis) {
    since.put(peer, nowMillis);
  }

  boolean remove(PeerId peer) {
    return since.remove(peer) != null;
  }

  /** Those of before {@code millis} that claim no arc to us. */
  List<PeerId> unclaimed(List<PeerId> inview, long millis) {
    List<PeerId> unclaimed = new ArrayList<>();
    since.forEach(
        (peer, at) -> {
          if (at < millis && !inview.contains(peer)) {
            unclaimed.add(peer);
          }
        });
    return unclaimed;
  }
}
