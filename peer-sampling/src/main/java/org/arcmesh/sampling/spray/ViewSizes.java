package org.arcmesh.sampling.spray;

/**
 * The sizes of other views, as the latest partners told them: partners are random peers, so these
 * are a random sample.
 */
final class ViewSizes {
  /** Guess: some three cycles. With more a correction would follow what is long past, and swing. */
  private static final int KEPT_MAX = 6;

  private final int[] heard = new int[KEPT_MAX];
  private int count;
  private int next;

  void add(int arcs) {
    heard[next] = arcs;
    next = (next + 1) % KEPT_MAX;
    count = Math.min(count + 1, KEPT_MAX);
  }

  /** As {@link org.arcmesh.core.Protocol#prefetch}. */
  int prefetch() {
    return heard[0];
  }

  /** The mean of what was heard and our own size. */
  double mean(int own) {
    long sum = own;
    for (int i = 0; i < count; i++) {
      sum += heard[i];
    }
    return (double) sum / (count + 1);
  }
}
