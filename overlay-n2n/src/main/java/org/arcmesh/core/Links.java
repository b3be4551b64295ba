package org.arcmesh.core;

import java.util.List;

/** The links and arcs of a peer, to look at. Changes are asked of {@link Context}. */
public interface Links {

  /** Peers with an open link to us, in the order in which the links opened. */
  List<PeerId> neighbors();

  boolean isNeighbor(PeerId peer);

  /** Targets of our open arcs, each as often as we have arcs to it. */
  List<PeerId> outview();

  /** Origins of the arcs to us, each as often as it last claimed to have arcs to us. */
  List<PeerId> inview();

  /** Our open arcs to {@code target}. */
  int arcsTo(PeerId target);

  /** The smoothed round-trip time to a neighbor in milliseconds, or -1 while unknown. */
  int roundTripMillis(PeerId neighbor);

  /**
   * The shortest round-trip time to a neighbor of the last 10 to 20 seconds in milliseconds, or -1
   * while unknown: what the way takes, without what queues add. Near and far are told by it, or a
   * busy machine would look far away, and nearer again, all the time.
   */
  default int distanceMillis(PeerId neighbor) {
    return roundTripMillis(neighbor);
  }

  /**
   * By how much the round trips to a neighbor deviate from the smoothed one, as a smoothed mean in
   * milliseconds: what of a difference may be noise. 0 while unknown.
   */
  default int deviationMillis(PeerId neighbor) {
    return 0;
  }

  /**
   * Whether a neighbor on a link that is used has said nothing for longer than a heartbeat and what
   * may make one late: the first sign that it may be down.
   */
  default boolean isQuiet(PeerId neighbor) {
    return false;
  }
}
