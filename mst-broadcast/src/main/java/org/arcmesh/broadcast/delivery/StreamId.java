package org.arcmesh.broadcast.delivery;

import java.util.Objects;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Digest;
import org.arcmesh.core.PeerId;

/**
 * The broadcasts of one life of one peer.
 *
 * @param origin whose broadcasts they are
 * @param life drawn at random when the origin starts: a peer that comes back with a persisted
 *     identity numbers its broadcasts from 0 again, and nobody takes them for old ones
 */
public record StreamId(PeerId origin, int life) {
  public StreamId {
    Objects.requireNonNull(origin);
  }

  /**
   * What messages call it: the first eight bytes of the SHA-256 of the origin and the life, 4 bytes
   * in network order. Nobody can choose one that another stream has.
   */
  long key() {
    Bytes number =
        Bytes.copyOf((byte) (life >>> 24), (byte) (life >>> 16), (byte) (life >>> 8), (byte) life);
    return Digest.sha256(origin.toBytes(), number).toBuffer().getLong();
  }
}
