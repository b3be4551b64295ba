package org.arcmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  /** Against a stable sort, which is what a total order by tick and order of adding means. */
  @Test
  void eventsComeByTickAndThenInTheOrderOfAdding() {
    SplittableRandom random = new SplittableRandom(1);
    EventQueue queue = new EventQueue();
    List<long[]> added = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    long now = 0;
    for (int number = 0; number < 20_000; number++) {
      // Within a slot, within the wheel, and beyond its horizon.
      long tick = now + random.nextLong(random.nextBoolean() ? 50 : 1_000_000);
      added.add(new long[] {tick, number});
      queue.add(tick, (byte) 0, number, 0, "subject", null);
      if (random.nextInt(4) == 0) {
        now += random.nextLong(2_000);
        drain(queue, now, taken);
      }
    }

    drain(queue, Long.MAX_VALUE / 2, taken);

    added.sort(Comparator.comparingLong(event -> event[0]));
    assertEquals(added.stream().map(event -> (int) event[1]).toList(), taken);
  }

  @Test
  void anEventIsNotDueBeforeItsTick() {
    EventQueue queue = new EventQueue();
    queue.add(300_000, (byte) 0, 1, 0, "subject", null);

    assertFalse(queue.take(299_999));
    assertTrue(queue.take(300_000));
    assertEquals(300_000, queue.tick());
    assertFalse(queue.take(400_000));
  }

  private static void drain(EventQueue queue, long until, List<Integer> taken) {
    while (queue.take(until)) {
      taken.add(queue.peer());
    }
  }
}
