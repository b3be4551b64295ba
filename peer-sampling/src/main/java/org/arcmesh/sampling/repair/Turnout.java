package org.arcmesh.sampling.repair;

import java.util.function.DoubleSupplier;

/**
 * With what probability a peer joins the other side of a merge in this round: "16/N̂, doubled every
 * 5 s until the sets intersect"; while the network is cut a few scouts in every round.
 */
final class Turnout {
  private static final double JOINING = 16;

  /**
   * Guess: so many of a side join in one round at most, however often the probability has doubled.
   * That bounds the set-ups of a merge; if all joined at once the density would double.
   */
  private static final double JOINING_SHARE_MAX = 0.1;

  /**
   * Guess: bridges between two sides, as a share of the smaller one, from which they mix within ten
   * cycles, each of which about doubles the arcs that cross. Of thousands sixteen are too few.
   */
  private static final double MIXING_SHARE = 0.01;

  /** Guess: what the few nodes that a side knows can take in one round. */
  private static final double MIXING_MAX = 1_000;

  /** How many of a component try per round whether the network is still cut. Guess. */
  private static final double SCOUTS = 5;

  private static final int DOUBLINGS_MAX = 40;

  private final DoubleSupplier peers;
  private final IdentitySet identity;
  private int doublings;

  /**
   * @param peers estimated size of our side
   */
  Turnout(DoubleSupplier peers, IdentitySet identity) {
    this.peers = peers;
    this.identity = identity;
  }

  void begin() {
    doublings = 0;
  }

  /** Whether no round has been called since it began. */
  private boolean isFirst() {
    return doublings == 0;
  }

  private double first() {
    return Math.min(JOINING_SHARE_MAX, JOINING / peers.getAsDouble());
  }

  double next() {
    double most = Math.max(JOINING_SHARE_MAX, SCOUTS / peers.getAsDouble());
    double probability = Math.min(most, first() * (1L << doublings));
    doublings = Math.min(doublings + 1, DOUBLINGS_MAX);
    return probability;
  }

  /**
   * Once the two are one, so that they mix.
   *
   * @param others estimated size of the other side
   */
  double mixing(double others) {
    double own = peers.getAsDouble();
    double bridges = Math.min(MIXING_MAX, MIXING_SHARE * Math.min(own, others));
    return bridges > JOINING ? bridges / own : isFirst() ? first() : 0;
  }

  double scouts() {
    // A small side counts itself as large as before for a while, and would send nobody.
    return SCOUTS / Math.min(peers.getAsDouble(), identity.roughPeers());
  }
}
