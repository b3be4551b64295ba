package org.arcmesh.broadcast.backbone;

import java.time.Duration;

/**
 * Settings of the backbone.
 *
 * @param near ties to the nearest neighbors. Deviation: PROTOCOLS 4 has two. Near is mutual, so
 *     with two a peer has 6.7 ties and not the eight that PROTOCOLS 4 reckons with, and broadcasts
 *     are no sooner than a flood along all arcs; with three it has 8.2
 * @param random ties to random neighbors. PROTOCOLS 4
 * @param grantsMax ties that others may have to us. PROTOCOLS 4: in-degree cap 12
 * @param bridges further ties to neighbors that the backbone does not reach. Guess
 * @param tick time between two looks at the ties
 * @param ageMin a tie is not replaced before this age. Guess: ten round-trip samples
 * @param askTimeout an ask without an answer is forgotten. Guess
 * @param refusedPause a peer that refused is not asked again so soon. Guess
 * @param refresh time between two repetitions of an ask. Guess
 * @param expiry a grant is forgotten when the ask was not repeated for so long
 */
public record BackboneConfig(
    int near,
    int random,
    int grantsMax,
    int bridges,
    Duration tick,
    Duration ageMin,
    Duration askTimeout,
    Duration refusedPause,
    Duration refresh,
    Duration expiry) {
  public static final BackboneConfig DEFAULT =
      new BackboneConfig(
          3,
          2,
          12,
          2,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(35));

  public BackboneConfig {
    if (near < 0 || random < 0 || near + random < 1 || bridges < 0) {
      throw new IllegalArgumentException("a backbone of " + near + " near, " + random + " random");
    }
    if (grantsMax < near + random) {
      throw new IllegalArgumentException(
          "grantsMax " + grantsMax + " is less than what every peer asks for");
    }
    if (expiry.compareTo(refresh.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "expiry " + expiry + " must be at least two times refresh " + refresh);
    }
  }

  public BackboneConfig withNear(int near) {
    return new BackboneConfig(
        near, random, grantsMax, bridges, tick, ageMin, askTimeout, refusedPause, refresh, expiry);
  }
}
