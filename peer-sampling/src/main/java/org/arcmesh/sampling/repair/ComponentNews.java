package org.arcmesh.sampling.repair;

import java.util.List;
import java.util.Optional;
import org.arcmesh.core.OverlayEvent.ComponentChanged;

/** What is worth telling an application of the component that its peer is in, and why. */
final class ComponentNews {
  /** The share of the peers that is "much". Guess: what raises a suspicion, too. */
  private static final double MUCH = 0.25;

  private final IdentitySet identity;
  private final long beatMillis;
  private List<Long> told = List.of();
  private double toldPeers;

  ComponentNews(IdentitySet identity, long beatMillis) {
    this.identity = identity;
    this.beatMillis = beatMillis;
  }

  /**
   * Looks whether the component is another one than was told, or of another size by much; called
   * every beat.
   *
   * @param peers estimated size
   * @param steady whether that has not changed by much of late
   */
  Optional<ComponentChanged> look(double peers, boolean steady, long now) {
    List<Long> smallest = identity.smallest();
    if (identity.stableMillis(now) < beatMillis) {
      return Optional.empty(); // The next one may follow at once.
    }
    String cause;
    if (!smallest.equals(told)) {
      cause = cause(smallest, now);
    } else if (steady && Math.abs(peers - toldPeers) > MUCH * toldPeers) {
      String change = peers > toldPeers ? "it grew from " : "it shrank from ";
      cause = change + Math.round(toldPeers) + " to " + Math.round(peers) + " peers";
    } else {
      return Optional.empty();
    }
    told = smallest;
    toldPeers = peers;
    return Optional.of(new ComponentChanged(Merge.id(smallest), peers, cause));
  }

  private String cause(List<Long> smallest, long now) {
    if (told.isEmpty()) {
      return "this peer has come to know its component";
    }
    List<Long> gone = told.stream().filter(hash -> !smallest.contains(hash)).toList();
    boolean displaced = !gone.isEmpty() && identity.knows(gone, now);
    if (gone.size() == told.size()) {
      return displaced
          ? "it has become one with another component"
          : "all peers by which it was known have fallen silent";
    }
    if (gone.isEmpty()) {
      return "another peer stands for it, too";
    }
    return displaced
        ? "a peer with a smaller hash has come"
        : "a peer by which it was known has fallen silent";
  }
}
