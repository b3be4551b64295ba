package org.arcmesh.bootstrap.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RateLimits<Integer> limits = new RateLimits<>(60, 3);

  @Test
  void eachHasABurstAndThenItsRate() {
    assertEquals(3, taken(1, 0));
    assertEquals(3, taken(2, 0));
    assertEquals(2, taken(1, 2 * SECOND));
    assertEquals(3, taken(1, 1_000 * SECOND));
  }

  @Test
  void remembersOnlySoManyAndForgetsFirstWhoSaidNothingForLongest() {
    taken(1, 0);
    for (int other = 2; other <= RateLimits.REMEMBERED_MAX; other++) {
      limits.tryTake(other, 0);
    }

    assertFalse(limits.tryTake(1, 0));
    limits.tryTake(-1, 0); // One too many: 2 is forgotten.
    assertFalse(limits.tryTake(1, 0));
    assertEquals(3, taken(2, 0));
  }

  @Test
  void takesOneAtATimeHoweverSmallTheBurst() {
    assertTrue(new RateLimits<Integer>(1, 0.25).tryTake(1, 0));
  }

  private int taken(int of, long now) {
    int taken = 0;
    while (limits.tryTake(of, now)) {
      taken++;
    }
    return taken;
  }
}
