package org.arcmesh.sim;

import java.util.Arrays;

/**
 * What is still to happen, in total order: by tick, and within a tick in the order of adding.
 *
 * <p>A timing wheel of two levels. The first has a slot per tick and holds two blocks of ticks: the
 * present one and the next. The second has a slot per block, up to many hours ahead; when its block
 * becomes the next one, its events move to the first level in the order of adding, before anything
 * else can be added there. A slot is a stack, which is turned round when its time has come: so
 * adding an event touches none of the 10^6 others that wait. Events live in two arrays; adding and
 * taking one allocates nothing.
 */
final class EventQueue {
  private static final int NONE = -1;

  /** A block is 13 virtual seconds at 100 µs a tick: most events go no further than the next. */
  private static final int BLOCK_BITS = 17;

  private static final int SLOTS = 2 << BLOCK_BITS;

  /** Three and a half hours; what lies beyond goes round once more. */
  private static final int BLOCKS = 1 << 10;

  // The numbers of an event, side by side.
  private static final int TICK_HIGH = 0;
  private static final int TICK_LOW = 1;
  private static final int NEXT = 2;
  private static final int PEER = 3;
  private static final int DETAIL = 4;
  private static final int KIND = 5;
  private static final int NUMBERS = 6;

  // The objects of an event.
  private static final int SUBJECT = 0;
  private static final int WAY = 1;
  private static final int OBJECTS = 2;

  private final Slots ticks = new Slots(SLOTS);
  private final Slots blocks = new Slots(BLOCKS);

  private int[] numbers = new int[1024 * NUMBERS];
  private Object[] objects = new Object[1024 * OBJECTS];
  private int firstFree = NONE;
  private int used;
  private int size;

  /** The tick up to which everything has been taken. */
  private long now;

  /** The event taken last. */
  private int taken = NONE;

  // The events of the present tick, in the order of adding.
  private int first = NONE;
  private int last = NONE;

  /** A ring of stacks of events. */
  private final class Slots {
    private final int[] tops;
    private final long[] occupied;

    Slots(int length) {
      tops = new int[length];
      occupied = new long[length / Long.SIZE];
    }

    void push(int slot, int event) {
      long bit = 1L << slot;
      boolean empty = (occupied[slot >>> 6] & bit) == 0;
      numbers[event * NUMBERS + NEXT] = empty ? NONE : tops[slot];
      tops[slot] = event;
      occupied[slot >>> 6] |= bit;
    }

    /** Empties a slot: the event that was added first, each followed by the next; or none. */
    int takeAll(int slot) {
      long bit = 1L << slot;
      if ((occupied[slot >>> 6] & bit) == 0) {
        return NONE;
      }
      occupied[slot >>> 6] &= ~bit;
      int following = NONE;
      for (int event = tops[slot]; event != NONE; ) {
        int before = numbers[event * NUMBERS + NEXT];
        numbers[event * NUMBERS + NEXT] = following;
        following = event;
        event = before;
      }
      return following;
    }

    /** How far the next slot in use is from {@code slot}, round the ring; or none. */
    int distance(int slot) {
      int word = slot >>> 6;
      long bits = occupied[word] & (-1L << slot);
      for (int scanned = 0; scanned <= occupied.length; scanned++) {
        if (bits != 0) {
          int found = (word << 6) + Long.numberOfTrailingZeros(bits);
          return (found - slot) & (tops.length - 1);
        }
        word = (word + 1) & (occupied.length - 1);
        bits = occupied[word];
      }
      return NONE;
    }
  }

  /**
   * Adds an event.
   *
   * @param tick when; not before the event taken last
   * @param kind what kind
   * @param peer to whom
   * @param detail a number that goes with it
   * @param subject what it is about
   * @param way how it got there, or null
   */
  void add(long tick, byte kind, int peer, int detail, Object subject, Object way) {
    if (tick < now) {
      throw new AssertionError("an event at tick " + tick + ", but it is " + now);
    }
    int event = allocate();
    int at = event * NUMBERS;
    numbers[at + TICK_HIGH] = (int) (tick >>> 32);
    numbers[at + TICK_LOW] = (int) tick;
    numbers[at + PEER] = peer;
    numbers[at + DETAIL] = detail;
    numbers[at + KIND] = kind;
    objects[event * OBJECTS + SUBJECT] = subject;
    objects[event * OBJECTS + WAY] = way;
    size++;
    place(event, tick);
  }

