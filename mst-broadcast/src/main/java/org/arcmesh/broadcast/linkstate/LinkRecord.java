package org.arcmesh.broadcast.linkstate;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;

/**
 * What one peer says of its backbone links in one epoch. Of two records of an origin the later one
 * counts; there is one for each origin and epoch.
 *
 * <p>Every peer keeps the records of all and hears of every change, so they are small: eight bytes
 * tell an origin from all others, and four tell the other end of a link, since a link counts only
 * if its two ends claim each other. A record of eight links takes some 55 bytes on the wire.
 *
 * @param origin who says so, by its {@link PeerId#prefix}
 * @param epoch when
 * @param claims its links in ascending order, {@value #CLAIM_BYTES} bytes each: the first four of
 *     the other end's id, and the round-trip time as {@link #encode} writes it
 */
public record LinkRecord(long origin, long epoch, Bytes claims) {
  /** Four ties of one's own, twelve granted, and urgent ones beyond them. */
  public static final int CLAIMS_MAX = 64;

  public static final int CLAIM_BYTES = 5;

  /** Integers up to here survive every language that a peer may be written in. */
  public static final long EPOCH_MAX = (1L << 53) - 1;

  public static final int ROUND_TRIP_MILLIS_MAX = 60_000;

  /** What a record takes on the wire beside its claims. */
  private static final int OVERHEAD_BYTES = 17;

  public LinkRecord {
    Objects.requireNonNull(claims);
    if (epoch < 1 || epoch > EPOCH_MAX) {
      throw new IllegalArgumentException("a link record of epoch " + epoch);
    }
    if (claims.size() % CLAIM_BYTES != 0 || claims.size() > CLAIMS_MAX * CLAIM_BYTES) {
      throw new IllegalArgumentException("a link record with " + claims.size() + " B of claims");
    }
    for (int claim = 0; claim < claims.size() / CLAIM_BYTES; claim++) {
      int peer = peer(claims, claim);
      if (peer == shortOf(origin)
          || claim > 0 && Integer.compareUnsigned(peer(claims, claim - 1), peer) >= 0) {
        throw new IllegalArgumentException("a link record that claims a peer twice, or itself");
      }
      if ((claims.get(claim * CLAIM_BYTES + 4) & 0xff) > encode(ROUND_TRIP_MILLIS_MAX)) {
        throw new IllegalArgumentException("a link record with an endless round trip");
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

  /**
   * @param claims at most {@link #CLAIMS_MAX}; of two peers whose ids begin alike the first is told
   */
  public static LinkRecord of(PeerId origin, long epoch, List<Claim> claims) {
    List<Claim> sorted =
        claims.stream()
            .filter(claim -> shortOf(claim.peer()) != shortOf(origin))
            .sorted((left, right) -> left.peer().compareTo(right.peer()))
            .toList();
    byte[] bytes = new byte[sorted.size() * CLAIM_BYTES];
    int size = 0;
    for (Claim claim : sorted) {
      int peer = shortOf(claim.peer());
      if (size > 0 && peer == peer(Bytes.wrap(bytes), size / CLAIM_BYTES - 1)) {
        continue;
      }
      for (int shift = 24; shift >= 0; shift -= 8) {
        bytes[size++] = (byte) (peer >>> shift);
      }
      bytes[size++] = (byte) encode(claim.roundTripMillis());
    }
    return new LinkRecord(origin.prefix(), epoch, Bytes.copyOf(bytes).slice(0, size));
  }

  /** How many links it claims. */
  public int size() {
    return claims.size() / CLAIM_BYTES;
  }

  /** The other end of one of the links, by {@link #shortOf}. */
  int peer(int claim) {
    return peer(claims, claim);
  }

  int roundTripMillis(int claim) {
    return decode(claims.get(claim * CLAIM_BYTES + 4) & 0xff);
  }

  /** Bytes on the wire, about. */
  int bytes() {
    return OVERHEAD_BYTES + claims.size();
  }

  /** Mixes all bits of everything [finalizer of SplitMix64, Steele et al., OOPSLA 2014]. */
  long hash() {
    long mixed = origin + 0x9e3779b97f4a7c15L * (epoch + 1) + ((long) claims.hashCode() << 17);
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** The first four bytes of an id. */
  static int shortOf(PeerId peer) {
    return shortOf(peer.prefix());
  }

  static int shortOf(long prefix) {
    return (int) (prefix >>> 32);
  }

  /**
   * A round-trip time in a byte: exact below 32 ms, then within 3 %, which no tree notices and no
   * drift exceeds.
   */
  static int encode(int millis) {
    int most = Math.min(Math.max(millis, 1), ROUND_TRIP_MILLIS_MAX);
    int shift = Math.max(0, 27 - Integer.numberOfLeadingZeros(most));
    return 16 * shift + (most >>> shift);
  }

  static int decode(int code) {
    int shift = Math.max(0, code / 16 - 1);
    int millis = (code - 16 * shift) << shift;
    return Math.max(1, shift == 0 ? millis : millis + (1 << (shift - 1)));
  }

  private static int peer(Bytes claims, int claim) {
    int at = claim * CLAIM_BYTES;
    return claims.get(at) << 24
        | (claims.get(at + 1) & 0xff) << 16
        | (claims.get(at + 2) & 0xff) << 8
        | claims.get(at + 3) & 0xff;
  }
}
