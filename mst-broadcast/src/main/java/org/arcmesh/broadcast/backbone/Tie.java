package org.arcmesh.broadcast.backbone;

import org.arcmesh.core.PeerId;

/** What one neighbor is to the backbone: chosen by us, granted to it, or both. */
final class Tie {
  /** Why we want it. */
  enum Choice {
    NEAR,
    RANDOM
  }

  final PeerId neighbor;

  /** Null while we do not want it. */
  Choice choice;

  /** Whether the neighbor has granted our ask. */
  boolean granted;

  /** When we asked, or since when it is granted. */
  long since;

  /** When we asked last. */
  long askedAt;

  /** The tie of ours that this one takes the place of, once granted; or null. */
  PeerId replaces;

  /** Whether we granted it to the neighbor. */
  boolean given;

  /** When the neighbor asked last. */
  long heardAt;

  Tie(PeerId neighbor) {
    this.neighbor = neighbor;
  }

  boolean holds() {
    return granted || given;
  }

  boolean isOurs() {
    return choice != null && granted;
  }

  boolean isPending() {
    return choice != null && !granted;
  }
}
