package org.arcmesh.bootstrap.mainline;

import java.util.List;

/**
 * What a lookup has found when it ends.
 *
 * @param hints each endpoint once, those that most responders named first; at most {@value
 *     Search#HINTS_MAX}
 * @param responders how many other nodes of the DHT answered; 0 means that there is no DHT, or that
 *     we are its only node
 * @param portless how many times an endpoint with port 0 was named, which is no hint
 */
public record LookupResult(List<Hint> hints, int responders, int portless) {
  /** Nothing that was named was without a port. */
  public LookupResult(List<Hint> hints, int responders) {
    this(hints, responders, 0);
  }

  public LookupResult {
    hints = List.copyOf(hints);
  }
}
