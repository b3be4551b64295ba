package org.arcmesh.n2n;

import org.arcmesh.core.Peer;

/** Composes the protocols of a peer; the same factory serves both runtimes. */
@FunctionalInterface
public interface PeerFactory {

  /** A peer in this environment, not yet started. */
  Peer create(Environment environment);
}
