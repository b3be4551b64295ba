package org.arcmesh.broadcast.linkstate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What link state has cost a peer, and what it did not believe.
 *
 * @param records received
 * @param bytes that they take on the wire, about
 * @param known records received that it had, or had newer ones of
 * @param dropped by reason: {@code future} and {@code conflict} records, those for which the table
 *     was {@code full}, {@code epoch}s that cannot be, what {@code asked} for too much
 * @param unreturned claims in the picture that the other end does not make
 */
public record LinkStateCounters(
    long records, long bytes, long known, Map<String, Long> dropped, int unreturned) {
  public LinkStateCounters {
    dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
  }
}
