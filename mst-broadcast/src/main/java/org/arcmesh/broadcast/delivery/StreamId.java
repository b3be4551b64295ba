package org.arcmesh.broadcast.delivery;

import java.util.Objects;
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
}
