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
 * the link to its target is, and is then counted there. So the number of arcs is what samplers
 * agreed upon, whatever the handshakes do.
 */
final class Outview {
  private final Map<PeerId, Link> links;
  private final Map<PeerId, Integer> opening = new LinkedHashMap<>();

  /**
   * @param links the open ones, kept by the caller
   */
  Outview(Map<PeerId, Link> links) {
    this.links = links;
  }

  void addOpening(PeerId target) {
    opening.merge(target, 1, Integer::sum);
  }

  /** The link to {@code target} is open: so are its arcs. Returns how many became so. */
  int opened(Link link) {
    int arcs = failed(link.neighbor);
    link.arcs += arcs;
    return arcs;
  }

  /** The link to {@code target} did not open. Returns how many arcs that were opening are lost. */
  int failed(PeerId target) {
    Integer arcs = opening.remove(target);
    return arcs == null ? 0 : arcs;
  }

  /** Removes one arc, an open one first. */
  void remove(PeerId target) {
    Link link = links.get(target);
    if (link != null && link.arcs > 0) {
      link.arcs--;
    } else {
      opening.computeIfPresent(target, (peer, arcs) -> arcs == 1 ? null : arcs - 1);
    }
  }

  int opening(PeerId target) {
    return opening.getOrDefault(target, 0);
  }

  /** Targets of open arcs, each as often as there are arcs. */
  List<PeerId> open() {
    List<PeerId> targets = new ArrayList<>();
    for (Link link : links.values()) {
      Inview.repeat(link.neighbor, link.arcs, targets);
    }
    return targets;
  }

  /** Open and opening arcs. */
  int size() {
    int arcs = 0;
    for (Link link : links.values()) {
      arcs += link.arcs;
    }
    for (int more : opening.values()) {
      arcs += more;
    }
    return arcs;
  }
}
