package org.arcmesh.sampling;

import java.time.Duration;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerSampling;
import org.arcmesh.core.Protocol;

/**
 * A sampling protocol, and what partition detection and repair have to know of it. Called on the
 * peer's thread.
 *
 * @param <M> the messages of the protocol
 */
public interface Sampler<M extends Message> extends PeerSampling, Protocol<M> {

  /** The nominal time between two exchanges of one peer: a cycle. */
  Duration period();

  /** Arcs in the outview, those still opening included. */
  int arcs();

  /** How many arcs this peer has lost so far to neighbors that went down without a goodbye. */
  long arcsLost();

  /** Whether nobody knows us and we know nobody: no arc, not even an opening one, either way. */
  boolean isIsolated();

  /**
   * Told once per cycle how many peers there are; moves the number of our arcs a little towards
   * what they need. While the count is uncertain it is, of all it may be, the one nearest to {@link
   * #sizeEstimate}. A sampler whose views have a fixed size does nothing.
   */
  default void correct(double peers) {}

  /**
   * Exchanges now, besides what is done every period: two components have become one, and their
   * arcs are to mix. A sampler that has no exchanges does nothing.
   */
  default void cycle() {}
}
