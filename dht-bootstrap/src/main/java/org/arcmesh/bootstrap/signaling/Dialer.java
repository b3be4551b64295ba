package org.arcmesh.bootstrap.signaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.arcmesh.core.Endpoint;

/**
 * Bounds dials: so many at once, so many per join. Those that wait are started by how many vouch
 * for them, from networks that are not being dialed at the moment (PROTOCOLS 7, "Dialing").
 */
final class Dialer {
  /** Without a new lookup, as many dials again after this time: remembered nodes are probed. */
  private static final long REFILL_MILLIS = 60_000;

  private final int atOnce;
  private final int perJoin;
  private final ToIntFunction<Endpoint> vouchers;
  private final List<Dial> waiting = new ArrayList<>();
  private final List<String> networks = new ArrayList<>(); // Of the dials under way.
  private int left;
  private long refilledAt;

  private record Dial(Endpoint endpoint, String network, Runnable start) {}

  Dialer(int atOnce, int perJoin, ToIntFunction<Endpoint> vouchers) {
    this.atOnce = atOnce;
    this.perJoin = perJoin;
    this.vouchers = vouchers;
    this.left = perJoin;
  }

  /** A new join begins. */
  void refill(long nowMillis) {
    left = perJoin;
    refilledAt = nowMillis;
  }

  /**
   * Starts a dial now or later; whoever was started says {@link #done} in the end.
   *
   * @return false if there were dials enough
   */
  boolean dial(Endpoint endpoint, long nowMillis, Runnable start) {
    if (nowMillis - refilledAt >= REFILL_MILLIS) {
      refill(nowMillis);
    }
    if (left == 0) {
      return false;
    }
    left--;
    waiting.add(new Dial(endpoint, Addresses.network(endpoint), start));
    startNext();
    return true;
  }

  void done(Endpoint endpoint) {
    networks.remove(Addresses.network(endpoint));
    startNext();
  }

  private void startNext() {
    while (networks.size() < atOnce && !waiting.isEmpty()) {
      Dial next =
          waiting.stream()
              .min(
                  Comparator.comparing((Dial dial) -> networks.contains(dial.network()))
                      .thenComparing(dial -> -vouchers.applyAsInt(dial.endpoint())))
              .orElseThrow();
      waiting.remove(next);
      networks.add(next.network());
      next.start().run();
    }
  }
}
