package org.arcmesh.testbed.run;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What a run will do when; at one time in the order of adding. */
final class Agenda {
  private final PriorityQueue<Item> items =
      new PriorityQueue<>(Comparator.comparingDouble(Item::atMillis).thenComparing(Item::number));
  private long nextNumber;

  record Item(double atMillis, long number, Runnable action) {}

  void add(double atMillis, Runnable action) {
    items.add(new Item(atMillis, nextNumber++, action));
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** The next item, which is removed. */
  Item poll() {
    return items.poll();
  }
}
