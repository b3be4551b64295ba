package org.arcmesh.broadcast.tree;

import java.util.Optional;
import org.arcmesh.core.PeerId;

/** The trees as one peer sees them. Called on the peer's thread. */
public interface Trees {

  /** Our place in the tree of {@code source}; empty if no tree that we know connects us with it. */
  Optional<Route> route(PeerId source);

  /** Whether our trees reach {@code peer}. */
  boolean spans(PeerId peer);

  /** No trees at all: every source is unknown, and delivery finds its own way. */
  Trees NONE =
      new Trees() {
        @Override
        public Optional<Route> route(PeerId source) {
          return Optional.empty();
        }

        @Override
        public boolean spans(PeerId peer) {
          return false;
        }
      };
}
