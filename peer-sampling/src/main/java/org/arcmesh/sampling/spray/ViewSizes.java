package org.arcmesh.sampling.spray;

import java.util.ArrayDeque;

/**
 * The sizes of other views, as the latest partners told them: partners are random peers, so these
 * are a random sample.
 */
final class ViewSizes {
  /** Guess: some three cycles. With more a correction would follow what is long past, and swing. */
  private static final int KEPT_MAX = 6;

  private final ArrayDeque<Integer> heard = new ArrayDeque<>();

  void add(int arcs) {
    if (heard.size() == KEPT_MAX) {
      heard.removeFirst();
    }
    heard.addLast(arcs);
  }

  /** The mean of what was heard and our own size. */
  double mean(int own) {
    long sum = own;
    for (int arcs : heard) {
      sum += arcs;
    }
    return (double) sum / (heard.size() + 1);
  }
}
