package org.arcmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  /** Against a stable sort, which is what a total order by time and number of adding means. */
  @Test
  void eventsComeByTimeAndThenInTheOrderOfAdding() {
    SplittableRandom random = new SplittableRandom(1);
    EventQueue queue = new EventQueue();
    List<long[]> added = new ArrayList<>();
    for (int number = 0; number < 5_000; number++) {
      long time = random.nextLong(500);
      added.add(new long[] {time, number});
      queue.add(time, new Event(number, 0, () -> {}));
    }

    List<Integer> polled = new ArrayList<>();
    while (!queue.isEmpty()) {
      polled.add(queue.poll().peer());
    }

    added.sort(Comparator.comparingLong(event -> event[0]));
    assertEquals(added.stream().map(event -> (int) event[1]).toList(), polled);
  }
}
