package org.arcmesh.sampling.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.arcmesh.core.Context;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.repair.RepairMessage.Nodes;

/**
 * Signaling nodes that answered us or that neighbors told us of: at most 32, "min-wise sampled over
 * time", so that old acquaintances, who may be on the other side of a split, are kept as well as
 * new ones.
 *
 * <p>Deviation: nodes are remembered, not peers that left the view. A peer can be reached again
 * only through the endpoint of a node, so it is the nodes of which a sample is wanted.
 */
final class EndpointMemory {
  private static final int REMEMBERED_MAX = 32;
  private static final int DIALED_MAX = 64;
  private static final int OWN_MAX = 8;
  private static final int FAILURES_MAX = 3;
  private static final int TOLD_MAX = 3;

  /** Who is silent for less may be cut off, and the only one through whom a split can be mended. */
  private static final long SILENT_MILLIS_MAX = 3_600_000;

  private static final Silence NONE = new Silence(0, 0);

  /** Since when each one has not answered. */
  private final Map<Endpoint, Silence> remembered = new LinkedHashMap<>();

  /** When an endpoint last answered or did not; a dead one that is found ever again is no news. */
  private final Map<Endpoint, Long> dialedAt = new LinkedHashMap<>();

  private final Set<Endpoint> own = new LinkedHashSet<>();
  private final long salt;

  private record Silence(int failures, long since) {
    Silence and(long now) {
      return failures == 0 ? new Silence(1, now) : new Silence(failures + 1, since);
    }

    boolean isLong() {
      return failures >= FAILURES_MAX;
    }
  }

  EndpointMemory(RandomGenerator random) {
    this.salt = random.nextLong();
  }

  /** Somebody said that there is a node. */
  void heard(Endpoint endpoint) {
    if (!own.contains(endpoint)) {
      remembered.putIfAbsent(endpoint, NONE);
      bound();
    }
  }

  void answered(Endpoint endpoint, long now) {
    if (!own.contains(endpoint)) {
      remembered.put(endpoint, NONE);
      bound();
      dialed(endpoint, now);
    }
  }

  /**
   * It did not answer. After the third time it makes room for the next that we hear of, and is
   * forgotten if it has been silent for an hour.
   */
  void failed(Endpoint endpoint, long now) {
    dialed(endpoint, now);
    remembered.computeIfPresent(
        endpoint,
        (node, before) -> {
          Silence silence = before.and(now);
          return silence.isLong() && now - silence.since() >= SILENT_MILLIS_MAX ? null : silence;
        });
  }

  private void dialed(Endpoint endpoint, long now) {
    dialedAt.remove(endpoint);
    dialedAt.put(endpoint, now);
    if (dialedAt.size() > DIALED_MAX) {
      dialedAt.remove(dialedAt.keySet().iterator().next());
    }
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
    if (remembered.size() <= REMEMBERED_MAX) {
      return;
    }
    // Every new neighbor names some nodes, so this is no place for streams.
    Endpoint worst = null;
    boolean isWorstSilent = false;
    long highest = 0;
    for (Map.Entry<Endpoint, Silence> known : remembered.entrySet()) {
      boolean isSilent = known.getValue().isLong();
      long rank = rank(known.getKey());
      if (worst == null
          || isSilent && !isWorstSilent
          || isSilent == isWorstSilent && rank > highest) {
        worst = known.getKey();
        isWorstSilent = isSilent;
        highest = rank;
      }
    }
    remembered.remove(worst);
  }

  private long rank(Endpoint endpoint) {
    long rank = (endpoint.host().hashCode() * 65_537L + endpoint.port()) ^ salt;
    rank = (rank ^ (rank >>> 33)) * 0xff51afd7ed558ccdL;
    return rank ^ (rank >>> 33);
  }

  /** Tells a neighbor of some, if there are any. */
  void tellSome(PeerId neighbor, Context ctx) {
    List<Endpoint> some = all(ctx.random()).stream().limit(TOLD_MAX).toList();
    if (!some.isEmpty()) {
      ctx.send(neighbor, new Nodes(some));
    }
  }

  /** All of them, in random order. */
  List<Endpoint> all(RandomGenerator random) {
    return Shuffle.of(remembered.keySet(), random);
  }

  /**
   * Those of {@code found} and of the memory that were not dialed for the longest time, those never
   * dialed first, otherwise in random order.
   */
  List<Endpoint> leastKnown(List<Endpoint> found, RandomGenerator random) {
    Set<Endpoint> candidates = new LinkedHashSet<>(found);
    candidates.addAll(remembered.keySet());
    candidates.removeAll(own);
    List<Endpoint> order = new ArrayList<>(Shuffle.of(candidates, random));
    order.sort(Comparator.comparingLong(endpoint -> dialedAt.getOrDefault(endpoint, -1L)));
    return order;
  }
}
