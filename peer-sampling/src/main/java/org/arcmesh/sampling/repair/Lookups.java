package org.arcmesh.sampling.repair;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;

/** Lookups of our application, at most one at a time: who asks during one shares it. */
final class Lookups {
  /** A bound against a flood of fake hints; PROTOCOLS 7 dials at most 32 per join. */
  private static final int FOUND_MAX = 256;

  private final Discovery discovery;

  /** None but during a lookup: what a peer has long dealt with is not to fill its memory. */
  private Set<Endpoint> found = Set.of();

  private final List<Asker> askers = new ArrayList<>();

  Lookups(Discovery discovery) {
    this.discovery = discovery;
  }

  /** Who wants to know. */
  interface Asker {
    void onFound(Endpoint endpoint, Context ctx);

    void onLookedUp(List<Endpoint> found, int responders, Context ctx);
  }

  void ask(Asker asker, Context ctx) {
    if (askers.contains(asker)) {
      return;
    }
    askers.add(asker);
    if (askers.size() == 1) {
      found = new LinkedHashSet<>();
      discovery.lookup();
    } else {
      List.copyOf(found).forEach(endpoint -> asker.onFound(endpoint, ctx));
    }
  }

  void onFound(Endpoint endpoint, Context ctx) {
    if (!askers.isEmpty() && found.size() < FOUND_MAX && found.add(endpoint)) {
      List.copyOf(askers).forEach(asker -> asker.onFound(endpoint, ctx));
    }
  }

  void onLookedUp(int responders, Context ctx) {
    List<Asker> asked = List.copyOf(askers);
    askers.clear();
    List<Endpoint> all = List.copyOf(found);
    found = Set.of();
    asked.forEach(asker -> asker.onLookedUp(all, responders, ctx));
  }
}
