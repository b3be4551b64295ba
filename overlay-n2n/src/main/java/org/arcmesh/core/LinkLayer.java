package org.arcmesh.core;

/**
 * The protocol of a peer that owns its links and arcs.
 *
 * <p>{@link Peer} hands the arc requests of all protocols to it, and what happens to links and arcs
 * to all protocols.
 */
public interface LinkLayer extends Links {

  /** Whom to tell. Called once, before {@link Protocol#start}. */
  void attach(Listener listener);

  /** See {@link Context#openArc}. */
  void openArc(PeerId target, PeerId mediator);

  /** See {@link Context#introduce}. */
  void introduce(PeerId left, PeerId right);

  /** See {@link Context#closeArc}. */
  void closeArc(PeerId target);

  /** See {@link Context#hold}. */
  void hold(PeerId neighbor, Hold reason);

  /** See {@link Context#release}. */
  void release(PeerId neighbor, Hold reason);

  /** Hears of links and arcs; calls no protocol before the present handler has returned. */
  interface Listener {
    /** A link is open. */
    void neighborUp(PeerId neighbor);

    /** A link is gone, and with it all arcs on it, either way. */
    void neighborDown(PeerId neighbor, Cause cause);

    /** One of our outgoing arcs can now be used. */
    void arcOpened(PeerId target);

    /** One of our outgoing arcs could not be opened, and exists no more. */
    void arcFailed(PeerId target, Cause cause);
  }
}
