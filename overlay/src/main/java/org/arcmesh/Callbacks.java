package org.arcmesh;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's callbacks, run on its executor one at a time, in the order in which they were
 * added.
 *
 * <p>At most {@value #WAITING_MAX} callbacks with {@value #BYTES_MAX} bytes between them wait; over
 * that, the one that has waited longest is dropped and counted. Safe for any thread.
 */
final class Callbacks {
  static final int WAITING_MAX = 100_000;
  static final int BYTES_MAX = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private final Executor executor;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private long dropped;
  private boolean draining;

  private record Waiting(Runnable callback, int bytes) {}

  Callbacks(Executor executor) {
    this.executor = executor;
  }

  /**
   * Adds a callback.
   *
   * @param size of what it keeps in memory while it waits, in bytes
   */
  void add(Runnable callback, int size) {
    synchronized (this) {
      waiting.add(new Waiting(callback, size));
      bytes += size;
      while (waiting.size() > WAITING_MAX || bytes > BYTES_MAX) {
        bytes -= waiting.remove().bytes();
        drop(1);
      }
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException e) {
      if (!(e instanceof RejectedExecutionException)) {
        LOG.error("the application's executor failed", e);
      }
      // Rejected: it has been shut down, and the application wants to hear nothing more.
      synchronized (this) {
        drop(waiting.size());
        waiting.clear();
        bytes = 0;
        draining = false;
      }
    }
  }

  /** Callbacks that never ran. */
  synchronized long dropped() {
    return dropped;
  }

  private void drop(int count) {
    if (dropped == 0 && count > 0) {
      LOG.warn("the application's callbacks are too slow: what waits longest is dropped");
    }
    dropped += count;
  }

  private void drain() {
    for (Waiting next = next(); next != null; next = next()) {
      try {
        next.callback().run();
      } catch (Throwable e) {
        LOG.error("a callback of the application failed", e);
      }
    }
  }

  private synchronized Waiting next() {
    Waiting next = waiting.poll();
    if (next == null) {
      draining = false;
    } else {
      bytes -= next.bytes();
    }
    return next;
  }
}
