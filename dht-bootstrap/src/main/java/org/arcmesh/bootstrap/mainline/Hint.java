package org.arcmesh.bootstrap.mainline;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Endpoint;

/**
 * An endpoint that was announced under the key of a lookup. Anyone may announce anything, and any
 * node of the DHT may lie: a hint is only a reason to dial.
 *
 * @param endpoint what was announced; its host is a numeric IPv4 address
 * @param responders nodes of the DHT that named it so far, never empty; our own node is among them
 *     if the endpoint was announced to us
 */
public record Hint(Endpoint endpoint, List<Endpoint> responders) {
  public Hint {
    Objects.requireNonNull(endpoint);
    responders = List.copyOf(responders);
    if (responders.isEmpty()) {
      throw new IllegalArgumentException("nobody named " + endpoint);
    }
  }

  public String host() {
    return endpoint.host();
  }

  public int port() {
    return endpoint.port();
  }
}
