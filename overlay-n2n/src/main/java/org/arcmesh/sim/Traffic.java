package org.arcmesh.sim;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.core.Message;

/** How many frames were sent in virtual time, by the class of their message. */
public final class Traffic {
  private final Map<Class<? extends Message>, long[]> frames =
      new HashMap<>(); // sorted when listed

  void count(Message message) {
    frames.computeIfAbsent(message.getClass(), type -> new long[1])[0]++;
  }

  public long frames(Class<? extends Message> type) {
    long[] count = frames.get(type);
    return count == null ? 0 : count[0];
  }

  /** All counts, ordered by the name of the class. */
  public Map<Class<? extends Message>, Long> frames() {
    Map<Class<? extends Message>, Long> sorted = new LinkedHashMap<>();
    frames.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()[0]));
    return sorted;
  }
}
