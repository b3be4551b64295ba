package org.arcmesh.bootstrap.signaling;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps an announcement alive: nodes of the DHT forget it after half an hour, and themselves come
 * and go. Lives on the peer's event loop.
 */
final class Announcer {
  /** PROTOCOLS 7: every 10 min ± 20 %. */
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private static final double JITTER = 0.2;

  /** PROTOCOLS 7: retries; the last one repeats. */
  static final List<Duration> PUBLIC_RETRIES =
      List.of(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(60));

  /** The nodes of a private DHT are often started together with us: they are there in a moment. */
  static final List<Duration> PRIVATE_RETRIES =
      List.of(
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15));

  /** Announcements in a small DHT are repeated soon: the nodes that join it know nothing of us. */
  private static final Duration PRIVATE_PERIOD = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final Supplier<CompletableFuture<Integer>> announce;
  private final boolean isPublic;
  private int run; // Numbers the runs between start and stop; old ones die out.
  private boolean running;
  private long stored;

  /**
   * @param announce announces once: how many nodes stored it
   */
  Announcer(EventLoop loop, boolean isPublic, Supplier<CompletableFuture<Integer>> announce) {
    this.loop = loop;
    this.isPublic = isPublic;
    this.announce = announce;
  }

  void start() {
    if (!running) {
      running = true;
      attempt(++run, 0);
    }
  }

  void stop() {
    running = false;
    run++;
  }

  /** Announcements that at least one node stored. */
  long stored() {
    return stored;
  }

  private void attempt(int of, int failures) {
    if (of != run) {
      return;
    }
    announce
        .get()
        .whenComplete(
            (nodes, failure) ->
                loop.execute(() -> ended(of, failures, failure == null ? nodes : 0)));
  }

  private void ended(int of, int failures, int nodes) {
    if (of != run) {
      return;
    }
    if (nodes > 0) {
      stored++;
      double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
      Duration period = isPublic ? PERIOD : PRIVATE_PERIOD;
      again(of, 0, (long) (period.toMillis() * jitter));
    } else {
      List<Duration> retries = isPublic ? PUBLIC_RETRIES : PRIVATE_RETRIES;
      again(of, failures + 1, retries.get(Math.min(failures, retries.size() - 1)).toMillis());
    }
  }

  private void again(int of, int failures, long afterMillis) {
    loop.schedule(() -> attempt(of, failures), afterMillis, TimeUnit.MILLISECONDS);
  }
}
