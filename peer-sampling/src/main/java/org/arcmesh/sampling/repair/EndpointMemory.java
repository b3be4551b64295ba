package org.arcmesh.sampling.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.arcmesh.core.Endpoint;

/**
 * Signaling nodes that answered us or that neighbors told us of: at most 32, "min-wise sampled over
 * time", so that old acquaintances, who may be on the other side of a split, are kept as well as
 * new ones.
 */
final class EndpointMemory {
  private static final int REMEMBERED_MAX = 32;
  private static final int OWN_MAX = 8;
  private static final int FAILURES_MAX = 3;

  private final Map<Endpoint, Acquaintance> remembered = new LinkedHashMap<>();
  private final Set<Endpoint> own = new LinkedHashSet<>();
  private final long salt;

  private record Acquaintance(long probedAt, int failures) {}

  EndpointMemory(RandomGenerator random) {
    this.salt = random.nextLong();
  }

  /** Somebody said that there is a node. */
  void heard(Endpoint endpoint) {
    if (!own.contains(endpoint)) {
      remembered.putIfAbsent(endpoint, new Acquaintance(-1, 0));
      bound();
    }
  }

  void answered(Endpoint endpoint, long now) {
    if (!own.contains(endpoint)) {
      remembered.put(endpoint, new Acquaintance(now, 0));
      bound();
    }
  }

  /** It did not answer; after the third time it is forgotten. */
  void failed(Endpoint endpoint, long now) {
    remembered.computeIfPresent(
        endpoint,
        (node, known) ->
            known.failures() + 1 < FAILURES_MAX
                ? new Acquaintance(now, known.failures() + 1)
                : null);
  }

  /** This endpoint is ourselves. */
  void isOwn(Endpoint endpoint) {
    remembered.remove(endpoint);
    if (own.size() < OWN_MAX) {
      own.add(endpoint);
    }
  }

  boolean isOurs(Endpoint endpoint) {
    return own.contains(endpoint);
  }

  private void bound() {
    if (remembered.size() > REMEMBERED_MAX) {
      remembered.keySet().stream().max(Comparator.comparingLong(this::rank)).ifPresent(this::drop);
    }
  }

  private void drop(Endpoint endpoint) {
    remembered.remove(endpoint);
  }

  private long rank(Endpoint endpoint) {
    long rank = (endpoint.host().hashCode() * 65_537L + endpoint.port()) ^ salt;
    rank = (rank ^ (rank >>> 33)) * 0xff51afd7ed558ccdL;
    return rank ^ (rank >>> 33);
  }

  /** All of them, in random order. */
  List<Endpoint> all(RandomGenerator random) {
    return Shuffle.of(remembered.keySet(), random);
  }

  /**
   * Those of {@code found} and of the memory that were not probed for the longest time, those never
   * probed first, otherwise in random order.
   */
  List<Endpoint> leastKnown(List<Endpoint> found, RandomGenerator random) {
    Set<Endpoint> candidates = new LinkedHashSet<>(found);
    candidates.addAll(remembered.keySet());
    candidates.removeAll(own);
    List<Endpoint> order = new ArrayList<>(Shuffle.of(candidates, random));
    order.sort(Comparator.comparingLong(this::probedAt));
    return order;
  }

  private long probedAt(Endpoint endpoint) {
    Acquaintance known = remembered.get(endpoint);
    return known == null ? -1 : known.probedAt();
  }
}
