package org.arcmesh.core;

import java.util.function.LongConsumer;

/** Broadcast as the application uses it. Called on the peer's thread. */
public interface Broadcast {
  /** The largest payload, in bytes. */
  int PAYLOAD_BYTES_MAX = 16 << 20;

  /**
   * Sends {@code payload} to every peer of the component, exactly once and in the order of our
   * calls. Other peers emit {@link OverlayEvent.Delivered}; we do not.
   *
   * @return the number of this broadcast among ours, from 0
   * @throws IllegalArgumentException if the payload is larger than {@link #PAYLOAD_BYTES_MAX}
   * @throws IllegalStateException if 64 MiB wait to be sent already; see {@link #hasRoom}
   */
  long broadcast(Bytes payload);

  /** Whether another broadcast would not have to wait long for those before it. */
  boolean hasRoom();

  /**
   * Has {@code listener} told when links have accepted broadcasts of ours, with the number of the
   * first one that they have not. There is one listener, the last one given.
   */
  void onAccepted(LongConsumer listener);
}
