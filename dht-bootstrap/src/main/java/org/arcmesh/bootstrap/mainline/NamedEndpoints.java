package org.arcmesh.bootstrap.mainline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.core.Endpoint;

/**
 * Endpoints that the nodes of a search have named, and who named each: a bounded number of them.
 *
 * <p>The bound is shared fairly. Once it is reached, who has named most that nobody else named
 * gives one up for who has named fewer. So nodes that lie next to a key and answer first do not
 * keep out, by however many inventions, what others name after them.
 */
final class NamedEndpoints {
  private final int most;
  private final Map<Endpoint, Set<Endpoint>> namers = new LinkedHashMap<>();

  /** Of each node, what only it has named. */
  private final Map<Endpoint, Set<Endpoint>> alone = new LinkedHashMap<>();

  /**
   * @param most endpoints remembered
   */
  NamedEndpoints(int most) {
    this.most = most;
  }

  /**
   * {@code responder} names {@code endpoint}.
   *
   * @return how many have named it now, or 0 if that is no news or there is no room
   */
  int name(Endpoint endpoint, Endpoint responder) {
    Set<Endpoint> named = namers.get(endpoint);
    if (named == null) {
      if (namers.size() >= most && !makeRoom(responder)) {
        return 0;
      }
      namers.put(endpoint, new LinkedHashSet<>(List.of(responder)));
      alone.computeIfAbsent(responder, key -> new LinkedHashSet<>()).add(endpoint);
      return 1;
    }
    if (!named.add(responder)) {
      return 0;
    }
    if (named.size() == 2) {
      alone.get(named.iterator().next()).remove(endpoint);
    }
    return named.size();
  }

  private boolean makeRoom(Endpoint responder) {
    Set<Endpoint> largest =
        alone.values().stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
    if (largest.size() <= alone.getOrDefault(responder, Set.of()).size() + 1) {
      return false;
    }
    Endpoint dropped = largest.iterator().next();
    largest.remove(dropped);
    namers.remove(dropped);
    return true;
  }

  /** Who named {@code endpoint}, in that order; empty if nobody did. */
  List<Endpoint> namersOf(Endpoint endpoint) {
    return List.copyOf(namers.getOrDefault(endpoint, Set.of()));
  }

  /** All of them, those that most have named first. */
  List<Hint> hints() {
    List<Hint> hints = new ArrayList<>();
    namers.forEach((endpoint, named) -> hints.add(new Hint(endpoint, List.copyOf(named))));
    hints.sort(Comparator.comparingInt((Hint hint) -> -hint.responders().size()));
    return hints;
  }
}
