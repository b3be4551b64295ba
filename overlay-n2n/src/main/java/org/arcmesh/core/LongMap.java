package org.arcmesh.core;

/**
 * A small map from numbers to something, in which looking up allocates nothing: for numbers that
 * peers draw at random, such as sessions. It has no order and is not walked through. For the thread
 * of one peer only.
 *
 * @param <V> never null
 */
public final class LongMap<V> {
  private static final int CAPACITY_MIN = 8;

  // Of 10^6 peers most have nothing in most of their maps: these stay as they are.
  private static final long[] NO_KEYS = new long[1];
  private static final Object[] NO_VALUES = new Object[1];

  private long[] keys = NO_KEYS;
  private Object[] values = NO_VALUES;
  private int size;

  public int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // Only put() writes here.
  public V get(long key) {
    return (V) values[find(key)];
  }

  public boolean containsKey(long key) {
    return values[find(key)] != null;
  }

  public void put(long key, V value) {
    if (value == null) {
      throw new NullPointerException("no value for " + key);
    }
    if (2 * size + 2 > keys.length) {
      grow();
    }
    int slot = find(key);
    size += values[slot] == null ? 1 : 0;
    keys[slot] = key;
    values[slot] = value;
  }

  /** Returns what was there, or null. */
  public V remove(long key) {
    int gap = find(key);
    @SuppressWarnings("unchecked") // Only put() writes here.
    V old = (V) values[gap];
    if (old == null) {
      return null;
    }
    size--;
    int mask = keys.length - 1;
    // Whoever was put off by the one that goes moves up, so that no search ends too early.
    for (int slot = (gap + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
      int wanted = home(keys[slot]);
      if (((slot - wanted) & mask) >= ((slot - gap) & mask)) {
        keys[gap] = keys[slot];
        values[gap] = values[slot];
        gap = slot;
      }
    }
    values[gap] = null;
    return old;
  }

  /** The slot of a key, or the free one that it would get. */
  private int find(long key) {
    int mask = keys.length - 1;
    int slot = home(key);
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int home(long key) {
    return (int) (key ^ key >>> 32) & keys.length - 1;
  }

  private void grow() {
    long[] oldKeys = keys;
    Object[] oldValues = values;
    int capacity = Math.max(CAPACITY_MIN, 2 * oldKeys.length);
    keys = new long[capacity];
    values = new Object[capacity];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = find(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
