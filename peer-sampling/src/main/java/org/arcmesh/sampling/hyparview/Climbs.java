package org.arcmesh.sampling.hyparview;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Neighbor;

/**
 * How a peer gets to where a walk has ended: along the path of the walk, each of its peers the
 * mediator of the arc to the next one, since an arc can only be opened through somebody who has a
 * link to both ends. The arcs to the peers in between are closed again.
 *
 * <p>Deviation: in the paper one connects to whom one has heard of.
 */
final class Climbs {
  private static final int CLIMBS_MAX = 16;

  private final Arcs arcs;
  private final Links links;
  private final List<Climb> climbs = new ArrayList<>();

  private static final class Climb {
    final List<PeerId> path;
    final boolean high;
    int at;

    Climb(List<PeerId> path, boolean high, int at) {
      this.path = path;
      this.high = high;
      this.at = at;
    }

    PeerId target() {
      return path.get(at);
    }
  }

  Climbs(Arcs arcs, Links links) {
    this.arcs = arcs;
    this.links = links;
  }

  int size() {
    return climbs.size();
  }

  /** Asks the last of {@code path} to be our neighbor; from the last one that we have a link to. */
  void start(List<PeerId> path, boolean high, Context ctx) {
    int at = path.size() - 1;
    while (at >= 0 && !links.isNeighbor(path.get(at))) {
      at--;
    }
    if (at < 0 || path.contains(ctx.self()) || climbs.size() >= CLIMBS_MAX) {
      return;
    }
    Climb climb = new Climb(path, high, at);
    climbs.add(climb);
    stand(climb, climb.target(), ctx);
  }

  private void stand(Climb climb, PeerId mediator, Context ctx) {
    Arcs.Arc arc = arcs.need(climb.target(), mediator);
    arc.climbs++;
    if (arc.open) {
      goOn(climb, ctx);
    }
  }

  /** The arc to where the climb stands is open. */
  private void goOn(Climb climb, Context ctx) {
    Arcs.Arc arc = arcs.find(climb.target());
    arc.climbs--;
    if (climb.at == climb.path.size() - 1) {
      climbs.remove(climb);
      arc.askedAt = ctx.nowMillis();
      arc.askedHigh = climb.high;
      ctx.send(arc.target, new Neighbor(climb.high));
      return;
    }
    climb.at++;
    stand(climb, arc.target, ctx);
    arcs.release(arc); // Its link stays for the grace period, and so its mediation.
  }

  void onArcOpened(PeerId target, Context ctx) {
    for (Climb climb : at(target)) {
      goOn(climb, ctx);
    }
  }

  /** The arc to {@code target} is no more. */
  void onArcLost(PeerId target) {
    climbs.removeAll(at(target));
  }

  private List<Climb> at(PeerId target) {
    return climbs.stream().filter(climb -> climb.target().equals(target)).toList();
  }
}
