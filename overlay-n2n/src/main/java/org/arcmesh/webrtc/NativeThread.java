package org.arcmesh.webrtc;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls native WebRTC code.
 *
 * <p>A native call made under a lock that a native callback also takes is a deadlock; here no lock
 * is held while a task runs, and callbacks only add tasks. What has to do with frames goes before
 * what has to do with connections, of which each takes some milliseconds; but where there is more
 * of both than the thread can do, each gets half of its time. Otherwise a peer that has much to say
 * opens no link any more.
 */
final class NativeThread {
  private static final Logger LOG = LoggerFactory.getLogger(NativeThread.class);

  /** Frames may be ahead of connections by so much time while both wait. */
  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Runnable> urgent = new ArrayDeque<>();
  private final ArrayDeque<Waiting> normal = new ArrayDeque<>();
  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>(Comparator.comparingLong(Delayed::dueAt).thenComparing(Delayed::number));
  private final Thread thread = new Thread(this::work, "arcmesh-native");
  private long count;

  /** How much more time frames have had than connections since some of the latter wait. */
  private long leadNanos;

  /** Whether the task under way is one of frames. */
  private boolean isFrames;

  private record Waiting(long sinceNanos, Runnable task) {}

  private record Delayed(long dueAt, long number, Runnable task) {}

  NativeThread() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs {@code task} before all tasks of {@link #run}. */
  void runFirst(Runnable task) {
    lock.lock();
    try {
      urgent.add(task);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code task} after those that were given before. */
  void run(Runnable task) {
    lock.lock();
    try {
      normal.add(new Waiting(System.nanoTime(), task));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** For how long the next task of {@link #run} has waited; 0 if there is none. */
  long behindMillis() {
    lock.lock();
    try {
      return normal.isEmpty()
          ? 0
          : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - normal.peek().sinceNanos());
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code task} after {@code millis}, as those of {@link #runFirst}. */
  void runLater(long millis, Runnable task) {
    lock.lock();
    try {
      long dueAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      delayed.add(new Delayed(dueAt, count++, task));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (true) {
      try {
        Runnable task = take();
        long begun = System.nanoTime();
        try {
          task.run();
        } finally {
          leadNanos += isFrames ? System.nanoTime() - begun : begun - System.nanoTime();
        }
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts the native thread", e);
      } catch (Throwable e) {
        // Tasks of connections fail their connection themselves; this is a bug that nobody owns.
        LOG.error("A native task failed", e);
      }
    }
  }

  private Runnable take() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        long now = System.nanoTime();
        if (urgent.isEmpty() || normal.isEmpty()) {
          leadNanos = 0;
        }
        isFrames = true;
        if (!delayed.isEmpty() && delayed.peek().dueAt() - now <= 0) {
          return delayed.poll().task();
        }
        if (!urgent.isEmpty() && leadNanos < LEAD_NANOS) {
          return urgent.poll();
        }
        if (!normal.isEmpty()) {
          isFrames = false;
          return normal.poll().task();
        }
        if (delayed.isEmpty()) {
          changed.await();
        } else {
          changed.awaitNanos(delayed.peek().dueAt() - now);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
