package org.arcmesh.broadcast.delivery;

import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.tree.Trees;

/** What one neighbor is to one stream. */
final class Peering {
  /** Departures from what the tree says about a neighbor. */
  enum Mode {
    /** As the tree says. */
    TREE,
    /** It asked to be pushed. */
    GRAFTED,
    /** It asked not to be pushed. */
    PRUNED
  }

  Mode mode = Mode.TREE;

  /** Whether it knows whose stream this is. */
  boolean introduced;

  /** It is pushed, whatever the tree says, up to the trees of this epoch. */
  long graftedTo;

  /** The version of the stream that we last told it. */
  long toldVersion = -1;

  /** What it last told us, or null. */
  Holdings holdings;

  /** The highest that it pushed. */
  long highestPushed = -1;

  /** When we last asked it not to push. */
  long prunedAt = Long.MIN_VALUE / 2;

  /** It has pushed this parcel. */
  void hasPushed(long sequence) {
    introduced = true;
    highestPushed = Math.max(highestPushed, sequence);
  }

  /** A tree takes the place of another. */
  void newTree(long epoch) {
    if (mode != Mode.GRAFTED || epoch == Trees.NONE_YET || epoch > graftedTo) {
      mode = Mode.TREE;
    }
  }

  /** Believes what it says of itself rather than what follows from its pushes. */
  void learn(Holdings news) {
    holdings = news;
    highestPushed = Math.min(highestPushed, news.base() - 1);
  }

  boolean offers(long sequence) {
    return holdings != null && holdings.has(sequence);
  }

  /**
   * Whether it seems to have everything up to {@code sequence}. What it pushed it has; that there
   * is a gap before it, it would tell.
   */
  boolean seemsToHaveAllTo(long sequence) {
    return highestPushed >= sequence || holdings != null && holdings.base() > sequence;
  }
}
