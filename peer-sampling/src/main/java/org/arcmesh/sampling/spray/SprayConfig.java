package org.arcmesh.sampling.spray;

import java.time.Duration;

/**
 * Settings of Spray.
 *
 * @param a the mean view converges to {@code a·ln N + b}. Spray paper: 1.
 * @param b see {@code a}. Spray paper: 0.
 * @param period time between two exchanges of one peer. The authors' browser code takes 2 minutes;
 *     one exchange sets up about 2·ln N arcs. Guess: 30 s, until measured.
 * @param resend time after which an exchange without an answer is sent again. Links are reliable,
 *     so only a replaced link needs it. Guess: 2 s.
 * @param arcsMax arcs to which others may bring a view; above, gifts are refused and counted. A
 *     view of 10^6 peers has 14; the neighbors of a contact through which everybody joins hold many
 *     for a cycle. Guess: 512.
 */
public record SprayConfig(double a, double b, Duration period, Duration resend, int arcsMax) {
  public static final SprayConfig DEFAULT =
      new SprayConfig(1, 0, Duration.ofSeconds(30), Duration.ofSeconds(2), 512);

  public SprayConfig {
    if (!(a >= 0) || !(b >= 0)) {
      throw new IllegalArgumentException("a " + a + " and b " + b + " must not be negative");
    }
    if (period.toMillis() < 1 || resend.toMillis() < 1) {
      throw new IllegalArgumentException("period " + period + " and resend " + resend);
    }
    if (arcsMax < 1 || arcsMax > SprayMessage.SAMPLE_MAX) {
      throw new IllegalArgumentException(
          "arcsMax " + arcsMax + " is not within 1.." + SprayMessage.SAMPLE_MAX);
    }
  }

  /** These settings with another period. */
  public SprayConfig withPeriod(Duration period) {
    return new SprayConfig(a, b, period, resend, arcsMax);
  }
}
