package org.arcmesh.bootstrap.signaling;

import org.arcmesh.core.Endpoint;

/**
 * Whether others can reach a peer, as a signaling node has found out by dialing it.
 *
 * @param answer what it found
 * @param endpoint what it dialed; null if unknown
 * @param flaw why it did not reach the peer, in a word; null if it did, or if unknown
 */
public record Reachability(Answer answer, Endpoint endpoint, String flaw) {
  /** No node has said anything of it. */
  public static final Reachability UNKNOWN = new Reachability(Answer.UNKNOWN, null, null);

  /** What there is to find. */
  public enum Answer {
    UNKNOWN,
    PROVEN,
    REFUTED
  }

  /** A node reached the peer at {@code endpoint}. */
  public static Reachability proven(Endpoint endpoint) {
    return new Reachability(Answer.PROVEN, endpoint, null);
  }

  /** A node did not reach the peer at {@code endpoint}. */
  public static Reachability refuted(Endpoint endpoint, String flaw) {
    return new Reachability(Answer.REFUTED, endpoint, flaw);
  }
}
