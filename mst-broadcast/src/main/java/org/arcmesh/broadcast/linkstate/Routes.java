package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Tree;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/** Our places in the trees of the last two pictures of the backbone, one per source. */
final class Routes {
  /** Guess: pictures in use at a time: of the last epoch, this one, and the next. */
  private static final int TOPOLOGIES_MAX = 3;

  private final PeerId self;
  private final Backbone backbone;
  private final Links links;
  private final Map<Topology, Map<PeerId, Optional<Route>>> routes = new LinkedHashMap<>();
  private Topology lastTopology;
  private Optional<Route> lastCommon;

  Routes(PeerId self, Backbone backbone, Links links) {
    this.self = self;
    this.backbone = backbone;
    this.links = links;
  }

  /** Our neighbors are others now. */
  void clear() {
    routes.clear();
    lastTopology = null;
  }

  Optional<Route> route(PeerId source, Topology topology) {
    Map<PeerId, Optional<Route>> inTopology = routes.get(topology);
    if (inTopology == null) {
      if (routes.size() == TOPOLOGIES_MAX) {
        routes.remove(routes.keySet().iterator().next());
      }
      inTopology = new LinkedHashMap<>();
      routes.put(topology, inTopology);
    }
    return inTopology.computeIfAbsent(source, origin -> compute(origin, topology));
  }

  private Optional<Route> compute(PeerId source, Topology topology) {
    int ours = topology.indexOf(self);
    int root = topology.indexOf(source);
    if (!topology.connects(ours, root)) {
      return Optional.empty();
    }
    Tree tree = topology.tree(root);
    Map<Long, PeerId> neighbors = new LinkedHashMap<>();
    links.neighbors().forEach(neighbor -> neighbors.put(neighbor.prefix(), neighbor));
    List<PeerId> children = new ArrayList<>();
    for (int at = tree.firstChild(ours); at != Tree.NONE; at = tree.nextSibling(at)) {
      PeerId child = neighbors.get(topology.origin(at));
      if (child != null) {
        children.add(child);
      }
    }
    int above = tree.parent(ours);
    Optional<PeerId> parent =
        above == Tree.NONE
            ? Optional.empty()
            : Optional.ofNullable(neighbors.get(topology.origin(above)));
    return Optional.of(
        new Route(
            parent,
            children,
            above == Tree.NONE ? Optional.empty() : backup(tree, ours, topology)));
  }

  /**
   * From whom to have the source's messages when the link to the parent is gone: of the neighbors
   * that are nearer to the source than we the one by which the way is shortest. Nearer, so that two
   * that have lost their parents do not wait for each other.
   */
  private Optional<PeerId> backup(Tree tree, int ours, Topology topology) {
    long ourDepth = tree.depth(ours);
    PeerId best = null;
    long least = 0;
    for (PeerId neighbor : backbone.neighbors()) {
      int index = topology.indexOf(neighbor);
      if (index >= 0 && index != tree.parent(ours) && tree.reaches(index)) {
        long depth = tree.depth(index);
        long way = depth + Math.max(0, links.distanceMillis(neighbor));
        if (depth < ourDepth && (best == null || way < least)) {
          best = neighbor;
          least = way;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The tree of ourselves. */
  WrittenTree written(Topology topology) {
    List<Long> peers = new ArrayList<>();
    List<Integer> children = new ArrayList<>();
    Tree tree = topology.tree(topology.indexOf(self));
    for (int at = tree.firstChild(tree.root()); at != Tree.NONE; at = tree.after(at)) {
      int count = 0;
      for (int child = tree.firstChild(at); child != Tree.NONE; child = tree.nextSibling(child)) {
        count++;
      }
      peers.add(topology.origin(at));
      children.add(count);
    }
    return new WrittenTree(peers, children);
  }

  /**
   * Our place in the tree of the smallest id, taken as one without direction: it brings what comes
   * from anywhere to all that it reaches, and from us to ties that it does not reach.
   *
   * @return empty if a link of ours in it is gone
   */
  Optional<Route> common(Topology topology) {
    if (topology != lastTopology) {
      lastCommon = computeCommon(topology);
      lastTopology = topology;
    }
    return lastCommon;
  }

  private Optional<Route> computeCommon(Topology topology) {
    int ours = topology.indexOf(self);
    Tree tree = topology.tree(topology.smallestInComponentOf(ours));
    int gone = tree.parent(ours) == Tree.NONE ? 0 : 1;
    for (int at = tree.firstChild(ours); at != Tree.NONE; at = tree.nextSibling(at)) {
      gone++;
    }
    List<PeerId> around = new ArrayList<>();
    for (PeerId neighbor : backbone.neighbors()) {
      int index = topology.indexOf(neighbor);
      boolean inTree = index >= 0 && (tree.parent(index) == ours || tree.parent(ours) == index);
      if (inTree || !topology.connects(ours, index)) {
        around.add(neighbor);
      }
      gone -= inTree ? 1 : 0;
    }
    return gone > 0
        ? Optional.empty()
        : Optional.of(new Route(Optional.empty(), around, Optional.empty()));
  }
}
