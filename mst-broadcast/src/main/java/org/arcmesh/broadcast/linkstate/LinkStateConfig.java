package org.arcmesh.broadcast.linkstate;

import java.time.Duration;

/**
 * Settings of link state.
 *
 * @param alpha how much deeper than the shortest path a LAST tree may be. Deviation: PROTOCOLS 4
 *     has 1.5, where trees are made of all arcs. The backbone has few links, on which even shortest
 *     paths weigh 14 % more than the spanning tree: 1.5 would save 6 % of weight and cost 8 % of
 *     the mean latency and a quarter of the last one
 * @param epoch time between two epochs. PROTOCOLS 4: 5 s
 * @param settle how long changes of one's own links are collected before they are told. Guess
 * @param flush how long news of others are collected before they are passed on along the tree.
 *     Guess: some 20 hops of it take a fifth of an epoch
 * @param flood the same while there is no tree, and news go to all ties: most have heard it from
 *     others by then
 * @param again time until the next comparison with a neighbor that knew other things, and between
 *     comparisons while the tree does not reach us. Guess
 * @param bytesPerSecond what news may take per peer; beyond it peers tell less often, and if that
 *     is not enough there are no trees, and copies count. PROTOCOLS 4: 8 kB/s
 * @param recordsMax records kept; with more peers than that there are no trees. PROTOCOLS 4: 20,000
 */
public record LinkStateConfig(
    double alpha,
    Duration epoch,
    Duration settle,
    Duration flush,
    Duration flood,
    Duration again,
    int bytesPerSecond,
    int recordsMax) {
  public static final LinkStateConfig DEFAULT =
      new LinkStateConfig(
          1.1,
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          8_000,
          20_000);

  public LinkStateConfig {
    if (!(alpha > 1)) {
      throw new IllegalArgumentException("alpha must be more than 1, not " + alpha);
    }
    if (recordsMax < 2) {
      throw new IllegalArgumentException("recordsMax " + recordsMax + " leaves no room for a link");
    }
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond + " lets nobody speak");
    }
    if (settle.compareTo(epoch) > 0 || flood.multipliedBy(4).compareTo(epoch) > 0) {
      throw new IllegalArgumentException(
          "settle " + settle + " or flood " + flood + " is too long for an epoch of " + epoch);
    }
  }

  public LinkStateConfig withEpoch(Duration epoch) {
    return new LinkStateConfig(
        alpha, epoch, settle, flush, flood, again, bytesPerSecond, recordsMax);
  }

  public LinkStateConfig withAlpha(double alpha) {
    return new LinkStateConfig(
        alpha, epoch, settle, flush, flood, again, bytesPerSecond, recordsMax);
  }

  public LinkStateConfig withBytesPerSecond(int bytesPerSecond) {
    return new LinkStateConfig(
        alpha, epoch, settle, flush, flood, again, bytesPerSecond, recordsMax);
  }

  public LinkStateConfig withRecordsMax(int recordsMax) {
    return new LinkStateConfig(
        alpha, epoch, settle, flush, flood, again, bytesPerSecond, recordsMax);
  }
}
