package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a node, a daemon: mldht's scheduler, and where lookups run.
 *
 * <p>That it is one thread matters. mldht loses an answer that another thread handles before the
 * thread that sent the question has noted so, which happens on loopback and costs the ten seconds
 * of a timeout. Here a question is noted as sent before any answer is looked at.
 */
final class NodeLoop extends ScheduledThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);

  // Strangers choose what fails here, and how often.
  private static final int LINES_BURST = 50;
  private static final int LINES_PER_SECOND = 5;

  private final TokenBucket lines =
      new TokenBucket(LINES_BURST, LINES_PER_SECOND, System.nanoTime());
  private volatile Thread worker;

  NodeLoop(String name) {
    super(1);
    setThreadFactory(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          worker = thread;
          return thread;
        });
    setRemoveOnCancelPolicy(true);
  }

  /** What {@link #call} runs. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Runs {@code work} on the node's thread and waits for it; at once if this is that thread. */
  <T> T call(Work<T> work) throws IOException {
    if (Thread.currentThread() == worker) {
      return work.run();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(
        () -> {
          try {
            result.complete(work.run());
          } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return await(result);
  }

  private static <T> T await(CompletableFuture<T> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the DHT node starts or stops");
    }
  }

  /** What mldht throws into its scheduler is a packet it could not bear, or a bug; say so. */
  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
      try {
        future.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof StorageBound.Full) && lines.take(System.nanoTime())) {
          LOG.debug("a task of the DHT failed", e.getCause());
        }
      } catch (CancellationException canceled) {
        // It was canceled after we looked; nobody waits for it.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
