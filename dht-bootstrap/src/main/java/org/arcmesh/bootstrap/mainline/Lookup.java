package org.arcmesh.bootstrap.mainline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.arcmesh.core.Bytes;

/**
 * One {@link Search} over the network, begun again with more patience while nobody answers at all:
 * the packet to the only bootstrap address may have been lost, or its node is just starting. On the
 * node's thread only.
 */
final class Lookup {
  /** How long a contact may be silent before it is no longer waited for, in each attempt. */
  static final List<Duration> PATIENCE =
      List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));

  /** Guess: a round trip within a continent. */
  private static final long STALL_NANOS_FIRST = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long STALL_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(30);

  /** Who asked for a lookup. Called on the node's thread. */
  interface Listener {
    /** An attempt begins; what we store ourselves may be added. */
    default void onBegin(Search search) {}

    default void onFound(Hint hint) {}

    /** The last attempt is over. Called once, unless {@link #onFailure} is. */
    void onEnd(Search search);

    /** The node was closed, or a listener threw. */
    void onFailure(Throwable cause);
  }

  private final Bytes target;
  private final boolean isForPeers;
  private final Lookups lookups;
  private final Listener listener;
  private Search search;
  private int attempt;
  private boolean isEnded;

  /**
   * A lookup that has not begun.
   *
   * @param isForPeers whether to ask who announced {@code target}, or only who is near it
   */
  Lookup(Bytes target, boolean isForPeers, Lookups lookups, Listener listener) {
    this.target = target;
    this.isForPeers = isForPeers;
    this.lookups = lookups;
    this.listener = listener;
  }

  void begin() {
    if (isEnded) {
      return;
    }
    List<Contact> seeds = lookups.seeds(target);
    Port port = new Port(PATIENCE.get(attempt));
    search = new Search(target, lookups.ourselves(), port, listener::onFound);
    step(
        search,
        () -> {
          listener.onBegin(search);
          search.start(seeds);
        });
  }

  void fail(Throwable cause) {
    if (!isEnded) {
      isEnded = true;
      lookups.onEnd(this);
      listener.onFailure(cause);
    }
  }

  /** What concerns a search that is over, or an earlier attempt, comes too late. */
  private void step(Search of, Runnable input) {
    if (isEnded || of != search) {
      return;
    }
    try {
      input.run();
      if (search.isOver()) {
        end();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void end() {
    boolean isLast = attempt + 1 == PATIENCE.size() || !lookups.mayFindSeeds();
    if (search.result().responders() > 0 || isLast) {
      isEnded = true;
      lookups.onEnd(this);
      listener.onEnd(search);
      return;
    }
    // Without anybody to ask, no time has passed yet; names may still be being resolved.
    long waitNanos = search.questions() == 0 ? PATIENCE.get(attempt).toNanos() : 0;
    search = null;
    attempt++;
    lookups.loop().schedule(this::begin, waitNanos, TimeUnit.NANOSECONDS);
  }

  private final class Port implements Search.Port {
    private final Duration patience;
    private long slowestNanos = -1; // Of the answers so far.

    Port(Duration patience) {
      this.patience = patience;
    }

    @Override
    public void ask(Contact contact) {
      Search asking = search;
      long askedAt = System.nanoTime();
      lookups
          .loop()
          .schedule(
              () -> step(asking, () -> asking.onStall(contact)),
              stallNanos(),
              TimeUnit.NANOSECONDS);
      lookups
          .rpc()
          .search(
              contact,
              target,
              isForPeers,
              patience,
              answer -> {
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - askedAt);
                step(asking, () -> asking.onAnswer(contact, answer));
              },
              () -> step(asking, () -> asking.onSilence(contact)));
    }

    /** Twice the slowest answer so far. */
    private long stallNanos() {
      return slowestNanos < 0
          ? STALL_NANOS_FIRST
          : Math.min(patience.toNanos(), Math.max(STALL_NANOS_MIN, 2 * slowestNanos));
    }
  }
}
