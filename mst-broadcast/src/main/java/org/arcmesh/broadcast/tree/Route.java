package org.arcmesh.broadcast.tree;

import java.util.List;
import java.util.Optional;
import org.arcmesh.core.PeerId;

/**
 * A peer's place in its own copy of the tree of one source.
 *
 * @param parent from whom it expects the source's messages; empty at the source itself
 * @param children to whom it pushes them, ascending
 */
public record Route(Optional<PeerId> parent, List<PeerId> children) {
  public Route {
    children = List.copyOf(children);
  }
}
