package org.arcmesh.bootstrap.signaling;

/**
 * What one caller of a signaling node may take of it, whatever the others leave.
 *
 * @param socketsPerAddress at once, from one address (of IPv6: from one /64)
 * @param callsPerMinute from one address, with a quarter of them at once
 * @param entriesPerMinute of one key, with half of them at once
 */
public record CallerLimits(int socketsPerAddress, int callsPerMinute, int entriesPerMinute) {
  /**
   * Guesses: a router of a school, behind which a class of thirty starts at once; a newcomer that
   * enters, fails, and enters again with pauses of a second and more.
   */
  public static final CallerLimits PUBLIC = new CallerLimits(64, 240, 20);

  /** On loopback and in local networks many peers are at one address. */
  public static final CallerLimits PRIVATE = new CallerLimits(1_024, 60_000, 20);

  public CallerLimits {
    if (socketsPerAddress < 1 || callsPerMinute < 1 || entriesPerMinute < 1) {
      throw new IllegalArgumentException("limits of callers are at least 1");
    }
  }
}
