package org.arcmesh.bootstrap.mainline;

import java.util.Objects;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/**
 * A node of the DHT as others describe it.
 *
 * @param endpoint a numeric IPv4 address and a port
 * @param id 20 bytes, or none for a bootstrap address, whose id only its answer tells
 */
record Contact(Endpoint endpoint, Bytes id) {
  static final int ID_BYTES = 20;

  Contact {
    Objects.requireNonNull(endpoint);
    if (id.size() != ID_BYTES && !id.isEmpty()) {
      throw new IllegalArgumentException("the id of a node has 20 bytes, not " + id.size());
    }
  }

  static Contact unknown(Endpoint endpoint) {
    return new Contact(endpoint, Bytes.EMPTY);
  }

  boolean isIdKnown() {
    return !id.isEmpty();
  }
}
