package org.arcmesh.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Runs in virtual time side by side, as many as there are processors. Each is a function of its
 * seed, so it does not matter which others run beside it.
 */
final class Pool {
  private static final long LOOK_MILLIS = 250;
  private static final long PATIENCE_SECONDS = 10;

  private final ExecutorService threads;
  private final AtomicInteger done = new AtomicInteger();

  Pool(int size) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            size,
            work -> {
              Thread thread = new Thread(work, "run-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Does all of {@code trials}, and returns when the last is done. An interruption ends those under
   * way by partial reports, and does no others.
   *
   * @param found is told in the order of {@code trials}, on the calling thread
   * @param status is told several times a second how many are done
   */
  void run(
      List<Trial> trials,
      Function<Trial, Trial.Finding> runner,
      Consumer<Trial.Finding> found,
      IntConsumer status) {
    List<Future<Trial.Finding>> all = new ArrayList<>();
    for (Trial trial : trials) {
      all.add(threads.submit(() -> attempt(trial, runner)));
    }
    int next = 0;
    try {
      for (; next < all.size(); next++) {
        found.accept(await(all.get(next), status));
      }
      threads.shutdown();
    } catch (InterruptedException e) {
      end();
      all.subList(next, all.size()).stream()
          .filter(Future::isDone)
          .map(Pool::result)
          .forEach(found);
    }
  }

  private Trial.Finding attempt(Trial trial, Function<Trial, Trial.Finding> runner) {
    try {
      return runner.apply(trial);
    } catch (AssertionError | RuntimeException bug) {
      return Trial.Finding.failed(trial, bug);
    } finally {
      done.incrementAndGet();
    }
  }

  private Trial.Finding await(Future<Trial.Finding> future, IntConsumer status)
      throws InterruptedException {
    while (true) {
      status.accept(done.get());
      try {
        future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return result(future);
      } catch (TimeoutException e) {
        // Not yet: say how far the others are.
      } catch (ExecutionException e) {
        throw new AssertionError("a run ended the thread it was on", e.getCause());
      }
    }
  }

  private static Trial.Finding result(Future<Trial.Finding> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a run ended the thread it was on", e);
    }
  }

  private void end() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
