package org.arcmesh.sampling.cyclon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.cyclon.CyclonMessage.Entry;

/**
 * The neighbors of a peer: at most c, each once, with an age, in the order in which they came. An
 * entry whose arc is still opening takes its place, but is neither chosen nor shown to others.
 */
final class Cache {
  private final int capacity;
  private final List<Slot> slots = new ArrayList<>();

  private static final class Slot {
    final PeerId target;
    int age;
    boolean open;

    Slot(PeerId target, int age, boolean open) {
      this.target = target;
      this.age = age;
      this.open = open;
    }

    Entry entry() {
      return new Entry(target, age);
    }
  }

  Cache(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return slots.size();
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  boolean isFull() {
    return slots.size() >= capacity;
  }

  boolean contains(PeerId target) {
    return slots.stream().anyMatch(slot -> slot.target.equals(target));
  }

  List<PeerId> usable() {
    return slots.stream().filter(slot -> slot.open).map(slot -> slot.target).toList();
  }

  void add(Entry entry, boolean open) {
    if (isFull() || contains(entry.peer())) {
      throw new AssertionError("no place for " + entry);
    }
    slots.add(new Slot(entry.peer(), entry.age(), open));
  }

  /** The arc to {@code target} can be used from now on; false if none was opening. */
  boolean opened(PeerId target) {
    for (Slot slot : slots) {
      if (!slot.open && slot.target.equals(target)) {
        slot.open = true;
        return true;
      }
    }
    return false;
  }

  /** Removes the entry of {@code target} if it is as open as that; false if there is none. */
  boolean remove(PeerId target, boolean open) {
    return slots.removeIf(slot -> slot.open == open && slot.target.equals(target));
  }

  /** "Increase by one the age of all neighbors." */
  void age() {
    slots.forEach(slot -> slot.age = Math.min(slot.age + 1, CyclonMessage.AGE_MAX));
  }

  /** The usable neighbor "with the highest age"; of several as old, the one that came first. */
  Optional<PeerId> oldest() {
    Slot oldest = null;
    for (Slot slot : slots) {
      if (slot.open && (oldest == null || slot.age > oldest.age)) {
        oldest = slot;
      }
    }
    return Optional.ofNullable(oldest).map(slot -> slot.target);
  }

  /** At most {@code count} random usable entries, that of {@code except} not among them. */
  List<Entry> draw(int count, PeerId except, RandomGenerator random) {
    List<Entry> from = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.open && !slot.target.equals(except)) {
        from.add(slot.entry());
      }
    }
    int drawn = Math.min(count, from.size());
    for (int i = 0; i < drawn; i++) {
      int j = random.nextInt(i, from.size());
      Entry picked = from.set(j, from.get(i));
      from.set(i, picked);
    }
    return List.copyOf(from.subList(0, drawn));
  }
}
