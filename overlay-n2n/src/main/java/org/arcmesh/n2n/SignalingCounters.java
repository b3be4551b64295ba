package org.arcmesh.n2n;

/**
 * What the signaling of one peer has counted since it started.
 *
 * @param opened links that we opened as initiator
 * @param failed attempts of ours, retries included, that ended in no link
 * @param relayed signals that we forwarded
 * @param refused offers that we refused, as responder or as mediator
 * @param forged signals whose signature, key, code or session was wrong
 * @param busy attempts that had to wait, or were refused for the moment, because a process set up
 *     as many links as it could
 * @param stray signals that were not for us and that we had no reason to forward
 */
public record SignalingCounters(
    long opened, long failed, long relayed, long refused, long forged, long busy, long stray) {
  static SignalingCounters of(long opened, long stray, Handshakes handshakes, Mediation mediation) {
    return new SignalingCounters(
        opened,
        handshakes.failed(),
        mediation.relayed(),
        handshakes.refused() + mediation.refused(),
        handshakes.forged(),
        handshakes.busy(),
        mediation.stray() + stray);
  }
}
