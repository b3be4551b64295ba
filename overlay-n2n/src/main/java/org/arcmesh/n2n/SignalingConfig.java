package org.arcmesh.n2n;

import java.time.Duration;

/**
 * Settings of links and of their signaling.
 *
 * @param heartbeat time between two heartbeats on a link that either end uses; on others they
 *     become ever rarer
 * @param silence how long a neighbor may be silent on a link that is used, and on others that much
 *     beyond three quarters of their disuse; with half a heartbeat of checking it is seen down
 *     {@code silence + heartbeat / 2} after its last word at the latest
 * @param grace how long a link without arcs and holds stays open, to be revived or to mediate
 * @param openDeadline how long one attempt to open a link may take
 * @param maxLinks links and attempts at once; over it offers are refused, but the longest unused
 *     link makes room
 * @param relaysPerSecond signals that one neighbor or guest may have forwarded, on average; twice
 *     that in one burst
 */
public record SignalingConfig(
    Duration heartbeat,
    Duration silence,
    Duration grace,
    Duration openDeadline,
    int maxLinks,
    int relaysPerSecond) {
  /**
   * Heartbeat and silence: a failure is seen within 3.5 s. Grace and deadline: PROTOCOLS 1. Links:
   * Guess, the arcs that eight exchanges leave behind in a grace period. Relays: Guess, an exchange
   * of a peer of 10^6 opens 14 arcs.
   */
  public static final SignalingConfig DEFAULT =
      new SignalingConfig(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          128,
          64);

  public SignalingConfig {
    if (heartbeat.isNegative() || heartbeat.isZero()) {
      throw new IllegalArgumentException("heartbeat " + heartbeat + " must be positive");
    }
    if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "silence " + silence + " must be at least two heartbeats of " + heartbeat);
    }
    if (grace.isNegative() || openDeadline.compareTo(heartbeat) < 0) {
      throw new IllegalArgumentException("grace is negative or openDeadline under a heartbeat");
    }
    if (maxLinks < 2 || relaysPerSecond < 1) {
      throw new IllegalArgumentException("maxLinks is under 2 or relaysPerSecond under 1");
    }
  }
}
