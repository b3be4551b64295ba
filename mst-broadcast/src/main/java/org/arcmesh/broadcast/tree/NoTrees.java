package org.arcmesh.broadcast.tree;

import java.util.Optional;
import org.arcmesh.core.PeerId;

/** Trees of who knows none. */
record NoTrees(boolean floods) implements Trees {
  @Override
  public long epoch() {
    return NONE_YET;
  }

  @Override
  public Optional<Route> route(PeerId source, long epoch) {
    return Optional.empty();
  }

  @Override
  public boolean spans(PeerId peer) {
    return false;
  }
}
