package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.tree.Last;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Tree;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.PeerId;

/** Our places in the trees of one picture of the backbone, one per source. */
final class TreeCache {
  private final PeerId self;
  private final TreeMode mode;
  private final double alpha;
  private final Map<PeerId, Optional<Route>> routes = new LinkedHashMap<>();
  private Topology picture;

  TreeCache(PeerId self, TreeMode mode, double alpha) {
    this.self = self;
    this.mode = mode;
    this.alpha = alpha;
  }

  Optional<Route> route(PeerId source, Topology topology) {
    if (topology != picture) {
      picture = topology;
      routes.clear();
    }
    if (!picture.reaches(source)) {
      return Optional.empty();
    }
    return routes.computeIfAbsent(source, this::compute);
  }

  /** The tree of ourselves. */
  WrittenTree written(Topology topology) {
    List<Long> peers = new ArrayList<>();
    List<Integer> children = new ArrayList<>();
    Tree tree = topology.spanning();
    int at = tree == null ? Tree.NONE : tree.firstChild(tree.root());
    while (at != Tree.NONE) {
      int count = 0;
      for (int child = tree.firstChild(at); child != Tree.NONE; child = tree.nextSibling(child)) {
        count++;
      }
      peers.add(topology.id(at).prefix());
      children.add(count);
      at = tree.after(at);
    }
    return new WrittenTree(peers, children);
  }

  private Optional<Route> compute(PeerId source) {
    int ours = picture.indexOf(self);
    Tree tree = picture.spanning().rootedAt(picture.indexOf(source));
    if (mode == TreeMode.LAST) {
      tree = Last.of(picture.graph(), tree, alpha);
    }
    List<PeerId> children = new ArrayList<>();
    for (int at = tree.firstChild(ours); at != Tree.NONE; at = tree.nextSibling(at)) {
      children.add(picture.id(at));
    }
    int parent = tree.parent(ours);
    return Optional.of(
        new Route(
            parent == Tree.NONE ? Optional.empty() : Optional.of(picture.id(parent)), children));
  }
}
