package org.arcmesh.sim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.arcmesh.core.Message;

/** How many frames were sent in virtual time, by the class of their message. */
public final class Traffic {
  // Some dozen classes, a few of which are nearly all frames: faster found than by a hash.
  private Class<?>[] types = new Class<?>[8];
  private long[] counts = new long[8];
  private int size;

  void count(Message message) {
    Class<?> type = message.getClass();
    for (int i = 0; i < size; i++) {
      if (types[i] == type) {
        counts[i]++;
        return;
      }
    }
    if (size == types.length) {
      types = Arrays.copyOf(types, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    types[size] = type;
    counts[size] = 1;
    size++;
  }

  public long frames(Class<? extends Message> type) {
    int place = Arrays.asList(types).subList(0, size).indexOf(type);
    return place < 0 ? 0 : counts[place];
  }

  /** All counts, ordered by the name of the class. */
  public Map<Class<? extends Message>, Long> frames() {
    Map<Class<? extends Message>, Long> sorted = new LinkedHashMap<>();
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparing(i -> types[i].getName()))
        .forEach(i -> sorted.put(types[i].asSubclass(Message.class), counts[i]));
    return sorted;
  }
}
