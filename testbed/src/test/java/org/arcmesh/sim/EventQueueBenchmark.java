package org.arcmesh.sim;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The event queue of virtual time beside a heap of the JDK: take the next event and add another,
 * half of them messages (10 to 50 ms away), half timers (up to ten seconds).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventQueueBenchmark {
  @Param({"1000000"})
  public int pending;

  private final SplittableRandom random = new SplittableRandom(1);
  private EventQueue wheel;
  private PriorityQueue<Event> heap;
  private long added;

  private record Event(long tick, long number, int peer, Object subject)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = Long.compare(tick, other.tick);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  @Setup
  public void fill() {
    wheel = new EventQueue();
    heap = new PriorityQueue<>();
    added = 0;
    for (int i = 0; i < pending; i++) {
      long tick = random.nextLong(100_000);
      wheel.add(tick, (byte) 0, i, 0, "subject", null);
      heap.add(new Event(tick, added++, i, "subject"));
    }
  }

  private long delay() {
    return random.nextBoolean() ? random.nextLong(100, 500) : random.nextLong(100_000);
  }

  /** The tick of the event taken. */
  @Benchmark
  public long wheel() {
    if (!wheel.take(Long.MAX_VALUE)) {
      throw new AssertionError("the wheel is empty");
    }
    long tick = wheel.tick();
    wheel.add(tick + delay(), (byte) 0, wheel.peer(), 0, "subject", null);
    return tick;
  }

  /** The same with {@link PriorityQueue}. */
  @Benchmark
  public long heap() {
    Event event = heap.remove();
    heap.add(new Event(event.tick() + delay(), added++, event.peer(), event.subject()));
    return event.tick();
  }
}
