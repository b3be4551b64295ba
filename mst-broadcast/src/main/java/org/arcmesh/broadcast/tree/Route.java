package org.arcmesh.broadcast.tree;

import java.util.List;
import java.util.Optional;
import org.arcmesh.core.PeerId;

/**
 * A peer's place in its own copy of the tree of one source.
 *
 * @param parent from whom it expects the source's messages; empty at the source itself, and where
 *     the link to the parent is gone
 * @param children to whom it pushes them, ascending
 * @param backup from whom to have them when the parent is lost, if anybody
 */
public record Route(Optional<PeerId> parent, List<PeerId> children, Optional<PeerId> backup) {
  public Route {
    children = List.copyOf(children);
  }
}
