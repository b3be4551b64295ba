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
  /** Peers that do not broadcast: without backbone, link state and delivery. */
  OFF
}
