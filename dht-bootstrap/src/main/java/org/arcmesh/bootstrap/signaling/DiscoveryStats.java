package org.arcmesh.bootstrap.signaling;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What discovery has done so far, for reports.
 *
 * @param lookups begun
 * @param announces stored by the DHT
 * @param answerMillis time from a lookup to the first node that proved itself, of the last lookups
 *     for which one did, in ms
 * @param hints endpoints that lookups found, each counted once per lookup
 * @param verified hellos that held
 * @param rejected what did not, by {@link Rejection#word()}
 */
public record DiscoveryStats(
    long lookups,
    long announces,
    List<Long> answerMillis,
    long hints,
    long verified,
    Map<String, Long> rejected) {
  public DiscoveryStats {
    answerMillis = List.copyOf(answerMillis);
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
  }
}
