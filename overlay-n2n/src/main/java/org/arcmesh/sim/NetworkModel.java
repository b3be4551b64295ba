package org.arcmesh.sim;

import java.time.Duration;

/**
 * One-way delays, fixed for each pair of peers by the seed, the same in both directions.
 *
 * <p>All arithmetic is of {@link StrictMath} and integers, so every machine agrees.
 */
public sealed interface NetworkModel {

  /** All delays equal. */
  record Constant(Duration delay) implements NetworkModel {
    public Constant {
      requireDelay(delay);
    }
  }

  /** Delays spread evenly from {@code from} to {@code to}. */
  record Uniform(Duration from, Duration to) implements NetworkModel {
    public Uniform {
      requireDelay(from);
      requireDelay(to);
      if (to.compareTo(from) < 0) {
        throw new IllegalArgumentException(from + " to " + to + " is no range");
      }
    }
  }

  /**
   * The logarithm of the round trip in milliseconds is normal; a delay is half of it.
   *
   * @param mu mean of the logarithm
   * @param sigma its standard deviation
   */
  record LogNormal(double mu, double sigma) implements NetworkModel {
    public LogNormal {
      if (!(StrictMath.abs(mu) <= 20 && sigma >= 0 && sigma <= 5)) {
        throw new IllegalArgumentException("lognormal(" + mu + "," + sigma + ") is out of range");
      }
    }
  }

  /** No delay is shorter, in microseconds. */
  default long microsMin() {
    if (this instanceof Constant constant) {
      return constant.delay().toNanos() / 1000;
    }
    return this instanceof Uniform uniform ? uniform.from().toNanos() / 1000 : 0;
  }

  /** The delay between two peers in microseconds, at least 1. */
  default long micros(long seed, int left, int right) {
    long pair = ((long) Math.min(left, right) << 32) | Math.max(left, right);
    long bits = Trace.mix(seed ^ Trace.mix(pair));
    if (this instanceof Constant constant) {
      return atLeastOne(constant.delay().toNanos() / 1000);
    }
    if (this instanceof Uniform uniform) {
      long from = uniform.from().toNanos() / 1000;
      long width = uniform.to().toNanos() / 1000 - from;
      return atLeastOne(from + (long) (unit(bits) * (width + 1)));
    }
    LogNormal normal = (LogNormal) this;
    // Box and Muller's transform of two uniform numbers into a normal one.
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(bits)));
    double angle = 2 * StrictMath.PI * unit(Trace.mix(bits + 1));
    double gauss = radius * StrictMath.cos(angle);
    return atLeastOne((long) (StrictMath.exp(normal.mu() + normal.sigma() * gauss) * 1000 / 2));
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static long atLeastOne(long micros) {
    return Math.max(1, micros);
  }

  private static void requireDelay(Duration delay) {
    if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("a delay of " + delay + " is not within 0 to 1 min");
    }
  }
}
