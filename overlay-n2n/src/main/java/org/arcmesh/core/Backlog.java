package org.arcmesh.core;

import java.util.Arrays;

/**
 * What is still to be told to the protocols of a peer, in the order in which it came up.
 *
 * <p>An exchange opens a dozen arcs, each of which is told: so an entry is no object of its own,
 * but three places of an array.
 */
final class Backlog {
  private static final int PLACES = 3;

  private Object[] entries = new Object[8 * PLACES];
  private int end;

  /** Where the entry taken last begins. */
  private int taken = -PLACES;

  enum Kind {
    CALL,
    MESSAGE,
    UP,
    DOWN,
    OPENED,
    FAILED
  }

  /**
   * Adds an entry.
   *
   * @param peer whom it is about, or null
   * @param what a call, message or cause, or null
   */
  void add(Kind kind, PeerId peer, Object what) {
    if (end == entries.length) {
      entries = Arrays.copyOf(entries, 2 * end);
    }
    entries[end] = kind;
    entries[end + 1] = peer;
    entries[end + 2] = what;
    end += PLACES;
  }

  /** Takes the next entry if there is one; its parts can be read until the next is taken. */
  boolean take() {
    if (taken + PLACES == end) {
      return false;
    }
    taken += PLACES;
    return true;
  }

  Kind kind() {
    return (Kind) entries[taken];
  }

  PeerId peer() {
    return (PeerId) entries[taken + 1];
  }

  Object what() {
    return entries[taken + 2];
  }
}
