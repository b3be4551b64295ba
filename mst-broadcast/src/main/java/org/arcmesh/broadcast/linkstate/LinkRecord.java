package org.arcmesh.broadcast.linkstate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.arcmesh.core.PeerId;

/**
 * What one peer says of its backbone links. Of two records of an origin the higher number wins.
 *
 * @param origin who says so
 * @param number of the record among those of its origin
 * @param claims its links; one counts only if the other end claims it too
 */
public record LinkRecord(PeerId origin, long number, List<Claim> claims) {
  /** Four ties of one's own, twelve granted, and urgent ones beyond them. */
  public static final int CLAIMS_MAX = 64;

  /** Integers up to here survive every language that a peer may be written in. */
  public static final long NUMBER_MAX = (1L << 53) - 1;

  public static final int ROUND_TRIP_MILLIS_MAX = 60_000;

  public LinkRecord {
    Objects.requireNonNull(origin);
    claims = List.copyOf(claims);
    if (number < 0 || number > NUMBER_MAX) {
      throw new IllegalArgumentException("a link record with the number " + number);
    }
    if (claims.size() > CLAIMS_MAX) {
      throw new IllegalArgumentException("a link record with " + claims.size() + " claims");
    }
    LinkedHashSet<PeerId> peers = new LinkedHashSet<>();
    for (Claim claim : claims) {
      if (claim.peer().equals(origin) || !peers.add(claim.peer())) {
        throw new IllegalArgumentException("a link record that claims a peer twice, or itself");
      }
    }
  }

  /**
   * One backbone link.
   *
   * @param peer the other end
   * @param roundTripMillis the smoothed round-trip time
   */
  public record Claim(PeerId peer, int roundTripMillis) {
    public Claim {
      Objects.requireNonNull(peer);
      if (roundTripMillis < 0 || roundTripMillis > ROUND_TRIP_MILLIS_MAX) {
        throw new IllegalArgumentException("a round trip of " + roundTripMillis + " ms");
      }
    }
  }
}
