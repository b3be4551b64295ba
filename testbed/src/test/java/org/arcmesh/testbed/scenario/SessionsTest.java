package org.arcmesh.testbed.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final int DRAWS = 100_000;
  private static final double MINUTE = 60_000;

  @Test
  void aRateIsThatOfExponentialSessions() {
    assertEquals(new Sessions(1, 100 * MINUTE), Sessions.ofRate("1%/min"));
    assertEquals(new Sessions(1, 100 * MINUTE), Sessions.parse("exponential(100min)"));
  }

  @Test
  void sessionsHaveTheMeanOfTheirDistribution() {
    // The mean is scale · Γ(1 + 1/shape); Γ(2) = 1, Γ(3) = 2, Γ(1.5) = √π / 2.
    assertMean(10, Sessions.parse("exponential(10s)")::draw);
    assertMean(20, Sessions.parse("weibull(0.5, 10s)")::draw);
    assertMean(10 * StrictMath.sqrt(StrictMath.PI) / 2, Sessions.parse("weibull(2, 10s)")::draw);
  }

  @Test
  void whoIsMetAtARandomMomentStaysOnForTheMeanRestOfASession() {
    // E[X²] / 2 E[X] = scale · Γ(1 + 2/shape) / 2 Γ(1 + 1/shape).
    assertMean(10, Sessions.parse("exponential(10s)")::drawRest);
    assertMean(60, Sessions.parse("weibull(0.5, 10s)")::drawRest);
    assertMean(10 / StrictMath.sqrt(StrictMath.PI), Sessions.parse("weibull(2, 10s)")::drawRest);
  }

  private static void assertMean(double seconds, ToDoubleFunction<RandomGenerator> draw) {
    RandomGenerator random = new SplittableRandom(7);
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      double drawn = draw.applyAsDouble(random);
      assertTrue(drawn >= 0);
      sum += drawn;
    }
    assertEquals(seconds, sum / DRAWS / 1_000, 0.03 * seconds);
  }
}
