package org.arcmesh.sampling;

import java.time.Duration;
import org.arcmesh.core.Links;

/**
 * Makes the sampler of one peer: the port through which another sampling protocol takes the place
 * of ours. A class of its own that is to be named in a scenario is public and has a public
 * constructor without parameters.
 *
 * <p>Everything above (repair, backbone, broadcast) works with whatever it makes. Called once for
 * each peer, before the peer starts, by any thread.
 */
@FunctionalInterface
public interface SamplerFactory {

  /**
   * A sampler that is not yet started.
   *
   * @param period the time between two exchanges of one peer
   * @param links those of the same peer
   */
  Sampler<?> make(Duration period, Links links);
}
