package org.arcmesh.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small map from peers to something, in the order in which they came.
 *
 * <p>Every frame asks such a map, and a process may have a hundred thousand of them, none of which
 * is in the cache by then. So a look-up touches one array at one place, and neither looking up nor
 * walking allocates anything. A walk is by place; what is met may be removed on the way:
 *
 * <pre>
 *   for (int place = 0; place &lt; map.places(); place++) {
 *     V value = map.at(place);        // null where something was removed
 * </pre>
 *
 * <p>For the thread of one peer only.
 *
 * @param <V> never null
 */
public final class PeerMap<V> {
  private static final int CAPACITY_MIN = 4;

  // Of 10^6 peers most have nothing in most of their maps: these stay as they are.
  private static final Object[] NO_ORDER = new Object[0];
  private static final Object[] NO_TABLE = new Object[2];

  /** Keys and values in the order of coming: a key at 2p, its value behind it, null once gone. */
  private Object[] order = NO_ORDER;

  /** The same by hash, at most half full: a key at 2h or, by open addressing, behind it. */
  private Object[] table = NO_TABLE;

  private int places;
  private int size;

  /** The place that is asked for next, if they are asked for in turn. */
  private int turn;

  /** As {@link Protocol#prefetch}. */
  public int prefetch() {
    return places == 0 || order[2 * places - 1] == null || table[0] == null ? 0 : 1;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  @SuppressWarnings("unchecked") // Only put() writes here.
  public V get(PeerId key) {
    return (V) table[find(key) + 1];
  }

  /** The same, and faster when one key after the other is asked for, in the order of places. */
  public V getInTurn(PeerId key) {
    if (size == 0) {
      return null;
    }
    while (turn >= places || order[2 * turn] == null) {
      turn = turn < places ? turn + 1 : 0;
    }
    return order[2 * turn] == key ? at(turn++) : get(key);
  }

  public boolean containsKey(PeerId key) {
    return table[find(key)] != null;
  }

  /**
   * Puts {@code value} at the place of {@code key}, the last one if it has none. Not to be called
   * during a walk, unless the key is there.
   *
   * @return what was there, or null
   */
  public V put(PeerId key, V value) {
    if (value == null) {
      throw new NullPointerException("no value for " + key);
    }
    V old = get(key);
    if (old != null) {
      order[2 * placeOf(key) + 1] = value;
      table[find(key) + 1] = value;
      return old;
    }
    if (2 * places == order.length) {
      rebuild();
    }
    order[2 * places] = key;
    order[2 * places++ + 1] = value;
    enter(key, value);
    size++;
    return null;
  }

  /** Returns what was there, or null. */
  public V remove(PeerId key) {
    int gap = find(key);
    if (table[gap] == null) {
      return null;
    }
    int place = placeOf(key);
    V old = at(place);
    order[2 * place] = null;
    order[2 * place + 1] = null;
    size--;
    int mask = table.length - 2;
    // Whoever was put off by the one that goes moves up, so that no search ends too early.
    for (int at = (gap + 2) & mask; table[at] != null; at = (at + 2) & mask) {
      if (((at - home(table[at])) & mask) >= ((at - gap) & mask)) {
        table[gap] = table[at];
        table[gap + 1] = table[at + 1];
        gap = at;
      }
    }
    table[gap] = null;
    table[gap + 1] = null;
    return old;
  }

  public void clear() {
    Arrays.fill(order, null);
    Arrays.fill(table, null);
    places = 0;
    size = 0;
  }

  /** The end of a walk. */
  public int places() {
    return places;
  }

  /** The value at a place, or null. */
  @SuppressWarnings("unchecked") // Only put() writes here.
  public V at(int place) {
    return (V) order[2 * place + 1];
  }

  /** The value that has been here for longest, or null. */
  public V first() {
    for (int place = 0; place < places; place++) {
      if (order[2 * place] != null) {
        return at(place);
      }
    }
    return null;
  }

  /** All keys, in order; a copy. */
  public List<PeerId> keys() {
    List<PeerId> keys = new ArrayList<>(size);
    for (int place = 0; place < places; place++) {
      if (order[2 * place] != null) {
        keys.add((PeerId) order[2 * place]);
      }
    }
    return keys;
  }

  /** Where the key is in the table, or the free pair that it would get. */
  private int find(PeerId key) {
    int mask = table.length - 2;
    int at = home(key);
    while (table[at] != null && !key.equals(table[at])) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private int home(Object key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) << 1 & table.length - 2;
  }

  private void enter(PeerId key, Object value) {
    int at = find(key);
    table[at] = key;
    table[at + 1] = value;
  }

  /** The place of a key that is there. */
  private int placeOf(PeerId key) {
    int place = 0;
    while (!key.equals(order[2 * place])) {
      place++;
    }
    return place;
  }

  /** Closes the gaps, in larger arrays unless that makes enough room. */
  private void rebuild() {
    Object[] old = order;
    int capacity = Math.max(CAPACITY_MIN, 2 * size > places ? 2 * places : places);
    int end = places;
    order = new Object[2 * capacity];
    table = new Object[4 * capacity];
    places = 0;
    turn = 0;
    for (int place = 0; place < end; place++) {
      if (old[2 * place] != null) {
        order[2 * places] = old[2 * place];
        order[2 * places++ + 1] = old[2 * place + 1];
        enter((PeerId) old[2 * place], old[2 * place + 1]);
      }
    }
  }
}
