package org.arcmesh.broadcast.linkstate;

import java.util.random.RandomGenerator;

/**
 * What news of links may cost. As every peer hears of every record, all measure the same, and when
 * it is too much each peer that has news keeps it for an epoch more often.
 */
final class Budget {
  /** With less than this share of what is to be told, trees are of yesterday. */
  private static final double TREES_SHARE = 0.5;

  private final int bytesPerSecond;
  private long bytes;
  private double share = 1;
  private boolean trees = true;

  Budget(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  void spend(LinkRecord record) {
    bytes += record.bytes();
  }

  void endEpoch(long millis) {
    double most = bytesPerSecond * millis / 1000.0;
    // By half or twice at once: what is measured follows what was decided two epochs ago.
    double change = bytes == 0 ? 2 : Math.max(0.5, Math.min(2, most / bytes));
    share = Math.min(1, share * change);
    trees = share >= 1 || trees && share >= TREES_SHARE;
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
