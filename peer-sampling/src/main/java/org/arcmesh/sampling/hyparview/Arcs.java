package org.arcmesh.sampling.hyparview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;

/**
 * Our arcs, one to each target, and what for: an active neighbor, a step of a climb, a question, or
 * a contact. One that is good for nothing any more is closed.
 */
final class Arcs {
  private final Map<PeerId, Arc> arcs = new LinkedHashMap<>();
  private Context ctx;

  static final class Arc {
    final PeerId target;
    boolean open;

    /** The target is in the active view. */
    boolean active;

    /** To be told that we are new. */
    boolean joining;

    /** Climbs that stand here or are about to. */
    int climbs;

    /** When we asked it to be our neighbor, or -1. */
    long askedAt = -1;

    boolean askedHigh;

    /** Arcs beside this one, to be closed when they are open. */
    int spare;

    Arc(PeerId target) {
      this.target = target;
    }

    boolean isAsked() {
      return askedAt >= 0;
    }
  }

  void start(Context ctx) {
    this.ctx = ctx;
  }

  int size() {
    return arcs.size();
  }

  boolean isOpen(PeerId target) {
    Arc arc = arcs.get(target);
    return arc != null && arc.open;
  }

  /** The arc to {@code target}, or null. */
  Arc find(PeerId target) {
    return arcs.get(target);
  }

  /** The arc to {@code target}, which is asked for if there is none. */
  Arc need(PeerId target, PeerId mediator) {
    Arc arc = arcs.get(target);
    if (arc == null) {
      arc = new Arc(target);
      arcs.put(target, arc);
      ctx.openArc(target, mediator);
    }
    return arc;
  }

  /** The same, but asks in any case, so that it will be said that it has opened. */
  Arc needAnew(PeerId target, PeerId mediator) {
    Arc arc = arcs.get(target);
    if (arc == null) {
      return need(target, mediator);
    }
    arc.spare++;
    ctx.openArc(target, mediator);
    return arc;
  }

  /** Closes the arc if it is good for nothing. */
  void release(Arc arc) {
    boolean idle = !arc.active && !arc.joining && arc.climbs == 0 && !arc.isAsked();
    if (idle && arcs.remove(arc.target, arc)) {
      ctx.closeArc(arc.target);
      for (int i = 0; i < arc.spare && !arc.open; i++) {
        ctx.closeArc(arc.target); // Open ones are closed when they are heard of.
      }
    }
  }

  /**
   * An arc to {@code target} has opened.
   *
   * @return the arc, or null if it is one too many, which is closed
   */
  Arc opened(PeerId target) {
    Arc arc = arcs.get(target);
    if (arc == null) {
      ctx.closeArc(target); // Given by a mediator; nobody's neighbor but by agreement.
      return null;
    }
    if (arc.open) {
      arc.spare = Math.max(0, arc.spare - 1);
      ctx.closeArc(target);
    }
    arc.open = true;
    return arc;
  }

  /** The link is gone or did not open, and with it the arc, which is returned, or null. */
  Arc lost(PeerId target) {
    return arcs.remove(target);
  }

  /** How many we have asked and not heard from. */
  int asked() {
    return (int) arcs.values().stream().filter(Arc::isAsked).count();
  }

  /** Those asked at {@code millis} or before will not answer. */
  void forgetAsked(long millis) {
    for (Arc arc : List.copyOf(arcs.values())) {
      if (arc.isAsked() && arc.askedAt <= millis) {
        arc.askedAt = -1;
        release(arc);
      }
    }
  }
}
