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

  void openArc(PeerId target, PeerId mediator);

  void introduce(PeerId left, PeerId right);

  void closeArc(PeerId target);

  void hold(PeerId neighbor, Hold reason);

  void release(PeerId neighbor, Hold reason);

  /** Hears of links and arcs; calls no protocol before the present handler has returned. */
  interface Listener {
    void neighborUp(PeerId neighbor);

    void neighborDown(PeerId neighbor, Cause cause);

    void arcOpened(PeerId target);

    void arcFailed(PeerId target, Cause cause);
  }
}
