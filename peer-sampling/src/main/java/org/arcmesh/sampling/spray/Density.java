package org.arcmesh.sampling.spray;

import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.PartialView;

/**
 * Whether there are too few arcs or too many, and what we do about it: "Arc correction", PROTOCOLS,
 * section 1.
 *
 * <p>Spray keeps the number of arcs that it finds. Crashes and cuts take arcs, each join adds some
 * for a place in the overlay that the newcomer may have had before; so after some splits and merges
 * there would be half as many, or ten times as many, for ever.
 *
 * <p>Every peer makes up for its share of what is missing. Fractions of arcs are carried over to
 * the next cycle: decided by lot each time, the many small errors of many peers would be a noise
 * that is greater than what is to be corrected.
 */
final class Density {
  /**
   * Share of what is missing that is made up for per cycle: what ten arcs too many leave behind
   * after 40 cycles is a twentieth of an arc. Sizes of views are heard with a delay of some three
   * cycles, so that twice as much would begin to swing.
   */
  private static final double SHARE = 0.125;

  /** Arcs that are made or given up in one cycle, lest a wrong count do much harm. Guess. */
  private static final int AT_ONCE_MAX = 2;

  /**
   * Where views are larger by this than they should be, whoever gets an arc by a join gives one up.
   * A count that is behind by a factor of seven, as in the midst of a rush, does not reach it.
   */
  private static final double FAR_OVER = 2;

  private final PartialView view;
  private final ViewSizes sizes;
  private final Ledger ledger;
  private boolean isKnown;
  private double wanted;
  private double carried;

  Density(PartialView view, ViewSizes sizes, Ledger ledger) {
    this.view = view;
    this.sizes = sizes;
    this.ledger = ledger;
  }

  /**
   * Called once per cycle.
   *
   * @param wanted what the mean view should be
   * @param duplicate makes a duplicate
   */
  void correct(double wanted, Runnable duplicate, Context ctx) {
    if (!isKnown) {
      carried = ctx.random().nextDouble() - 0.5; // Who starts together does not correct together.
    }
    isKnown = true;
    this.wanted = wanted;
    double missing = SHARE * (wanted - sizes.mean(view.usableSize()));
    carried += Math.max(-AT_ONCE_MAX, Math.min(AT_ONCE_MAX, missing));
    int arcs = (int) Math.rint(carried);
    carried -= arcs;
    for (int made = 0; made < arcs; made++) {
      duplicate.run();
    }
    for (int given = 0; given < -arcs; given++) {
      giveUp(ctx);
    }
  }

  /** An arc has come by a join: where there are far too many, it takes the place of another. */
  void makeRoom(Context ctx) {
    if (isKnown && sizes.mean(view.usableSize()) > wanted + FAR_OVER) {
      giveUp(ctx);
    }
  }

  private void giveUp(Context ctx) {
    for (PeerId target : view.giveSurplus(ctx.random())) {
      ctx.closeArc(target);
      ledger.dropped++;
    }
  }
}
