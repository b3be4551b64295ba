package org.arcmesh.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A protocol's only door to the world.
 *
 * <p>Nothing asked for here calls back before the handler that asked has returned. Each protocol of
 * a peer has a context of its own, valid for the peer's life and on the peer's thread only.
 */
public interface Context {

  PeerId self();

  /** Milliseconds since some moment in the past; never goes backwards. */
  long nowMillis();

  /** This peer's randomness, seeded by the runtime. */
  RandomGenerator random();

  /** Sends to a neighbor, or to ourselves. Lost if there is no link; never fails synchronously. */
  void send(PeerId neighbor, Message message);

  /** Has {@code timer} come back to this protocol after {@code delay}. */
  void schedule(Duration delay, Timer timer);

  /**
   * Adds an arc to {@code target}, through a mediator that has a link to both. Ends in one call of
   * {@code onArcOpened} or {@code onArcFailed}.
   *
   * @param mediator a neighbor, or a signaling node whose door is open to us; {@code target} itself
   *     to duplicate an arc of a neighbor, or to open the first one to a signaling node
   */
  void openArc(PeerId target, PeerId mediator);

  /** As mediator: asks {@code left}, a neighbor, to open an arc to {@code right}, another one. */
  void introduce(PeerId left, PeerId right);

  /** Gives one arc to {@code target} up; the link stays for the grace period. */
  void closeArc(PeerId target);

  /** Keeps the link to {@code neighbor} open without an arc, until released or down. */
  void hold(PeerId neighbor, Hold reason);

  /** Ends a {@link #hold}; a link without arcs and holds stays for the grace period. */
  void release(PeerId neighbor, Hold reason);

  /** Tells the application, the testbed, and whoever else watches this peer. */
  void emit(OverlayEvent event);
}
