package org.arcmesh.bootstrap.mainline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a node in touch with the DHT: a search for its own id makes the nearest nodes known to it,
 * and it to them. mldht itself would begin after five seconds, and again after minutes. On the
 * node's thread only.
 */
final class Joining {
  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_MAX = Duration.ofSeconds(5);

  // Those who joined together with us did not know each other the first time.
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration REFRESH_PRIVATE = Duration.ofSeconds(60);
  private static final Duration REFRESH_PUBLIC = Duration.ofMinutes(15);

  private final DhtNode node;
  private final Lookups lookups;
  private final NodeLoop loop;
  private final BootstrapAddresses bootstrap;
  private final Duration refresh;
  private final CompletableFuture<Integer> first = new CompletableFuture<>();
  private Duration retry = RETRY_FIRST;
  private boolean hasJoined;

  Joining(
      DhtNode node,
      Lookups lookups,
      NodeLoop loop,
      BootstrapAddresses bootstrap,
      boolean isPrivate) {
    this.node = node;
    this.lookups = lookups;
    this.loop = loop;
    this.bootstrap = bootstrap;
    this.refresh = isPrivate ? REFRESH_PRIVATE : REFRESH_PUBLIC;
  }

  /** Joins, and begins again from time to time until the node is closed. */
  void begin() {
    if (node.knownNodes() == 0) {
      bootstrap.resolve();
    }
    lookups.start(
        node.id(),
        false,
        new Lookup.Listener() {
          @Override
          public void onEnd(Search search) {
            Joining.this.onEnd(search.result().responders());
          }

          @Override
          public void onFailure(Throwable cause) {
            onEndWithout(cause);
          }
        });
  }

  /** How many nodes answered the first attempt. */
  CompletableFuture<Integer> first() {
    return first;
  }

  private void onEnd(int responders) {
    first.complete(responders);
    if (responders > 0) {
      node.noteReachable();
      again(hasJoined ? refresh : SECOND);
      hasJoined = true;
      retry = RETRY_FIRST;
    } else {
      again(retry);
      Duration doubled = retry.multipliedBy(2);
      retry = doubled.compareTo(RETRY_MAX) < 0 ? doubled : RETRY_MAX;
    }
  }

  private void onEndWithout(Throwable cause) {
    first.complete(0);
    again(RETRY_MAX);
  }

  private void again(Duration delay) {
    if (!loop.isShutdown()) {
      loop.schedule(this::begin, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
