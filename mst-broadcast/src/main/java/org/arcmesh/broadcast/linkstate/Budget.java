package org.arcmesh.broadcast.linkstate;

import java.util.random.RandomGenerator;

/**
 * What news of links may cost. As every peer hears of every record, all measure about the same, and
 * when it is too much each peer that has news keeps it for an epoch more often.
 *
 * <p>Along trees a record comes once. Where it is too much for them a record comes from several
 * sides, and all copies count, so that it is told the more rarely; there are trees again when all
 * that there is to tell would fit along them.
 */
final class Budget {
  /** With less than this share of what is to be told, trees are of yesterday. */
  private static final double TREES_SHARE = 0.5;

  /** Guess: however much others tell, all is told again half a minute after they stopped. */
  private static final double SHARE_MIN = 1 / 64.0;

  /**
   * Without trees most peers get four copies of a record. Who gets more has far more ties, as a
   * signaling node through which many came, or a neighbor that repeats itself: that says nothing of
   * what others spend.
   */
  private static final long COPIES_MAX = 4;

  private final int bytesPerSecond;
  private long newBytes;
  private long bytes;
  private double share = 1;
  private boolean trees = true;

  Budget(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * @param isNew whether we did not have it, or it is our own
   */
  void spend(LinkRecord record, boolean isNew) {
    bytes += record.bytes();
    newBytes += isNew ? record.bytes() : 0;
  }

  /**
   * @param millis how long it lasted
   */
  void endEpoch(long millis) {
    double most = bytesPerSecond * millis / 1000.0;
    boolean fits = newBytes <= most * share;
    double spent = trees ? newBytes : Math.min(bytes, COPIES_MAX * newBytes);
    // By half or twice at once: what is measured follows what was decided two epochs ago.
    double change = spent == 0 ? 2 : Math.max(0.5, Math.min(2, most / spent));
    share = Math.max(SHARE_MIN, Math.min(1, share * change));
    trees = trees ? share >= TREES_SHARE : fits;
    newBytes = 0;
    bytes = 0;
  }

  /** Whether news may be told in this epoch. */
  boolean admits(RandomGenerator random) {
    return share >= 1 || random.nextDouble() < share;
  }

  /** Whether enough is told for trees. */
  boolean allowsTrees() {
    return trees;
  }
}
