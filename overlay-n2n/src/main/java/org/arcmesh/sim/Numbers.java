package org.arcmesh.sim;

import java.util.Arrays;
import org.arcmesh.core.PeerId;

/**
 * The numbers of peers, from 0 in the order of adding, by their ids.
 *
 * <p>Every frame looks its receiver up. The table is of numbers alone, four bytes a peer and more,
 * so that of 10^5 peers stays in the cache. For one thread.
 */
public final class Numbers {
  private static final int NONE = -1;

  private PeerId[] ids = new PeerId[16];

  /** Open addressing with linear probing, at most half full; its length is a power of two. */
  private int[] table = empty(32);

  private int size;

  private static int[] empty(int length) {
    int[] table = new int[length];
    Arrays.fill(table, NONE);
    return table;
  }

  /** Gives {@code id} the next number. */
  public void add(PeerId id) {
    if (of(id) != NONE) {
      throw new AssertionError("two peers with the id " + id);
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      table = empty(2 * table.length);
      for (int number = 0; number < size; number++) {
        enter(number);
      }
    }
    ids[size] = id;
    enter(size++);
  }

  private void enter(int number) {
    int place = place(ids[number]);
    while (table[place] != NONE) {
      place = (place + 1) & (table.length - 1);
    }
    table[place] = number;
  }

  private int place(PeerId id) {
    // Ids are hashes, but made-up ones of tests differ in few bits.
    return (int) (Trace.mix(id.hashCode()) >>> 32) & (table.length - 1);
  }

  /** The number of {@code id}, or -1. */
  public int of(PeerId id) {
    for (int place = place(id); ; place = (place + 1) & (table.length - 1)) {
      int number = table[place];
      if (number == NONE || ids[number].equals(id)) {
        return number;
      }
    }
  }

  /** The id with that number. */
  public PeerId id(int number) {
    return ids[number];
  }
}
