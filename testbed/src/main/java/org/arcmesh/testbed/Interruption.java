package org.arcmesh.testbed;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the user's Ctrl-C end a run by a report of what there is, instead of at once. */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Thread runner = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onExit, "interruption");
  private volatile boolean asked;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isAsked() {
    return asked;
  }

  private void onExit() {
    asked = true;
    runner.interrupt();
    await();
  }

  /** Waits, while the JVM exits, until the user has a report. */
  void await() {
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("arcmesh: the run does not end, and is abandoned");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!asked) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    done.countDown();
  }
}
