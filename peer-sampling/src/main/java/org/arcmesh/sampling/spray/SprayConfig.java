package org.arcmesh.sampling.spray;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.arcmesh.sampling.SamplerFactory;

/**
 * Settings of Spray.
 *
 * @param a the mean view converges to {@code a·ln N + b}. Spray paper: 1.
 * @param b see {@code a}. Spray paper: 0.
 * @param period time between two exchanges of one peer. The authors' browser code takes 2 minutes;
 *     one exchange sets up about 2·ln N arcs. Guess: 30 s, until measured.
 * @param resend time after which an exchange without an answer is sent again. Links are reliable,
 *     so only a replaced link needs it. Guess: 2 s.
 * @param correction whether {@link Spray#correct} changes the number of arcs; off to measure the
 *     protocol of the paper
 * @param arcsMax arcs to which others may bring a view; above, gifts are refused and counted. A
 *     view of 10^6 peers has 14; the neighbors of a contact through which everybody joins hold many
 *     for a cycle. Guess: 512.
 */
public record SprayConfig(
    double a, double b, Duration period, Duration resend, boolean correction, int arcsMax) {
  public static final SprayConfig DEFAULT =
      new SprayConfig(1, 0, Duration.ofSeconds(30), Duration.ofSeconds(2), true, 512);

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
    return new SprayConfig(a, b, period, resend, correction, arcsMax);
  }

  public SprayConfig withCorrection(boolean correction) {
    return new SprayConfig(a, b, period, resend, correction, arcsMax);
  }

  /** Makes samplers with these settings, but for the period. */
  public SamplerFactory factory() {
    return (period, links) -> new Spray(withPeriod(period), links);
  }

  /** How likely an arc that is lost from a view of that size is made up for by a copy. */
  double copied(int arcs) {
    return 1 - a / arcs - b / StrictMath.exp(arcs);
  }

  /** How many peers there are where views have that mean size. */
  double peers(double meanView) {
    return a == 0 ? 1 : Math.max(1, StrictMath.exp((meanView - b) / a));
  }

  /** The mean view that so many peers should have. */
  double meanView(double peers) {
    return a * StrictMath.log(peers) + b;
  }

  /**
   * The time from one cycle to the next.
   *
   * <p>Deviation: half a period to one and a half for whoever has a single arc. Two peers that have
   * one arc to all others between them hand it to each other. In fixed turns it may always be
   * handed on just before the turn of whoever has it, who would exchange with the others, until a
   * set-up of it fails. With turns left to chance one of them soon has its turn in time.
   */
  Duration untilNextCycle(int arcs, RandomGenerator random) {
    long millis = period.toMillis();
    return arcs == 1 ? Duration.ofMillis(millis / 2 + random.nextLong(millis + 1)) : period;
  }

  /** The jittered wait after Busy. Guess: a twentieth to a quarter of the period. */
  Duration retryAfter(RandomGenerator random) {
    long most = Math.max(1, period.toMillis() / 4);
    return Duration.ofMillis(random.nextLong(most / 5, most + 1));
  }
}
