package org.arcmesh.testbed.scenario;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How one-way delays of pairs of peers are distributed, in milliseconds. */
public sealed interface Distribution {

  /** One draw, in milliseconds. */
  double draw(RandomGenerator random);

  /** Always the same. */
  record Constant(double millis) implements Distribution {
    @Override
    public double draw(RandomGenerator random) {
      return millis;
    }
  }

  /** Any value from {@code low} to {@code high}, equally likely. */
  record Uniform(double low, double high) implements Distribution {
    public Uniform {
      if (low > high) {
        throw new IllegalArgumentException("uniform from " + low + " ms down to " + high + " ms");
      }
    }

    @Override
    public double draw(RandomGenerator random) {
      return low + (high - low) * random.nextDouble();
    }
  }

  /** The logarithm of the milliseconds is normal: {@code mu} its mean, {@code sigma} its sd. */
  record LogNormal(double mu, double sigma) implements Distribution {
    public LogNormal {
      if (mu > 12 || sigma > 3) {
        throw new IllegalArgumentException(
            "lognormal(" + mu + ", " + sigma + ") has delays of hours");
      }
    }

    @Override
    public double draw(RandomGenerator random) {
      return Math.exp(mu + sigma * random.nextGaussian());
    }
  }

  /**
   * Reads {@code constant(10ms)}, {@code uniform(10ms, 50ms)} or {@code lognormal(4.663, 0.956)}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static Distribution parse(String text) {
    Matcher call = Pattern.compile("([A-Za-z]+)\\s*\\(([^()]*)\\)").matcher(text.strip());
    if (!call.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no distribution such as uniform(10ms, 50ms)");
    }
    String[] given = call.group(2).split(",", -1);
    String name = call.group(1).toLowerCase(Locale.ROOT);
    int wanted = name.equals("constant") ? 1 : 2;
    if (!List.of("constant", "uniform", "lognormal").contains(name)) {
      throw new IllegalArgumentException(
          Words.unknown("distribution", name, List.of("constant", "uniform", "lognormal")));
    }
    if (given.length != wanted) {
      throw new IllegalArgumentException(
          name
              + " takes "
              + wanted
              + " value"
              + (wanted == 1 ? "" : "s")
              + ", not '"
              + call.group(2)
              + "'");
    }
    if (name.equals("constant")) {
      return new Constant(Units.millis(given[0]));
    }
    if (name.equals("uniform")) {
      return new Uniform(Units.millis(given[0]), Units.millis(given[1]));
    }
    return new LogNormal(number(given[0]), number(given[1]));
  }

  private static double number(String text) {
    if (!text.strip().matches("\\d{1,6}(\\.\\d{1,9})?")) {
      throw new IllegalArgumentException("'" + text.strip() + "' is no number");
    }
    return Double.parseDouble(text.strip());
  }
}
