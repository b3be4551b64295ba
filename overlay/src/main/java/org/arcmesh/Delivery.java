package org.arcmesh;

import java.util.Objects;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;

/**
 * A broadcast of another peer, as it reaches this one: once, and in the order in which its origin
 * sent.
 *
 * @param from its origin, whose signature has been checked
 * @param sequence its number among the broadcasts of that origin, from 0
 * @param payload what was broadcast
 * @param hops links it took to get here, at least 1
 */
public record Delivery(PeerId from, long sequence, Bytes payload, int hops) {
  public Delivery {
    Objects.requireNonNull(from);
    Objects.requireNonNull(payload);
  }

  /** The payload read as UTF-8; what is no UTF-8 becomes U+FFFD. */
  public String text() {
    return payload.toUtf8();
  }
}
