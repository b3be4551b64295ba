package org.arcmesh.sim;

import java.util.Arrays;

/**
 * What the peers of one shard have sent to those of another since the last barrier, in the order of
 * sending.
 */
final class Mail {
  private static final int NUMBERS = 3;
  private static final int OBJECTS = 2;

  private long[] ticks = new long[16];
  private int[] numbers = new int[16 * NUMBERS];
  private Object[] objects = new Object[16 * OBJECTS];
  private int size;
  private long firstTick = Long.MAX_VALUE;

  /** As {@link EventQueue#add}. */
  void add(long tick, byte kind, int peer, int detail, Object subject, Object way) {
    if (size == ticks.length) {
      ticks = Arrays.copyOf(ticks, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size * NUMBERS);
      objects = Arrays.copyOf(objects, 2 * size * OBJECTS);
    }
    ticks[size] = tick;
    numbers[size * NUMBERS] = kind;
    numbers[size * NUMBERS + 1] = peer;
    numbers[size * NUMBERS + 2] = detail;
    objects[size * OBJECTS] = subject;
    objects[size * OBJECTS + 1] = way;
    size++;
    firstTick = Math.min(firstTick, tick);
  }

  /** When the first of it is due; the greatest number if there is none. */
  long firstTick() {
    return firstTick;
  }

  /** Moves all of it to the queue of the shard that it is for. */
  void moveTo(EventQueue queue) {
    for (int i = 0; i < size; i++) {
      queue.add(
          ticks[i],
          (byte) numbers[i * NUMBERS],
          numbers[i * NUMBERS + 1],
          numbers[i * NUMBERS + 2],
          objects[i * OBJECTS],
          objects[i * OBJECTS + 1]);
    }
    Arrays.fill(objects, 0, size * OBJECTS, null);
    size = 0;
    firstTick = Long.MAX_VALUE;
  }
}
