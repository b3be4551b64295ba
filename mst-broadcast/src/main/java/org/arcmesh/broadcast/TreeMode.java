package org.arcmesh.broadcast;

/** Which tree a broadcast travels along. */
public enum TreeMode {
  /** A light approximate shortest-path tree per source (Khuller, Raghavachari, Young 1995). */
  LAST,
  /** The one minimum spanning tree of the backbone, for every source. */
  MST,
  /**
   * No link state: every backbone link is eager until duplicates demote it (Leitão et al.,
   * "Epidemic broadcast trees", SRDS 2007).
   */
  PUSH,
  /**
   * The minimum spanning tree as the source sees it, written into everything that it sends. To
   * compare with: nothing is repaired and nothing is signed.
   */
  ROUTE,
  /** Everything goes along every link: what broadcasts cost without a tree. To compare with. */
  FLOOD,
  /** Peers that do not broadcast: without backbone, link state and delivery. */
  OFF;

  /** Whether peers tell each other of their links. */
  public boolean usesLinkState() {
    return this == LAST || this == MST || this == ROUTE;
  }
}
