package org.arcmesh.broadcast.route;

import java.util.List;
import java.util.Objects;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/** The message of broadcasts that carry their tree with them. */
public sealed interface RouteMessage extends Message {
  MessageTable TABLE = new MessageTable(7, "route", List.of(Routed.class));

  /** What of a frame the payload and the route may take. */
  int BYTES_MAX = 65_000;

  /** What a peer of the route takes of a frame, at most. */
  int PEER_BYTES = 10;

  /**
   * One broadcast.
   *
   * @param origin whose
   * @param life drawn at random when the origin starts
   * @param sequence its number among those of the origin in that life, from 0
   * @param hop links it has taken once it arrives
   * @param route what is below the receiver in the tree
   */
  record Routed(PeerId origin, int life, long sequence, int hop, WrittenTree route, Bytes payload)
      implements RouteMessage, Expendable, Sealed {
    public Routed {
      Objects.requireNonNull(origin);
      Objects.requireNonNull(route);
      if (sequence < 0 || hop < 1) {
        throw new IllegalArgumentException("broadcast " + sequence + " after " + hop + " hops");
      }
      if (!fits(route, payload)) {
        throw new IllegalArgumentException(
            payload.size() + " bytes and a route of " + route.peers().size() + " peers");
      }
    }

    static boolean fits(WrittenTree route, Bytes payload) {
      return payload.size() + PEER_BYTES * route.peers().size() <= BYTES_MAX;
    }

    @Override
    public int payloadBytes() {
      return payload.size();
    }

    /** Nothing proves that the origin is who it says. */
    @Override
    public int sealBytes() {
      return 0;
    }
  }
}
