package org.arcmesh.sampling.repair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.repair.RepairMessage.Beat;

/**
 * Links that only a hold keeps open: no arc leads over them, either way.
 *
 * <p>A component is one of arcs, for arcs are what exchanges mix. A few peers whose arcs only lead
 * to each other are an island to sampling, although the backbone still ties them to the rest, and
 * no exchange will ever end that. So what comes over such a link is not adopted but compared; if
 * the peer on the other side proves to live in a foreign component, it is joined on the spot: the
 * link is there, and no discovery is needed.
 */
final class Bridges {
  private static final int HASHES_MAX = 8;

  /** Both ends see it, and over several links: half of them is enough. Guess. */
  private static final double JOINING = 0.5;

  private final Links links;
  private final Sampler<?> sampler;
  private final IdentitySet identity;
  private final long settledMillis;
  private final Map<PeerId, Shore> shores = new LinkedHashMap<>();

  Bridges(Links links, Sampler<?> sampler, IdentitySet identity, long settledMillis) {
    this.links = links;
    this.sampler = sampler;
    this.identity = identity;
    this.settledMillis = settledMillis;
  }

  /** What the peer on the other side said lately. */
  private static final class Shore {
    final TreeMap<Long, Long> heardAt = new TreeMap<>();
    long foreignSince;

    Shore(long now) {
      foreignSince = now;
    }
  }

  boolean isBridge(PeerId neighbor) {
    return links.arcsTo(neighbor) == 0 && links.arcsFrom(neighbor) == 0;
  }

  void hear(PeerId neighbor, List<Beat> beats, long now) {
    Shore shore = shores.computeIfAbsent(neighbor, peer -> new Shore(now));
    for (Beat beat : beats) {
      shore.heardAt.put(beat.hash(), now - beat.ageMillis());
    }
    while (shore.heardAt.size() > HASHES_MAX) {
      shore.heardAt.pollLastEntry();
    }
  }

  void down(PeerId neighbor) {
    shores.remove(neighbor);
  }

  /** Once per beat: joins whoever has been foreign for long enough. */
  void look(Context ctx) {
    long now = ctx.nowMillis();
    shores.keySet().removeIf(neighbor -> !isBridge(neighbor));
    shores.forEach((neighbor, shore) -> look(neighbor, shore, now, ctx));
  }

  private void look(PeerId neighbor, Shore shore, long now, Context ctx) {
    shore.heardAt.values().removeIf(at -> now - at > settledMillis);
    if (shore.heardAt.isEmpty()
        || identity.stableMillis(now) < settledMillis
        || identity.knows(List.copyOf(shore.heardAt.keySet()), now)) {
      shore.foreignSince = now;
    } else if (now - shore.foreignSince >= settledMillis) {
      shore.foreignSince = now; // One join at a time; the next in as long again.
      if (ctx.random().nextDouble() < JOINING) {
        sampler.join(neighbor, neighbor);
      }
    }
  }
}
