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
      // Within a block, within a few, and more than once round the ring of blocks.
      long reach = List.of(50L, 1_000_000L, 300_000_000L).get(random.nextInt(3));
      long tick = now + random.nextLong(reach);
      added.add(new long[] {tick, number});
      queue.add(tick, (byte) 0, number, 0, "subject", null);
      if (random.nextInt(4) == 0) {
        now += random.nextLong(random.nextInt(100) == 0 ? 2_000_000 : 2_000);
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

  @Test
  void timeGoesOnWhileNothingHappensAndThenEventsComeInOrderAgain() {
    EventQueue queue = new EventQueue();
    queue.add(5, (byte) 0, 1, 0, "subject", null);
    long late = 1L << 45;

    assertTrue(queue.take(late));
    assertFalse(queue.take(late));
    queue.add(late + 400_000, (byte) 0, 3, 0, "subject", null);
    queue.add(late, (byte) 0, 2, 0, "subject", null);

    List<Integer> taken = new ArrayList<>();
    drain(queue, late + 1_000_000, taken);
    assertEquals(List.of(2, 3), taken);
  }

  @Test
  void whoseTurnComesSoonIsKnownBefore() {
    EventQueue queue = new EventQueue();
    for (int peer = 1; peer <= 4; peer++) {
      queue.add(100 * peer, (byte) 0, peer, 0, "subject", null);
    }
    assertTrue(queue.take(100));

    int[] events = new int[2];
    assertEquals(1, queue.due(200, events));
    assertEquals(2, queue.peer(events[0]));
    assertEquals(2, queue.due(400, events), "no more than fit");
    assertEquals(0, queue.due(199, events));
  }

  @Test
  void whatATakenEventWasAboutIsReadBack() {
    EventQueue queue = new EventQueue();
    queue.add(7, (byte) 2, 40, -5, "subject", "way");
    queue.add(7, (byte) 1, 41, 6, "other", null);

    assertTrue(queue.take(7));
    assertEquals(7, queue.tick());
    assertEquals(2, queue.kind());
    assertEquals(40, queue.peer());
    assertEquals(-5, queue.detail());
    assertEquals("subject", queue.subject());
    assertEquals("way", queue.way());

    assertTrue(queue.take(7));
    assertEquals("other", queue.subject());
    assertEquals(41, queue.peer());
  }

  private static void drain(EventQueue queue, long until, List<Integer> taken) {
    while (queue.take(until)) {
      taken.add(queue.peer());
    }
  }
}
