package org.arcmesh.sim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.arcmesh.core.Message;

/**
 * How many frames were sent in virtual time, by the class of their message, and how many bytes they
 * would be.
 */
public final class Traffic {
  // Some dozen classes, a few of which are nearly all frames: faster found than by a hash.
  private Class<?>[] types = new Class<?>[8];
  private long[] counts = new long[8];
  private long[] bytes = new long[8];
  private boolean[] sized = new boolean[8];
  private int size;
  private Predicate<Class<?>> measured = type -> false;
  private ToIntFunction<Message> frameBytes = message -> 0;
  private Message last;
  private int lastBytes;
  private long sealBytes;
  private long payloadBytes;

  /** As {@link Simulation#measureFrames}. */
  void measure(Predicate<Class<?>> measured, ToIntFunction<Message> frameBytes) {
    this.measured = measured;
    this.frameBytes = frameBytes;
    for (int i = 0; i < size; i++) {
      sized[i] = measured.test(types[i]);
    }
  }

  void count(Message message) {
    int place = place(message.getClass());
    counts[place]++;
    if (sized[place]) {
      if (message != last) { // What goes to several neighbors is one message.
        last = message;
        lastBytes = frameBytes.applyAsInt(message);
      }
      bytes[place] += lastBytes;
      if (message instanceof Message.Sealed sealed) {
        sealBytes += sealed.sealBytes();
        payloadBytes += sealed.payloadBytes();
      }
    }
  }

  void add(Traffic other) {
    for (int i = 0; i < other.size; i++) {
      int place = place(other.types[i]);
      counts[place] += other.counts[i];
      bytes[place] += other.bytes[i];
    }
    sealBytes += other.sealBytes;
    payloadBytes += other.payloadBytes;
  }

  private int place(Class<?> type) {
    for (int i = 0; i < size; i++) {
      if (types[i] == type) {
        return i;
      }
    }
    if (size == types.length) {
      types = Arrays.copyOf(types, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
      bytes = Arrays.copyOf(bytes, 2 * size);
      sized = Arrays.copyOf(sized, 2 * size);
    }
    types[size] = type;
    sized[size] = measured.test(type);
    return size++;
  }

  public long frames(Class<? extends Message> type) {
    int place = Arrays.asList(types).subList(0, size).indexOf(type);
    return place < 0 ? 0 : counts[place];
  }

  /** All counts, ordered by the name of the class. */
  public Map<Class<? extends Message>, Long> frames() {
    return byType(counts);
  }

  /** Bytes of the frames that were {@link Simulation#measureFrames measured}, in the same order. */
  public Map<Class<? extends Message>, Long> bytes() {
    return byType(bytes);
  }

  /** Those of them that prove who made a message. */
  public long sealBytes() {
    return sealBytes;
  }

  /** Those of them that are payload of applications. */
  public long payloadBytes() {
    return payloadBytes;
  }

  private Map<Class<? extends Message>, Long> byType(long[] values) {
    Map<Class<? extends Message>, Long> sorted = new LinkedHashMap<>();
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparing(i -> types[i].getName()))
        .forEach(i -> sorted.put(types[i].asSubclass(Message.class), values[i]));
    return sorted;
  }
}
