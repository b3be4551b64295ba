package org.arcmesh.broadcast.tree;

import java.util.Optional;
import org.arcmesh.core.PeerId;

/** The trees as one peer sees them. Called on the peer's thread. */
public interface Trees {

  /** The epoch of those who have no trees. */
  long NONE_YET = 0;

  /** The epoch of the picture by which our own broadcasts choose their tree. */
  long epoch();

  /**
   * Our place in the tree of {@code source} in the picture of {@code epoch}; empty if no tree that
   * we know connects us with it.
   */
  Optional<Route> route(PeerId source, long epoch);

  /**
   * Our place in one tree that all whom our trees reach have in common, for what has no tree of its
   * source: all are children with whom we have a link of that tree, whichever way, or whom it does
   * not reach. Empty while there is none, and where a link of it is gone.
   */
  default Optional<Route> common() {
    return Optional.empty();
  }

  /** Whether our trees reach {@code peer}. */
  boolean spans(PeerId peer);

  /** Whether everything goes along every link, for ever. */
  default boolean floods() {
    return false;
  }

  /** No trees at all: every source is unknown, and delivery finds its own way. */
  Trees NONE = new NoTrees(false);

  /** No trees at all, and no way is better than another. */
  Trees FLOOD = new NoTrees(true);
}