  private void place(int event, long tick) {
    long block = tick >>> BLOCK_BITS;
    if (tick == now) {
      append(event);
    } else if (block <= (now >>> BLOCK_BITS) + 1) {
      ticks.push((int) tick & (SLOTS - 1), event);
    } else {
      blocks.push((int) block & (BLOCKS - 1), event);
    }
  }

  private void append(int event) {
    numbers[event * NUMBERS + NEXT] = NONE;
    if (first == NONE) {
      first = event;
    } else {
      numbers[last * NUMBERS + NEXT] = event;
    }
    last = event;
  }

  /** Takes the next event if it is due until {@code tick}; its parts can be read until the next. */
  boolean take(long tick) {
    release();
    while (first == NONE && size > 0) {
      long next = following();
      if (next > tick) {
        break;
      }
      advance(next);
    }
    if (first == NONE) {
      advance(Math.max(now, tick));
      return false;
    }
    taken = first;
    first = numbers[taken * NUMBERS + NEXT];
    size--;
    return true;
  }

  /**
   * A tick before which nothing is due, and as long as it is within seconds, that of the next
   * event; the greatest number if there is none.
   */
  long nextTick() {
    if (first != NONE) {
      return now;
    }
    return size == 0 ? Long.MAX_VALUE : following();
  }

  /**
   * Puts events that are due until {@code tick} into {@code events}, as many as fit, in no order;
   * those that are more than some seconds ahead are left out.
   *
   * @return how many
   */
  int due(long tick, int[] events) {
    int count = 0;
    for (long at = now; at <= tick && count < events.length; at++) {
      int distance = ticks.distance((int) at & (SLOTS - 1));
      if (distance == NONE || at + distance > tick) {
        break;
      }
      at += distance;
      for (int event = ticks.tops[(int) at & (SLOTS - 1)];
          event != NONE && count < events.length;
          event = numbers[event * NUMBERS + NEXT]) {
        events[count++] = event;
      }
    }
    return count;
  }

  private long following() {
    int distance = ticks.distance((int) now & (SLOTS - 1));
    return distance != NONE ? now + distance : nextBlock() << BLOCK_BITS;
  }

  /** The block before the first one of which events are in the second level. */
  private long nextBlock() {
    long block = (now >>> BLOCK_BITS) + 2;
    return block + blocks.distance((int) block & (BLOCKS - 1)) - 1;
  }

  /** Moves the present, of which nothing is left, and what comes near with it. */
  private void advance(long tick) {
    long from = now >>> BLOCK_BITS;
    long to = tick >>> BLOCK_BITS;
    now = tick;
    // Without events there is nothing to move, however far this goes.
    for (long block = size == 0 ? to : from; block < to; block++) {
      int event = blocks.takeAll((int) (block + 2) & (BLOCKS - 1));
      while (event != NONE) {
        int following = numbers[event * NUMBERS + NEXT];
        place(event, tickOf(event));
        event = following;
      }
    }
    int event = ticks.takeAll((int) now & (SLOTS - 1));
    while (event != NONE) {
      int following = numbers[event * NUMBERS + NEXT];
      append(event);
      event = following;
    }
  }

  long tick() {
    return tickOf(taken);
  }

  byte kind() {
    return kind(taken);
  }

  int peer() {
    return peer(taken);
  }

  int detail() {
    return detail(taken);
  }

  Object subject() {
    return subject(taken);
  }

  Object way() {
    return way(taken);
  }

  // The same of an event that is due.

  byte kind(int event) {
    return (byte) numbers[event * NUMBERS + KIND];
  }

  int peer(int event) {
    return numbers[event * NUMBERS + PEER];
  }

  int detail(int event) {
    return numbers[event * NUMBERS + DETAIL];
  }

  Object subject(int event) {
    return objects[event * OBJECTS + SUBJECT];
  }

  Object way(int event) {
    return objects[event * OBJECTS + WAY];
  }

  private long tickOf(int event) {
    int at = event * NUMBERS;
    return (long) numbers[at + TICK_HIGH] << 32 | numbers[at + TICK_LOW] & 0xffffffffL;
  }

  private int allocate() {
    if (firstFree != NONE) {
      int event = firstFree;
      firstFree = numbers[event * NUMBERS + NEXT];
      return event;
    }
    if ((used + 1) * NUMBERS > numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * used * NUMBERS);
      objects = Arrays.copyOf(objects, 2 * used * OBJECTS);
    }
    return used++;
  }

  private void release() {
    if (taken != NONE) {
      objects[taken * OBJECTS + SUBJECT] = null;
      objects[taken * OBJECTS + WAY] = null;
      numbers[taken * NUMBERS + NEXT] = firstFree;
      firstFree = taken;
      taken = NONE;
    }
  }
}
