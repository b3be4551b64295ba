package org.arcmesh.sampling.repair;

import java.time.Duration;

/**
 * Settings of partition detection and repair. The defaults are those of PROTOCOLS, section 3.
 *
 * @param beat time between two beats of a member of the identity set; 4 missed ones expire it
 * @param check time between two discovery checks that a peer may make
 * @param suspicion time over which a suspicion decays
 * @param isolation how long a peer is without arcs before it enters anew
 * @param round time after which more peers are chosen to join a foreign component
 * @param settled how long two components must have stayed one to be called so
 * @param signalingNode whether this peer is a signaling node and announces itself
 * @param merging whether partitions are looked for and mended; entry works without
 */
public record RepairConfig(
    Duration beat,
    Duration check,
    Duration suspicion,
    Duration isolation,
    Duration round,
    Duration settled,
    boolean signalingNode,
    boolean merging) {
  public static final RepairConfig DEFAULT =
      new RepairConfig(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          false,
          true);

  public RepairConfig {
    for (Duration time : new Duration[] {beat, check, suspicion, isolation, round, settled}) {
      if (time.toMillis() < 1) {
        throw new IllegalArgumentException("a time of " + time + " in the settings of repair");
      }
    }
  }

  /**
   * These settings with another beat, and the times counted in beats scaled with it; not what
   * counts handshakes: a testbed beats every second, so that a run sees in a minute what takes five
   * otherwise.
   */
  public RepairConfig withBeat(Duration beat) {
    return new RepairConfig(
        beat,
        scaled(check, beat),
        scaled(suspicion, beat),
        scaled(isolation, beat),
        round,
        settled,
        signalingNode,
        merging);
  }

  public RepairConfig withSignalingNode(boolean signalingNode) {
    return new RepairConfig(
        beat, check, suspicion, isolation, round, settled, signalingNode, merging);
  }

  public RepairConfig withMerging(boolean merging) {
    return new RepairConfig(
        beat, check, suspicion, isolation, round, settled, signalingNode, merging);
  }

  private Duration scaled(Duration time, Duration newBeat) {
    return Duration.ofMillis(
        Math.max(1, Math.round((double) time.toMillis() * newBeat.toMillis() / beat.toMillis())));
  }
}
