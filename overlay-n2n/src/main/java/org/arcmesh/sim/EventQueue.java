package org.arcmesh.sim;

import java.util.Arrays;

/**
 * What is still to happen, in total order: by time, and at one time in the order of adding.
 *
 * <p>A four-ary heap over parallel arrays, so that comparing two events touches no object.
 */
final class EventQueue {
  private long[] times = new long[1024];
  private long[] numbers = new long[1024];
  private Event[] events = new Event[1024];
  private int size;
  private long nextNumber;

  void add(long atMicros, Event event) {
    if (size == events.length) {
      times = Arrays.copyOf(times, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    siftUp(size++, atMicros, nextNumber++, event);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The time of the next event. The queue must not be empty. */
  long nextMicros() {
    return times[0];
  }

  /** Removes the next event. The queue must not be empty. */
  Event poll() {
    Event next = events[0];
    size--;
    long time = times[size];
    long number = numbers[size];
    Event last = events[size];
    events[size] = null;
    if (size > 0) {
      siftDown(time, number, last);
    }
    return next;
  }

  private void siftUp(int hole, long time, long number, Event event) {
    while (hole > 0) {
      int parent = (hole - 1) >>> 2;
      if (!isBefore(time, number, parent)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    set(hole, time, number, event);
  }

  private void siftDown(long time, long number, Event event) {
    int hole = 0;
    while (true) {
      int first = (hole << 2) + 1;
      if (first >= size) {
        break;
      }
      int least = first;
      for (int child = first + 1; child < Math.min(first + 4, size); child++) {
        if (isBefore(times[child], numbers[child], least)) {
          least = child;
        }
      }
      if (isBefore(time, number, least)) {
        break;
      }
      move(least, hole);
      hole = least;
    }
    set(hole, time, number, event);
  }

  private boolean isBefore(long time, long number, int index) {
    return time != times[index] ? time < times[index] : number < numbers[index];
  }

  private void move(int from, int to) {
    set(to, times[from], numbers[from], events[from]);
  }

  private void set(int index, long time, long number, Event event) {
    times[index] = time;
    numbers[index] = number;
    events[index] = event;
  }
}
