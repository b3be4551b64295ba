package org.arcmesh;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The thread that runs an application's callbacks unless it brings an executor of its own. */
final class CallbackThread implements Executor {
  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);
  private Thread thread;

  private synchronized Thread thread(Runnable task) {
    thread = new Thread(task, "arcmesh-callbacks");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Runs what is there already, for a second at most, and ends. */
  void end() {
    executor.shutdown();
    if (isCurrent()) {
      return; // Closed from a callback, which would wait for itself.
    }
    try {
      if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isCurrent() {
    return Thread.currentThread() == thread;
  }
}
