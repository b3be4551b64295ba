package org.arcmesh.bootstrap.mainline;

import java.util.List;

/**
 * What a lookup has found when it ends.
 *
 * @param hints each endpoint once, those that most responders named first; at most {@value
 *     Search#HINTS_MAX}
 * @param responders how many other nodes of the DHT answered; 0 means that there is no DHT, or that
 *     we are its only node
 */
public record LookupResult(List<Hint> hints, int responders) {
  public LookupResult {
    hints = List.copyOf(hints);
  }
}
