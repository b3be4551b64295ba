package org.arcmesh.testbed.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long peers stay: a Weibull distribution, of which the exponential one is that of shape 1.
 *
 * <p>Measured ones: KAD weibull(0.615, 169.5min) (Steiner et al. 2007), BitTorrent weibull(0.38,
 * 42.4min) (Stutzbach and Rejaie 2006).
 *
 * @param shape below 1 many sessions are short and few are very long
 * @param scaleMillis the time within which 63 % of the sessions end
 */
public record Sessions(double shape, double scaleMillis) {
  private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\s*\\(([^()]*)\\)");
  private static final List<String> NAMES = List.of("weibull", "exponential");
  private static final double SHAPE_MIN = 0.2;
  private static final double SHAPE_MAX = 10;
  private static final Function<String, Duration> TIME =
      Values.timeWithin(Duration.ofSeconds(1), Duration.ofHours(1_000));

  /**
   * Reads {@code weibull(0.38, 42.4min)} or {@code exponential(10min)}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static Sessions parse(String text) {
    Matcher call = CALL.matcher(text.strip());
    if (!call.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no distribution such as weibull(0.38, 42.4min)");
    }
    String name = call.group(1);
    String[] given = call.group(2).split(",", -1);
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(Words.unknown("distribution", name, NAMES));
    }
    boolean shaped = name.equals("weibull");
    if (given.length != (shaped ? 2 : 1)) {
      throw new IllegalArgumentException(
          name
              + " takes "
              + (shaped ? "a shape and a time" : "a time")
              + ", not '"
              + call.group(2)
              + "'");
    }
    return new Sessions(shaped ? shape(given[0].strip()) : 1, time(given[given.length - 1]));
  }

  /** Those of peers of which {@code 1%/min} go, whenever they came. */
  static Sessions ofRate(String text) {
    double perSecond = Units.shareRate(text);
    if (perSecond <= 0 || perSecond > 1) {
      throw new IllegalArgumentException("'" + text + "' is not between 0%/s and 100%/s");
    }
    return new Sessions(1, 1_000 / perSecond);
  }

  private static double time(String text) {
    return TIME.apply(text.strip()).toMillis();
  }

  private static double shape(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,9})?")) {
      throw new IllegalArgumentException("'" + text + "' is no number");
    }
    double shape = Double.parseDouble(text);
    if (shape < SHAPE_MIN || shape > SHAPE_MAX) {
      throw new IllegalArgumentException(
          "a shape of " + text + " is not within " + SHAPE_MIN + ".." + SHAPE_MAX);
    }
    return shape;
  }

  /** How long a peer that comes stays, in ms. */
  public double draw(RandomGenerator random) {
    return scaled(exponential(random));
  }

  /**
   * How long a peer stays on that is met at a random moment, in ms.
   *
   * <p>Long sessions are met more often: in the proportion of their length, which for a Weibull
   * distribution is a gamma distribution of (length / scale)^shape. Any moment of it is as likely.
   */
  public double drawRest(RandomGenerator random) {
    return scaled(gamma(1 + 1 / shape, random)) * random.nextDouble();
  }

  private double scaled(double unit) {
    return scaleMillis * StrictMath.pow(unit, 1 / shape);
  }

  private static double exponential(RandomGenerator random) {
    return -StrictMath.log(1 - random.nextDouble());
  }

  /** Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; shape from 1. */
  private static double gamma(double shape, RandomGenerator random) {
    double d = shape - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double normal = normal(random);
      double root = 1 + c * normal;
      double v = root * root * root;
      if (root > 0
          && StrictMath.log(1 - random.nextDouble())
              < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }

  private static double normal(RandomGenerator random) {
    return StrictMath.sqrt(2 * exponential(random))
        * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
