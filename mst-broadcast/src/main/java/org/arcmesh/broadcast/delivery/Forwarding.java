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
 * connects us with the source, as it is new, or of another component that ours is meeting, they are
 * those in one tree that all here have in common; and where there is no such tree, or a link of it
 * is gone, all backbone neighbors. Copies of a tree may differ, so as in Plumtree [Leitão et al.,
 * SRDS 2007] a neighbor that gets duplicates asks to be pruned and one that misses broadcasts, or
 * has lost who pushed them, asks to be grafted; a new tree makes both void, but for grafts of the
 * last epochs: that tree may still hold the link that is gone.
 */
final class Forwarding {
  /** Trees of an epoch know the links of two epochs before, and a lost one is told within one. */
  private static final int GRAFT_EPOCHS = 3;

  /** Some peers hear of an epoch sooner than others. */
  private static final int EPOCHS_AHEAD = 2;

  private final Trees trees;
  private final Backbone backbone;
  private final Links links;

  Forwarding(Trees trees, Backbone backbone, Links links) {
    this.trees = trees;
    this.backbone = backbone;
    this.links = links;
  }

  /** Whether no tree can have survived what has just happened to our ties. */
  boolean isShattered(long now) {
    return backbone.isShattered(now);
  }

  /** By which picture our own broadcasts go. */
  long epoch() {
    return trees.epoch();
  }

  /**
   * To whom to push on what came from a neighbor.
   *
   * @param epoch by whose trees
   * @param self ourselves
   * @param now the time
   */
  Set<PeerId> eager(Stream stream, PeerId from, long epoch, PeerId self, long now) {
    // What was pulled late goes by the tree that the stream goes by now.
    stream.epoch = epoch == Trees.NONE_YET ? epoch : believable(Math.max(epoch, stream.epoch));
    Optional<Route> route = trees.route(stream.origin(), stream.epoch).or(trees::common);
    if (!route.equals(stream.route)) {
      stream.route = route;
      stream.peerings.values().forEach(peering -> peering.newTree(stream.epoch));
    }
    Set<PeerId> eager = new LinkedHashSet<>();
    if (backbone.isShattered(now)) {
      // No tree has survived what took most of our ties.
      links.neighbors().stream().filter(peer -> !links.isQuiet(peer)).forEach(eager::add);
    } else if (route.isPresent()) {
      route.get().children().stream().filter(links::isNeighbor).forEach(eager::add);
      spine().stream().filter(peer -> !trees.spans(peer)).forEach(eager::add);
    } else if (stream.epoch == Trees.NONE_YET || trees.spans(self)) {
      eager.addAll(spine());
    } // Else the source has a tree and we are not in it yet: others push to our neighbors.
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

  /**
   * The epoch that a header names, or ours where that is far ahead of it: of a component that we
   * are just meeting, or a lie. Its trees we do not know in either case.
   */
  long believable(long epoch) {
    long ours = trees.epoch();
    return ours != Trees.NONE_YET && epoch > ours + EPOCHS_AHEAD ? ours : epoch;
  }

  /** A neighbor asks to be pushed, from now on. */
  void graft(Stream stream, PeerId neighbor) {
    Peering peering = stream.peering(neighbor);
    peering.mode = Peering.Mode.GRAFTED;
    peering.graftedTo = stream.epoch + GRAFT_EPOCHS;
  }

  /** From whom to have a stream now that the link to who pushed it is gone. */
  Optional<PeerId> backup(Stream stream) {
    return trees
        .route(stream.origin(), stream.epoch)
        .flatMap(route -> route.parent().or(route::backup))
        .or(() -> spine().stream().filter(peer -> !peer.equals(stream.origin())).findFirst());
  }

  /** While the backbone is still being agreed upon, every link is as good. */
  private List<PeerId> spine() {
    List<PeerId> spine = backbone.neighbors();
    return spine.isEmpty() || trees.floods() ? links.neighbors() : spine;
  }
}
