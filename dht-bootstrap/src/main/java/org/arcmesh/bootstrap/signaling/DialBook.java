package org.arcmesh.bootstrap.signaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;

/**
 * What dialing has taught: who answered where, and what failed when.
 *
 * <p>A failed endpoint is not dialed again for a while. The first time that is short, since a node
 * that restarts at its old address is the most common case. After that an endpoint at which
 * somebody of our application once proved itself is tried at least every 15 s, for a network that
 * heals must be seen soon; one that never did waits 60 s, then four times as long each time
 * (PROTOCOLS 7).
 */
final class DialBook {
  static final long FIRST_BLOCK_MILLIS = 5_000;
  static final long PROVEN_BLOCK_MILLIS = 15_000;
  static final long HINT_BLOCK_MILLIS = 60_000;
  static final long HINT_BLOCK_MILLIS_MAX = 3_600_000;

  /** PROTOCOLS 7, memory: up to 64 nodes that answered. */
  static final int PROVEN_MAX = 64;

  static final int FAILED_MAX = 1_024;

  /** A node that failed this often in a row is no longer offered as known. Guess. */
  private static final int FORGET_AFTER = 8;

  private static final int RECOMMENDED_MAX = 64;
  private static final int OURSELVES_MAX = 16;

  private record Failure(int times, long until) {}

  private final Map<Endpoint, PeerId> proven = bounded(PROVEN_MAX);
  private final Map<Endpoint, Failure> failed = bounded(FAILED_MAX);
  private final Map<Endpoint, Boolean> recommended = bounded(RECOMMENDED_MAX);
  private final Map<Endpoint, Boolean> ourselves = bounded(OURSELVES_MAX);
  private Runnable onProven = () -> {};

  /** Forgets what was noted longest ago. */
  private static <V> Map<Endpoint, V> bounded(int max) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Endpoint, V> eldest) {
        return size() > max;
      }
    };
  }

  void verified(Endpoint endpoint, PeerId peer) {
    failed.remove(endpoint);
    boolean isNew = proven.remove(endpoint) == null;
    proven.put(endpoint, peer);
    if (isNew) {
      onProven.run();
    }
  }

  /** Tells {@code listener} when somebody has proven itself at an endpoint for the first time. */
  void onProven(Runnable listener) {
    onProven = listener;
  }

  /**
   * @param retryMillis when the node itself said that asking again makes sense, or 0
   */
  void failed(Endpoint endpoint, long nowMillis, int retryMillis) {
    Failure last = failed.remove(endpoint);
    int times = last == null ? 1 : last.times() + 1;
    long block =
        retryMillis > 0 ? Math.min(retryMillis, HINT_BLOCK_MILLIS) : block(endpoint, times);
    failed.put(endpoint, new Failure(times, nowMillis + block));
    if (times >= FORGET_AFTER) {
      proven.remove(endpoint);
    }
  }

  /** It is a signaling node no more. */
  void retired(Endpoint endpoint, long nowMillis, int retryMillis) {
    failed(endpoint, nowMillis, retryMillis);
    proven.remove(endpoint);
    recommended.remove(endpoint);
  }

  private long block(Endpoint endpoint, int times) {
    if (times == 1) {
      return FIRST_BLOCK_MILLIS;
    }
    if (proven.containsKey(endpoint)) {
      return PROVEN_BLOCK_MILLIS;
    }
    int doublings = Math.min(2 * (times - 2), 16);
    return Math.min(HINT_BLOCK_MILLIS << doublings, HINT_BLOCK_MILLIS_MAX);
  }

  boolean isBlocked(Endpoint endpoint, long nowMillis) {
    Failure failure = failed.get(endpoint);
    return failure != null && nowMillis < failure.until();
  }

  /** Lets a blocked endpoint be dialed once more: there is nothing else to dial. */
  void lift(Endpoint endpoint) {
    failed.computeIfPresent(endpoint, (at, failure) -> new Failure(failure.times(), 0));
  }

  Optional<PeerId> provenAt(Endpoint endpoint) {
    return Optional.ofNullable(proven.get(endpoint));
  }

  /** Endpoints at which somebody proved itself, in the order in which they last did. */
  List<Endpoint> proven() {
    return List.copyOf(proven.keySet());
  }

  /** Nodes that proved themselves recommend these; only a hint. */
  void recommend(List<Endpoint> endpoints) {
    endpoints.forEach(endpoint -> recommended.put(endpoint, true));
  }

  List<Endpoint> recommended() {
    return List.copyOf(recommended.keySet());
  }

  /** Whoever dials {@code endpoint} reaches ourselves. */
  void isUs(Endpoint endpoint) {
    ourselves.put(endpoint, true);
    proven.remove(endpoint);
  }

  boolean isOurs(Endpoint endpoint) {
    return ourselves.containsKey(endpoint);
  }
}
