package org.arcmesh.bootstrap.signaling;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of the DHT that runs while it is needed: it stops when nothing was looked up for a while,
 * and starts again for the next lookup, with the nodes it knew. The DHT is better off without nodes
 * that only pass by, and a peer that has joined asks it seldom.
 *
 * <p>A node that announces something goes on, because others ask it.
 */
public final class OnDemandDht implements MainlineLookup, AutoCloseable {
  /** A newcomer that finds nobody looks up every half a minute. Guess: four times that. */
  public static final Duration REST_AFTER = Duration.ofMinutes(2);

  /** Announcements are repeated every 12 minutes at least; one is missing by then. */
  private static final Duration ANNOUNCED_FOR = Duration.ofMinutes(15);

  /** Nodes kept in mind while the node rests. */
  private static final int CONTACTS_MAX = 8;

  private static final Logger LOG = LoggerFactory.getLogger(OnDemandDht.class);

  private final Starter starter;
  private final long restNanos;
  private final ScheduledThreadPoolExecutor thread; // Owns all that follows.
  private volatile Mainline node; // Null while it rests.
  private List<Endpoint> contacts = List.of();
  private int underWay;
  private long usedNanos = System.nanoTime();
  private long announcedUntilNanos = System.nanoTime();

  /** Starts the node. May block. */
  public interface Starter {
    /**
     * @param contacts further nodes to begin with, known from last time
     */
    Mainline start(List<Endpoint> contacts) throws IOException;
  }

  private OnDemandDht(Starter starter, Duration restAfter) {
    this.starter = starter;
    this.restNanos = restAfter.toNanos();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "arcmesh-dht");
              made.setDaemon(true);
              return made;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts the node for the first time. Blocks.
   *
   * @param restAfter how long nothing may be asked before it stops
   * @throws IOException if it cannot be started; later, when it cannot be started again, only
   *     lookups fail
   */
  public static OnDemandDht start(Starter starter, Duration restAfter) throws IOException {
    OnDemandDht dht = new OnDemandDht(starter, restAfter);
    try {
      dht.node = starter.start(List.of());
    } catch (IOException | RuntimeException e) {
      dht.thread.shutdownNow();
      throw e;
    }
    long period = Math.max(1, dht.restNanos / 4);
    dht.thread.scheduleWithFixedDelay(dht::restIfIdle, period, period, TimeUnit.NANOSECONDS);
    return dht;
  }

  /** Whether the node runs at the moment. On any thread. */
  public boolean isRunning() {
    return node != null;
  }

  @Override
  public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
    return with(running -> running.lookup(key, onFound));
  }

  @Override
  public CompletableFuture<Integer> announce(Bytes key, int port) {
    return with(
        running -> {
          announcedUntilNanos = System.nanoTime() + ANNOUNCED_FOR.toNanos();
          return running.announce(key, port);
        });
  }

  private <T> CompletableFuture<T> with(Function<Mainline, CompletableFuture<T>> question) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      thread.execute(() -> ask(question, result));
    } catch (RejectedExecutionException closed) {
      result.completeExceptionally(new IllegalStateException("the DHT node is closed"));
    }
    return result;
  }

  private <T> void ask(
      Function<Mainline, CompletableFuture<T>> question, CompletableFuture<T> result) {
    try {
      wake();
      underWay++;
      question
          .apply(node)
          .whenComplete(
              (answer, failure) -> {
                if (failure == null) {
                  result.complete(answer);
                } else {
                  result.completeExceptionally(failure);
                }
                noteEnd();
              });
    } catch (IOException | RuntimeException e) {
      LOG.debug("the DHT node cannot be started again", e);
      result.completeExceptionally(e);
    }
  }

  private void noteEnd() {
    try {
      thread.execute(
          () -> {
            underWay--;
            usedNanos = System.nanoTime();
          });
    } catch (RejectedExecutionException closed) {
      // Nobody asks any more whether it may rest.
    }
  }

  private void wake() throws IOException {
    if (node == null) {
      node = starter.start(contacts);
    }
    usedNanos = System.nanoTime();
  }

  private void restIfIdle() {
    long now = System.nanoTime();
    boolean isIdle = underWay == 0 && now - usedNanos >= restNanos;
    if (node != null && isIdle && now - announcedUntilNanos >= 0) {
      contacts = node.contacts(CONTACTS_MAX);
      node.close();
      node = null;
    }
  }

  /** Stops the node for good; returns when its port is free. */
  @Override
  public void close() {
    try {
      thread.execute(
          () -> {
            if (node != null) {
              node.close();
              node = null;
            }
          });
    } catch (RejectedExecutionException closedBefore) {
      return;
    }
    thread.shutdown();
    try {
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
