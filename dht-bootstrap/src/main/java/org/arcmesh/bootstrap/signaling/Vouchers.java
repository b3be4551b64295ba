package org.arcmesh.bootstrap.signaling;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.core.Endpoint;

/**
 * Who vouches for which endpoint. A responder whose hints led to strangers counts for nothing
 * afterwards; the address it gave is not to blame, for anybody can name anybody's.
 */
final class Vouchers {
  private static final int ENDPOINTS_MAX = 1_024;
  private static final int RESPONDERS_PER_ENDPOINT_MAX = 16;
  private static final int BLAMED_MAX = 1_024;

  /** One wrong hint may be an old one. */
  private static final int WRONG_MAX = 2;

  private final Map<Endpoint, Set<Endpoint>> vouchers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Set<Endpoint>> eldest) {
          return size() > ENDPOINTS_MAX;
        }
      };
  private final Map<Endpoint, Integer> wrong =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Integer> eldest) {
          return size() > BLAMED_MAX;
        }
      };

  void heard(Hint hint) {
    Set<Endpoint> responders =
        vouchers.computeIfAbsent(hint.endpoint(), key -> new LinkedHashSet<>());
    hint.responders().stream()
        .limit(RESPONDERS_PER_ENDPOINT_MAX - responders.size())
        .forEach(responders::add);
  }

  /** What was said of {@code endpoint} is wrong. */
  void blame(Endpoint endpoint) {
    Set<Endpoint> responders = vouchers.remove(endpoint);
    if (responders != null) {
      responders.forEach(responder -> wrong.merge(responder, 1, Integer::sum));
    }
  }

  /** What was said of {@code endpoint} is right. */
  void praise(Endpoint endpoint) {
    Set<Endpoint> responders = vouchers.get(endpoint);
    if (responders != null) {
      responders.forEach(wrong::remove);
    }
  }

  /** How many responders to be taken at their word named {@code endpoint}. */
  int of(Endpoint endpoint) {
    return (int)
        vouchers.getOrDefault(endpoint, Set.of()).stream()
            .filter(responder -> wrong.getOrDefault(responder, 0) <= WRONG_MAX)
            .count();
  }
}
