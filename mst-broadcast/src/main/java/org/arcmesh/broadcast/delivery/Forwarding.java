package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/**
 * Who is eager for a stream: to whom a broadcast of it is pushed.
 *
 * <p>These are our children in our own copy of the source's tree, and backbone neighbors that our
 * trees do not reach, such as newcomers and the other side of a healed split. Where no tree
 * connects us with the source, all backbone neighbors are. Copies of a tree may differ, so as in
 * Plumtree [Leitão et al., SRDS 2007] a neighbor that gets duplicates asks to be pruned and one
 * that misses broadcasts asks to be grafted; a new tree makes both void.
 */
final class Forwarding {
  private final Trees trees;
  private final Backbone backbone;
  private final Links links;

  Forwarding(Trees trees, Backbone backbone, Links links) {
    this.trees = trees;
    this.backbone = backbone;
    this.links = links;
  }

  /** By which picture our own broadcasts go. */
  long epoch() {
    return trees.epoch();
  }

  Set<PeerId> eager(Stream stream, PeerId from, long epoch) {
    Optional<Route> route = trees.route(stream.origin(), epoch);
    if (!route.equals(stream.route)) {
      stream.route = route;
      stream.peerings.values().forEach(peering -> peering.mode = Peering.Mode.TREE);
    }
    Set<PeerId> eager = new LinkedHashSet<>();
    List<PeerId> spine = spine();
    if (route.isPresent()) {
      route.get().children().stream().filter(links::isNeighbor).forEach(eager::add);
      spine.stream().filter(peer -> !trees.spans(peer)).forEach(eager::add);
    } else {
      eager.addAll(spine);
    }
    stream.peerings.forEach(
        (peer, peering) -> {
          if (peering.mode == Peering.Mode.PRUNED) {
            eager.remove(peer);
          } else if (peering.mode == Peering.Mode.GRAFTED && links.isNeighbor(peer)) {
            eager.add(peer);
          }
        });
    eager.remove(from);
    eager.remove(stream.origin());
    return eager;
  }

  /** While the backbone is still being agreed upon, every link is as good. */
  private List<PeerId> spine() {
    List<PeerId> spine = backbone.neighbors();
    return spine.isEmpty() || trees.floods() ? links.neighbors() : spine;
  }
}
