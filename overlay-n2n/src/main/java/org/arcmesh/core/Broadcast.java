package org.arcmesh.core;

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
   */
  long broadcast(Bytes payload);
}
