package org.arcmesh.broadcast.linkstate;

/** Where a peer is among others that are in order. */
final class Origins {
  private Origins() {}

  /**
   * As {@link java.util.Arrays#binarySearch(long[], long)}, in the order of prefixes, which have no
   * sign.
   *
   * @return the place of {@code origin}, or {@code -place - 1} of where it would be
   */
  static int find(long[] ascending, long origin) {
    int low = 0;
    int high = ascending.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(ascending[middle], origin);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
