package org.arcmesh.sim;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * What is still to happen, in total order: by tick, and within a tick in the order of adding.
 *
 * <p>A timing wheel of one level: a slot per tick up to the horizon, each a list in the order of
 * adding; what lies beyond waits in a heap and is moved to its slot before anything else can be
 * added there. Events live in parallel arrays, so that adding and taking one allocates nothing.
 */
final class EventQueue {
  /** 26 virtual seconds at 100 µs a tick: most timers are shorter. */
  private static final int SLOTS = 1 << 18;

  private static final int NONE = -1;

  private final int[] heads = new int[SLOTS];
  private final int[] tails = new int[SLOTS];
  private final long[] occupied = new long[SLOTS / 64];
  private final PriorityQueue<Far> far = new PriorityQueue<>();

  private long[] ticks = new long[1024];
  private int[] nexts = new int[1024];
  private byte[] kinds = new byte[1024];
  private int[] peers = new int[1024];
  private int[] details = new int[1024];
  private Object[] subjects = new Object[1024];
  private Object[] ways = new Object[1024];
  private int firstFree = NONE;
  private int used;
  private int size;
  private long farNumber;

  /** The tick up to which everything has been taken. */
  private long now;

  /** The event taken last. */
  private int taken = NONE;

  EventQueue() {
    Arrays.fill(heads, NONE);
  }

  private record Far(long tick, long number, int event) implements Comparable<Far> {
    @Override
    public int compareTo(Far other) {
      int order = Long.compare(tick, other.tick);
      return order != 0 ? order : Long.compare(number, other.number);
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
    ticks[event] = tick;
    kinds[event] = kind;
    peers[event] = peer;
    details[event] = detail;
    subjects[event] = subject;
    ways[event] = way;
    size++;
    if (tick < now + SLOTS) {
      append(event);
    } else {
      far.add(new Far(tick, farNumber++, event));
    }
  }

  /** Takes the next event if it is due until {@code tick}; its parts can be read until the next. */
  boolean take(long tick) {
    release();
    while (size > 0) {
      long next = nextTick();
      if (next > tick) {
        break;
      }
      advance(next);
      int slot = (int) (next & (SLOTS - 1));
      taken = heads[slot];
      heads[slot] = nexts[taken];
      if (heads[slot] == NONE) {
        occupied[slot >>> 6] &= ~(1L << slot);
      }
      size--;
      return true;
    }
    advance(Math.max(now, tick));
    return false;
  }

  long tick() {
    return ticks[taken];
  }

  byte kind() {
    return kinds[taken];
  }

  int peer() {
    return peers[taken];
  }

  int detail() {
    return details[taken];
  }

  Object subject() {
    return subjects[taken];
  }

  Object way() {
    return ways[taken];
  }

  /** Moves the horizon; what it reaches goes into the wheel, ahead of later additions. */
  private void advance(long tick) {
    now = tick;
    while (!far.isEmpty() && far.peek().tick() < now + SLOTS) {
      append(far.poll().event());
    }
  }

  private long nextTick() {
    int start = (int) (now & (SLOTS - 1));
    int word = start >>> 6;
    long bits = occupied[word] & (-1L << start);
    for (int scanned = 0; scanned <= occupied.length; scanned++) {
      if (bits != 0) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        return now + ((slot - start) & (SLOTS - 1));
      }
      word = (word + 1) & (occupied.length - 1);
      bits = occupied[word];
    }
    return far.peek().tick();
  }

  private void append(int event) {
    int slot = (int) (ticks[event] & (SLOTS - 1));
    nexts[event] = NONE;
    if (heads[slot] == NONE) {
      heads[slot] = event;
      occupied[slot >>> 6] |= 1L << slot;
    } else {
      nexts[tails[slot]] = event;
    }
    tails[slot] = event;
  }

  private int allocate() {
    if (firstFree != NONE) {
      int event = firstFree;
      firstFree = nexts[event];
      return event;
    }
    if (used == ticks.length) {
      int length = 2 * used;
      ticks = Arrays.copyOf(ticks, length);
      nexts = Arrays.copyOf(nexts, length);
      kinds = Arrays.copyOf(kinds, length);
      peers = Arrays.copyOf(peers, length);
      details = Arrays.copyOf(details, length);
      subjects = Arrays.copyOf(subjects, length);
      ways = Arrays.copyOf(ways, length);
    }
    return used++;
  }

  private void release() {
    if (taken != NONE) {
      subjects[taken] = null;
      ways[taken] = null;
      nexts[taken] = firstFree;
      firstFree = taken;
      taken = NONE;
    }
  }
}
