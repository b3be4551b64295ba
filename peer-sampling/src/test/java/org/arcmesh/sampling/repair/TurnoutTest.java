package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** How many join the other side of a merge. */
class TurnoutTest {
  private static final double TINY = 1e-12;

  private static Turnout of(double peers) {
    DoubleSupplier size = () -> peers;
    Turnout turnout = new Turnout(size, null);
    turnout.begin();
    return turnout;
  }

  @Test
  void sixteenJoinAtFirstAndTwiceAsManyEachRoundUpToATenth() {
    Turnout turnout = of(1_000);

    assertEquals(0.016, turnout.next(), TINY);
    assertEquals(0.032, turnout.next(), TINY);
    assertEquals(0.064, turnout.next(), TINY);
    assertEquals(0.1, turnout.next(), TINY);
  }

  @Test
  void whereTheSidesAreOneAtOnceSixteenMixThem() {
    assertEquals(0.016, of(1_000).mixing(1_000), TINY);
  }

  @Test
  void thoseWhoHaveJoinedInRoundsMixSmallSides() {
    Turnout turnout = of(1_000);
    turnout.next();

    assertEquals(0, turnout.mixing(1_000), TINY);
  }

  @Test
  void oneInAHundredMixesLargeSidesWhoeverHasJoinedBefore() {
    Turnout turnout = of(50_000);
    assertEquals(0.01, turnout.mixing(50_000), TINY);
    turnout.next();

    assertEquals(0.01, turnout.mixing(50_000), TINY);
  }

  @Test
  void aFewPeersAreNotOverrunByManyThousands() {
    assertEquals(16, 50_000 * of(50_000).mixing(5), 1e-6);
    assertEquals(100, 50_000 * of(50_000).mixing(10_000), 1e-6);
  }

  @Test
  void noMoreMixThanTheNodesCanTake() {
    assertEquals(1_000, 500_000 * of(500_000).mixing(500_000), 1e-6);
  }
}
