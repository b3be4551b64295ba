package org.arcmesh.broadcast.linkstate;

import java.util.List;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.linkstate.LinkRecord.Claim;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/** What we have to say of our own backbone links. */
final class OwnLinks {
  /** Guess: what a round trip may be before the first heartbeats have measured it. */
  private static final int ROUND_TRIP_MILLIS_UNKNOWN = 100;

  /** Guess: a round-trip time that changed by less is not worth a record. */
  private static final int DRIFT_MILLIS = 5;

  private static final int DRIFT_PERCENT = 25;

  /**
   * Drift alone is told no sooner after the last record, unless that was a guess. Guess: a tree
   * that is a little longer than it could be does no harm for so long, while on busy machines all
   * round trips drift all the time.
   */
  private static final int DRIFT_PAUSE_MILLIS = 30_000;

  private final PeerId self;
  private final Backbone backbone;
  private final Links links;

  /** Whether the last record names a neighbor whose round-trip time was not known yet. */
  private boolean guessed;

  OwnLinks(PeerId self, Backbone backbone, Links links) {
    this.self = self;
    this.backbone = backbone;
    this.links = links;
  }

  LinkRecord record(long epoch) {
    List<Claim> claims =
        backbone.neighbors().stream()
            .limit(LinkRecord.CLAIMS_MAX)
            .map(peer -> new Claim(peer, roundTrip(peer)))
            .toList();
    guessed = claims.stream().anyMatch(claim -> links.distanceMillis(claim.peer()) < 0);
    return LinkRecord.of(self, epoch, claims);
  }

  /**
   * @param last what was told last, or null
   */
  boolean isNews(LinkRecord record, LinkRecord last) {
    return last == null ? record.size() > 0 : !last.claims().equals(record.claims());
  }

  /**
   * Whether round trips have become others, or known, since they were told.
   *
   * @param last what was told last, or null
   * @param agoMillis since when
   */
  boolean hasDrifted(LinkRecord last, long agoMillis) {
    if (last == null || !guessed && agoMillis < DRIFT_PAUSE_MILLIS) {
      return false;
    }
    for (PeerId neighbor : backbone.neighbors()) {
      for (int claim = 0; claim < last.size(); claim++) {
        if (last.peer(claim) == LinkRecord.shortOf(neighbor)
            && isDrift(roundTrip(neighbor), last.roundTripMillis(claim))) {
          return true;
        }
      }
    }
    return false;
  }

  private int roundTrip(PeerId peer) {
    int millis = links.distanceMillis(peer);
    return millis < 0
        ? ROUND_TRIP_MILLIS_UNKNOWN
        : Math.min(millis, LinkRecord.ROUND_TRIP_MILLIS_MAX);
  }

  private static boolean isDrift(int now, int told) {
    int drift = Math.abs(now - told);
    return drift > DRIFT_MILLIS && 100 * drift > DRIFT_PERCENT * told;
  }
}
