package org.arcmesh.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts frames, and their bytes where they are encoded, by the class of the message. */
public final class Traffic {
  private final Map<Class<? extends Message>, Count> counts = new HashMap<>(); // sorted when listed

  /** The frames of one kind of message. */
  public record Line(Class<? extends Message> type, long frames, long bytes) {}

  private static final class Count {
    private long frames;
    private long bytes;
  }

  /** Counts a frame that has no bytes, in virtual time. */
  public void count(Message message) {
    count(message, 0);
  }

  public void count(Message message, int bytes) {
    Count count = counts.computeIfAbsent(message.getClass(), type -> new Count());
    count.frames++;
    count.bytes += bytes;
  }

  /** Adds all that {@code other} has counted. */
  public void add(Traffic other) {
    for (Line line : other.lines()) {
      Count count = counts.computeIfAbsent(line.type(), type -> new Count());
      count.frames += line.frames();
      count.bytes += line.bytes();
    }
  }

  public long frames(Class<? extends Message> type) {
    Count count = counts.get(type);
    return count == null ? 0 : count.frames;
  }

  public long bytes(Class<? extends Message> type) {
    Count count = counts.get(type);
    return count == null ? 0 : count.bytes;
  }

  /** All counts, by the name of the class. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    counts.forEach((type, count) -> lines.add(new Line(type, count.frames, count.bytes)));
    lines.sort(Comparator.comparing(line -> line.type().getName()));
    return lines;
  }
}
