package org.arcmesh.core;

import java.util.List;

/**
 * One state machine of a peer.
 *
 * <p>A protocol never blocks, reads a clock, draws unseeded randomness or starts a thread. It is
 * called by one thread at a time, one handler after the other, and everything it wants done it asks
 * of its {@link Context}. So the very same class runs over real links and in virtual time. An
 * exception out of a handler is a bug of ours and ends the peer, visibly.
 *
 * @param <M> what it receives: its own messages, and the answers of the ports it uses
 */
public interface Protocol<M extends Message> {

  /** The messages it exchanges with the same protocol of other peers. */
  MessageTable messages();

  /** The messages by which ports answer it. They come from the peer itself, never off the wire. */
  default List<Class<? extends Message>> answers() {
    return List.of();
  }

  /** Called once, before anything else. The context stays the same: a protocol may keep it. */
  void start(Context ctx);

  /** A message from a neighbor, or from the peer itself: the answer of a port. */
  void onMessage(PeerId from, M message, Context ctx);

  /** A timer that this protocol scheduled. */
  default void onTimer(Timer timer, Context ctx) {}

  /** A link to {@code neighbor} is open. */
  default void onNeighborUp(PeerId neighbor, Context ctx) {}

  /** The link to {@code neighbor} is gone, and with it all arcs and holds on it. */
  default void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {}

  /**
   * One of our outgoing arcs can now be used: an arc we asked for, or one that a mediator gave us.
   * Called once per arc.
   */
  default void onArcOpened(PeerId target, Context ctx) {}

  /** One of our outgoing arcs, asked for or given, could not be opened, and is no longer ours. */
  default void onArcFailed(PeerId target, Cause cause, Context ctx) {}

  /** The application leaves: last words may be said now, links close soon after. */
  default void onLeave(Context ctx) {}

  /**
   * Reads what a message or a timer would read first, and changes nothing: for runtimes of so many
   * peers that none is in the cache. Most protocols need not care.
   *
   * @return some number that depends on what was read, so that no compiler leaves it out
   */
  default int prefetch() {
    return 0;
  }
}
