package org.arcmesh.n2n;

import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;

/** An attempt, under way, to open the link to a peer; at most one per peer. */
final class Handshake {
  final PeerId remote;
  final boolean offering;
  final long startedAt;

  /** Whom our signals go to: a neighbor, a signaling node, or {@link #remote} over a door. */
  PeerId mediator;

  long session;

  /** When this attempt began. */
  long begunAt;

  /** 1 for the first attempt, 2 for the retry. */
  int attempt;

  /** How often it was told to come back later. */
  int waits;

  /** The fingerprint of the offer, ours or theirs; nothing before there is one. */
  Bytes offered = Bytes.EMPTY;

  /** An answer has been sent or accepted: from here on no mediator is needed. */
  boolean answered;

  Handshake(PeerId remote, boolean offering, PeerId mediator, long startedAt) {
    this.remote = remote;
    this.offering = offering;
    this.mediator = mediator;
    this.startedAt = startedAt;
  }
}
