package org.arcmesh.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a runtime does for one peer.
 *
 * <p>The runtime in turn calls {@link Peer#receive} and {@link Peer#fire}, one call at a time. No
 * method here may call into the peer before it returns.
 */
public interface Host {

  /** Milliseconds since some moment in the past; never goes backwards. */
  long nowMillis();

  /** Randomness of this peer alone. */
  RandomGenerator random();

  /** Sends over the link to {@code to}, else over the door to it, else nowhere. Never to self. */
  void send(PeerId to, Message message);

  /** Calls {@link Peer#fire} with these after {@code delay}. */
  void schedule(Duration delay, int protocol, Timer timer);

  void emit(OverlayEvent event);
}
