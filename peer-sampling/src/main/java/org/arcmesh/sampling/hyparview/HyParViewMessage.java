package org.arcmesh.sampling.hyparview;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/**
 * The messages of HyParView.
 *
 * <p>Those that walk carry their path: the peers that forwarded them, in this order. What is
 * answered to their origin goes back along it.
 */
public sealed interface HyParViewMessage extends Message {
  /** Longest walk. */
  int STEPS_MAX = 16;

  /** Largest shuffle. */
  int PEERS_MAX = 64;

  MessageTable TABLE =
      new MessageTable(
          11,
          "hyparview",
          List.of(
              Join.class,
              ForwardJoin.class,
              Seek.class,
              Way.class,
              Neighbor.class,
              NeighborReply.class,
              Disconnect.class,
              Shuffle.class,
              ShuffleReply.class));

  /** The sender is new here and has just opened its arc to us. */
  record Join() implements HyParViewMessage {}

  /**
   * A newcomer's walk.
   *
   * @param ttl steps that are left
   * @param path the newcomer's contact first, the sender last
   */
  record ForwardJoin(PeerId newcomer, int ttl, List<PeerId> path) implements HyParViewMessage {
    public ForwardJoin {
      Objects.requireNonNull(newcomer);
      path = walked(path, ttl);
    }
  }

  /**
   * The walk of a peer whose active view lacks a neighbor.
   *
   * @param wanted a peer of its passive view, or none
   * @param high whether it has no neighbor at all
   * @param ttl steps that are left
   * @param path empty at first; the origin is not in it
   */
  record Seek(PeerId origin, List<PeerId> wanted, boolean high, int ttl, List<PeerId> path)
      implements HyParViewMessage {
    public Seek {
      Objects.requireNonNull(origin);
      wanted = List.copyOf(wanted);
      if (wanted.size() > 1) {
        throw new IllegalArgumentException("a walk that wants " + wanted.size() + " peers");
      }
      path = walked(path, ttl);
    }
  }

  /**
   * Where a walk ended, on its way back to the origin.
   *
   * @param path as the walk went, the peer where it ended last
   */
  record Way(PeerId origin, boolean high, List<PeerId> path) implements HyParViewMessage {
    public Way {
      Objects.requireNonNull(origin);
      path = ended(path);
      if (path.isEmpty()) {
        throw new IllegalArgumentException("a way to nowhere");
      }
    }
  }

  /**
   * Be my neighbor.
   *
   * @param high whether it must not be refused
   */
  record Neighbor(boolean high) implements HyParViewMessage {}

  record NeighborReply(boolean accepted) implements HyParViewMessage {}

  /** The receiver is no longer in the sender's active view. */
  record Disconnect() implements HyParViewMessage {}

  /**
   * Some of what the origin knows, itself included, on its walk.
   *
   * @param ttl steps that are left
   * @param path empty at first; the origin is not in it
   */
  record Shuffle(PeerId origin, List<PeerId> peers, int ttl, List<PeerId> path)
      implements HyParViewMessage {
    public Shuffle {
      Objects.requireNonNull(origin);
      peers = known(peers);
      path = walked(path, ttl);
    }
  }

  /**
   * What the origin gets in return, on its way back.
   *
   * @param path as the walk went, without the peer where it ended
   */
  record ShuffleReply(PeerId origin, List<PeerId> peers, List<PeerId> path)
      implements HyParViewMessage {
    public ShuffleReply {
      Objects.requireNonNull(origin);
      peers = known(peers);
      path = ended(path);
    }
  }

  private static List<PeerId> known(List<PeerId> peers) {
    if (peers.size() > PEERS_MAX) {
      throw new IllegalArgumentException("a shuffle of " + peers.size() + " peers");
    }
    return List.copyOf(peers);
  }

  /** Each step makes the path longer by one, so a walk that may be handled may be sent on. */
  private static List<PeerId> walked(List<PeerId> path, int ttl) {
    if (ttl < 0 || path.size() + ttl > STEPS_MAX + 1) {
      throw new IllegalArgumentException(
          "a walk of " + path.size() + " steps, with " + ttl + " to go");
    }
    return List.copyOf(path);
  }

  private static List<PeerId> ended(List<PeerId> path) {
    // The contact, the steps, and the end.
    if (path.size() > STEPS_MAX + 2) {
      throw new IllegalArgumentException("a walk of " + path.size() + " steps");
    }
    return List.copyOf(path);
  }
}
