package org.arcmesh.sampling.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ForwardJoin;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Seek;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Way;

/** The random walks of others over the active view: their next step, their end, the way back. */
final class Walks {
  private final HyParViewConfig config;
  private final Links links;
  private final ActiveView active;
  private Context ctx;

  Walks(HyParViewConfig config, Links links, ActiveView active) {
    this.config = config;
    this.links = links;
    this.active = active;
  }

  void start(Context ctx) {
    this.ctx = ctx;
  }

  /** Returns whether the newcomer is to get into the passive view. */
  boolean onForwardJoin(PeerId from, ForwardJoin walk) {
    PeerId newcomer = walk.newcomer();
    if (newcomer.equals(ctx.self())) {
      return false;
    }
    List<PeerId> path = append(walk.path());
    // "If the time to live is equal to zero or if the number of nodes in p's active view is equal
    // to one, it will add the new node to its active view. If the time to live is equal to PRWL, p
    // will insert the new node into its passive view." Otherwise "p will forward the request to a
    // random node in its active view (different from the one from which the request was
    // received)".
    Optional<PeerId> next =
        walk.ttl() == 0 || active.peers().size() <= 1 ? Optional.empty() : next(from, newcomer);
    if (next.isEmpty()) {
      end(from, new Way(newcomer, true, path));
      return false;
    }
    ctx.send(next.get(), new ForwardJoin(newcomer, walk.ttl() - 1, path));
    return walk.ttl() == config.passiveWalk();
  }

  void onSeek(PeerId from, Seek walk) {
    PeerId origin = walk.origin();
    if (origin.equals(ctx.self())) {
      return;
    }
    List<PeerId> path = append(walk.path());
    boolean takes = !active.contains(origin) && (walk.high() || !active.isFull());
    // Deviation: whoever has a free slot takes it, once the walk has left the neighborhood; else
    // most walks of low priority would end where there is none.
    boolean isWanted = walk.wanted().contains(ctx.self());
    if (takes
        && (isWanted || walk.ttl() == 0 || !walk.high() && walk.ttl() <= config.passiveWalk())) {
      end(from, new Way(origin, walk.high(), path));
    } else if (walk.ttl() > 0) {
      walk.wanted().stream()
          .filter(wanted -> links.isNeighbor(wanted) && !wanted.equals(from))
          .findFirst()
          .or(() -> next(from, origin))
          .ifPresent(
              next ->
                  ctx.send(
                      next, new Seek(origin, walk.wanted(), walk.high(), walk.ttl() - 1, path)));
    }
  }

  private void end(PeerId from, Way way) {
    if (!active.contains(way.origin())) {
      ctx.send(from, way);
    }
  }

  List<PeerId> append(List<PeerId> path) {
    List<PeerId> longer = new ArrayList<>(path);
    longer.add(ctx.self());
    return longer;
  }

  /** A random neighbor but for these two. */
  Optional<PeerId> next(PeerId from, PeerId origin) {
    List<PeerId> others = new ArrayList<>(active.peers());
    others.removeAll(List.of(from, origin));
    return PassiveView.draw(others, 1, ctx.random()).stream().findFirst();
  }

  /** Sends back along the path to the peer before us, or to the origin. */
  void back(PeerId origin, List<PeerId> path, HyParViewMessage message) {
    int own = path.indexOf(ctx.self());
    if (own >= 0) {
      ctx.send(own == 0 ? origin : path.get(own - 1), message);
    }
  }
}
