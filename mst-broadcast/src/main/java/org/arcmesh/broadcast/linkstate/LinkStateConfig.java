package org.arcmesh.broadcast.linkstate;

import java.time.Duration;

/**
 * Settings of link state.
 *
 * @param alpha how much deeper than the shortest path a LAST tree may be. PROTOCOLS 4: 1.5
 * @param settle how long changes of one's own links are collected before they are told. Guess
 * @param recordInterval time between two records of one origin at least. Guess
 * @param flush how long news of others are collected before they are passed on. Guess
 * @param digest time between two comparisons with a random neighbor, and between two looks at
 *     round-trip times
 * @param again time until the next comparison with a neighbor that knew other things. Guess
 * @param memory how long a record of a peer that is not reached is kept. Guess: longer than most
 *     partitions
 * @param recordsMax records kept; with more peers than that there are no trees. PROTOCOLS 4: 20,000
 */
public record LinkStateConfig(
    double alpha,
    Duration settle,
    Duration recordInterval,
    Duration flush,
    Duration digest,
    Duration again,
    Duration memory,
    int recordsMax) {
  public static final LinkStateConfig DEFAULT =
      new LinkStateConfig(
          1.5,
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMinutes(5),
          20_000);

  public LinkStateConfig {
    if (!(alpha > 1)) {
      throw new IllegalArgumentException("alpha must be more than 1, not " + alpha);
    }
    if (recordsMax < 2) {
      throw new IllegalArgumentException("recordsMax " + recordsMax + " leaves no room for a link");
    }
    if (settle.compareTo(recordInterval) > 0) {
      throw new IllegalArgumentException("settle " + settle + " is over " + recordInterval);
    }
  }
}
