package org.arcmesh.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.arcmesh.core.Message;

/**
 * All shards of a simulation, which go on side by side, window by window.
 *
 * <p>A window is no longer than the shortest delay between two peers (the lookahead of conservative
 * parallel simulation): what one shard sends to another in a window arrives after it. At the
 * barrier between two windows the mail is handed over, and what concerns all is done, in one order:
 * by tick, then by shard, then as it came up. So it makes no difference how many threads there are.
 */
final class Shards {
  /** How long a window of a simulation with only one shard is: 10 ms. */
  private static final long ALONE_TICKS = 100;

  /** Fewer events than these are sooner done than told to another thread. */
  private static final double WORTH_EVENTS = 16;

  private final Shard[] all;
  private final long windowTicks;
  private final Crew crew;

  /** Events in a tick, a moving average. */
  private double density;

  /**
   * @param microsMin no delay between two peers is shorter
   * @param threads at most so many; they change nothing but how long it takes
   */
  Shards(
      int count,
      long microsMin,
      int threads,
      List<SimPeer> peers,
      Numbers numbers,
      SplittableRandom seeds) {
    windowTicks = count == 1 ? ALONE_TICKS : microsMin / Shard.TICK_MICROS;
    if (count < 1 || windowTicks < 1) {
      throw new IllegalArgumentException(
          count + " shards need delays, and the shortest is " + microsMin + " µs");
    }
    all = new Shard[count];
    for (int number = 0; number < count; number++) {
      all[number] = new Shard(number, count, peers, numbers, seeds);
    }
    crew = new Crew(all, threads);
  }

  int count() {
    return all.length;
  }

  Shard of(int peer) {
    return all[of(peer, all.length)];
  }

  /** The number of the shard that a peer is in. */
  static int of(int peer, int shards) {
    return peer % shards;
  }

  /** When the next event is due; the greatest number if there is none. */
  long nextTick() {
    long next = Long.MAX_VALUE;
    for (Shard shard : all) {
      next = Math.min(next, shard.nextTick());
    }
    return next;
  }

  /** Nothing more happens before {@code micros}. */
  void setNow(long micros) {
    for (Shard shard : all) {
      shard.setNow(micros);
    }
  }

  boolean isRunning() {
    // From outside it never is, and a handler asks on the thread of its shard.
    for (Shard shard : all) {
      if (shard.isRunning()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Lets all go on for one window.
   *
   * @param next when the next event is due
   * @param tick the window ends there at the latest
   * @return where it ends
   */
  long runWindow(long next, long tick) {
    for (Shard from : all) {
      for (Shard to : all) {
        from.post(to);
      }
    }
    long end = Math.min(tick, next + windowTicks - 1);
    long before = events();
    if (density * (end - next + 1) < WORTH_EVENTS) {
      crew.runAlone(end);
    } else {
      crew.run(end);
    }
    density += ((events() - before) / (double) (end - next + 1) - density) / 16;
    return end;
  }

  /** At a barrier: does what was deferred to it, or throws what a handler has thrown. */
  void meet() {
    for (Shard shard : all) {
      shard.rethrow();
    }
    List<Shard.Deferred> deferred = new ArrayList<>();
    for (Shard shard : all) {
      deferred.addAll(shard.takeDeferred());
    }
    // Those of one shard are in order, and stay so.
    deferred.sort(Comparator.comparingLong(Shard.Deferred::tick));
    deferred.forEach(one -> one.action().run());
  }

  long events() {
    long events = 0;
    for (Shard shard : all) {
      events += shard.trace().events();
    }
    return events;
  }

  /** The hash of all traces, in the order of shards. */
  long traceHash() {
    long hash = all[0].trace().hash();
    for (int number = 1; number < all.length; number++) {
      hash = Trace.mix(hash) ^ all[number].trace().hash();
    }
    return hash;
  }

  void measureFrames(Predicate<Class<?>> measured, ToIntFunction<Message> frameBytes) {
    for (Shard shard : all) {
      shard.traffic().measure(measured, frameBytes);
    }
  }

  /** The frames sent so far. */
  Traffic traffic() {
    Traffic sum = new Traffic();
    for (Shard shard : all) {
      sum.add(shard.traffic());
    }
    return sum;
  }
}
