package org.arcmesh.broadcast.delivery;

import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.core.PeerId;

/**
 * A parcel that is kept, for the application or for neighbors.
 *
 * @param push as it came
 * @param parcel what is in it
 * @param from who sent it, or we ourselves
 * @param sentAt when its origin sent it at the latest, by our clock
 * @param receivedAt when it came
 */
record Kept(Push push, Parcel parcel, PeerId from, long sentAt, long receivedAt) {
  long sequence() {
    return parcel.sequence();
  }

  int size() {
    return parcel.bytes().size();
  }

  /** When the one before it was sent at the latest, by our clock. */
  long previousSentAt() {
    return sentAt - parcel.sincePreviousMillis();
  }
}
