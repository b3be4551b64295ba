package org.arcmesh.testbed.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.PeerId;

/** Who has started, in that order, and who is still there. */
public final class Roster {
  private final List<PeerId> started = new ArrayList<>();
  private final Map<PeerId, Integer> numbers = new HashMap<>();
  private final List<PeerId> alive = new ArrayList<>();

  public void start(PeerId peer) {
    if (numbers.put(peer, started.size()) != null) {
      throw new AssertionError("peer " + peer + " started twice");
    }
    started.add(peer);
    alive.add(peer);
  }

  /** {@code peer} crashed or left. */
  public void stop(PeerId peer) {
    alive.remove(peer);
  }

  public int started() {
    return started.size();
  }

  /** Who started before all others. */
  public PeerId first() {
    return started.get(0);
  }

  /** Those that are there, in the order in which they started. */
  public List<PeerId> alive() {
    return List.copyOf(alive);
  }

  public int aliveCount() {
    return alive.size();
  }

  /** One of those that are there, by its place in the order of their start. */
  public PeerId alive(int place) {
    return alive.get(place);
  }

  /** The place of {@code peer} among those that have started. */
  int number(PeerId peer) {
    return numbers.get(peer);
  }
}
