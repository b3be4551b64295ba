package org.arcmesh.n2n;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.PeerId;

/**
 * Our outgoing arcs: a multiset of peers, each arc opening or open.
 *
 * <p>An arc is in the outview from the moment it is agreed, <i>opening</i>; it is <i>open</i> when
 * the link to its target is. So the number of arcs is what samplers agreed upon, whatever the
 * handshakes do.
 */
final class Outview {
  private final Map<PeerId, Integer> open = new LinkedHashMap<>();
  private final Map<PeerId, Integer> opening = new LinkedHashMap<>();

  void addOpen(PeerId target) {
    open.merge(target, 1, Integer::sum);
  }

  void addOpening(PeerId target) {
    opening.merge(target, 1, Integer::sum);
  }

  /** The link to {@code target} is open: so are its arcs. Returns how many became so. */
  int opened(PeerId target) {
    int arcs = failed(target);
    if (arcs > 0) {
      open.merge(target, arcs, Integer::sum);
    }
    return arcs;
  }

  /** The link to {@code target} did not open. Returns how many arcs that were opening are lost. */
  int failed(PeerId target) {
    Integer arcs = opening.remove(target);
    return arcs == null ? 0 : arcs;
  }

  /** The link to {@code target} is gone, and its arcs with it. */
  void down(PeerId target) {
    open.remove(target);
  }

  /** Removes one arc, an open one first. Returns whether there was one. */
  boolean remove(PeerId target) {
    return decrement(open, target) || decrement(opening, target);
  }

  int open(PeerId target) {
    return open.getOrDefault(target, 0);
  }

  int opening(PeerId target) {
    return opening.getOrDefault(target, 0);
  }

  /** Targets of open arcs, each as often as there are arcs. */
  List<PeerId> open() {
    List<PeerId> targets = new ArrayList<>();
    open.forEach((target, arcs) -> Inview.repeat(target, arcs, targets));
    return targets;
  }

  /** Open and opening arcs. */
  int size() {
    return open.values().stream().mapToInt(Integer::intValue).sum()
        + opening.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static boolean decrement(Map<PeerId, Integer> arcs, PeerId target) {
    if (!arcs.containsKey(target)) {
      return false;
    }
    arcs.computeIfPresent(target, (peer, count) -> count == 1 ? null : count - 1);
    return true;
  }
}
