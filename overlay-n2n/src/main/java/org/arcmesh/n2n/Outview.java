package org.arcmesh.n2n;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;

/**
 * Our outgoing arcs: a multiset of peers, each arc opening or open.
 *
 * <p>An arc is in the outview from the moment it is agreed, <i>opening</i>; it is <i>open</i> when
 * the link to its target is, and is then counted there. So the number of arcs is what samplers
 * agreed upon, whatever the handshakes do. An arc over a link that has been silent for a while is
 * opening until the target gives a sign of life; it is counted at the link, too.
 */
final class Outview {
  private final PeerMap<Link> links;
  private final PeerMap<Integer> opening = new PeerMap<>();

  /**
   * @param links the open ones, kept by the caller
   */
  Outview(PeerMap<Link> links) {
    this.links = links;
  }

  void addOpening(PeerId target) {
    opening.put(target, opening(target) + 1);
  }

  /** The link to {@code target} is open: so are its arcs. Returns how many became so. */
  int opened(Link link) {
    int arcs = failed(link.neighbor);
    link.arcs += arcs;
    return arcs;
  }

  /** The neighbor lives: the arcs that waited for it are open. Returns how many became so. */
  int answered(Link link) {
    int arcs = link.awaited;
    link.arcs += arcs;
    link.awaited = 0;
    return arcs;
  }

  /**
   * The link is gone, and its neighbor is not: the arcs that waited for it wait for a new link.
   * Returns whether there are any.
   */
  boolean reopening(Link link) {
    int arcs = link.awaited;
    link.awaited = 0;
    if (arcs > 0) {
      opening.put(link.neighbor, opening(link.neighbor) + arcs);
    }
    return arcs > 0;
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
    } else if (link != null && link.awaited > 0) {
      link.awaited--;
    } else {
      int arcs = failed(target);
      if (arcs > 1) {
        opening.put(target, arcs - 1);
      }
    }
  }

  int opening(PeerId target) {
    Integer arcs = opening.get(target);
    return arcs == null ? 0 : arcs;
  }

  /** Targets of open arcs, each as often as there are arcs. */
  List<PeerId> open() {
    List<PeerId> targets = new ArrayList<>();
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      if (link != null) {
        Inview.repeat(link.neighbor, link.arcs, targets);
      }
    }
    return targets;
  }

  /** Targets of arcs that are opening. */
  List<PeerId> opening() {
    List<PeerId> targets = opening.keys();
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      if (link != null && link.awaited > 0) {
        targets.add(link.neighbor);
      }
    }
    return targets;
  }

  /** Open and opening arcs. */
  int size() {
    int arcs = 0;
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      arcs += link == null ? 0 : link.arcs + link.awaited;
    }
    for (int place = 0; place < opening.places(); place++) {
      Integer more = opening.at(place);
      arcs += more == null ? 0 : more;
    }
    return arcs;
  }
}
