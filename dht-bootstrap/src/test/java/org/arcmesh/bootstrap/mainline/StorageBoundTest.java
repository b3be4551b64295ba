package org.arcmesh.bootstrap.mainline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StorageBoundTest {
  private static final long LATER = TimeUnit.SECONDS.toNanos(2);

  private final StorageBound bound = new StorageBound(10);

  @Test
  void admitsAsManyItemsAsThereIsRoomFor() {
    assertTrue(bound.admits(0, () -> 8));
    assertTrue(bound.admits(0, () -> 8));
    assertFalse(bound.admits(0, () -> 8));
  }

  @Test
  void admitsAgainWhenItemsHaveExpired() {
    bound.admits(0, () -> 10);

    assertTrue(bound.admits(LATER, () -> 9));
    assertFalse(bound.admits(LATER, () -> 0), "counted once a second only");
  }
}
