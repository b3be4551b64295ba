package org.arcmesh.sampling.cyclon;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.arcmesh.sampling.SamplerFactory;

/**
 * Settings of Cyclon.
 *
 * @param view how many neighbors a peer has at most; the paper's c. The comparison of the Spray
 *     paper takes 7 for 1,000 peers and 9 for 10,000: ln N.
 * @param shuffle how many entries are exchanged at most; the paper's l. Spray's comparison: 3.
 * @param period time between two shuffles of one peer; the paper's ΔT
 * @param resend time after which a shuffle without an answer is sent again. Links are reliable, so
 *     only a replaced link needs it. Guess: 2 s.
 */
public record CyclonConfig(int view, int shuffle, Duration period, Duration resend) {
  public static final CyclonConfig DEFAULT =
      new CyclonConfig(8, 3, Duration.ofSeconds(30), Duration.ofSeconds(2));

  public CyclonConfig {
    // "1 ≤ l ≤ c"
    if (shuffle < 1 || shuffle > view || view > CyclonMessage.ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "a shuffle of "
              + shuffle
              + " in a view of "
              + view
              + ": must be 1 <= shuffle <= view <= "
              + CyclonMessage.ENTRIES_MAX);
    }
    if (period.toMillis() < 1 || resend.toMillis() < 1) {
      throw new IllegalArgumentException("period " + period + " and resend " + resend);
    }
  }

  /** These settings with another period. */
  public CyclonConfig withPeriod(Duration period) {
    return new CyclonConfig(view, shuffle, period, resend);
  }

  /** Makes samplers with these settings, but for the period. */
  public SamplerFactory factory() {
    return (period, links) -> new Cyclon(withPeriod(period), links);
  }

  /** The jittered wait after Busy. Guess, as in Spray: a twentieth to a quarter of the period. */
  Duration retryAfter(RandomGenerator random) {
    long most = Math.max(1, period.toMillis() / 4);
    return Duration.ofMillis(random.nextLong(most / 5, most + 1));
  }
}
