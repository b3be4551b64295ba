package org.arcmesh.sampling.spray;

/**
 * Where the arcs of a peer came from and where they went, counted since its start.
 *
 * <p>An exchange moves arcs; only what is counted here as created or dropped changes how many there
 * are. An exchange that both sides have completed adds as much to {@code taken} as to {@code
 * offered}, and as much to {@code returned} as to {@code obtained}. So over all peers that ever
 * were, the excess of {@code taken} over {@code offered} is the number of arcs that both sides
 * claim, and the excess of {@code returned} over {@code obtained} of those that neither does: the
 * arcs in flight and those of exchanges whose link died under them.
 *
 * @param joined created by our own joins, and for newcomers by {@code subs} and {@code fwdSubs}
 * @param introduced given to us by a mediator, mostly one that left
 * @param duplicated created to make up for lost arcs, or by a correction
 * @param dropped lost because the neighbor went down or left, or the link did not open; or given up
 *     by a correction
 * @param offered given away in exchanges that we began
 * @param obtained received in exchanges that we began
 * @param taken received in exchanges that we answered
 * @param returned given away in exchanges that we answered
 * @param lent offered in the exchange that is open now
 * @param unsettled offered in exchanges whose link died before the answer: they may exist twice
 * @param refused self-loops and arcs above the bound, not accepted from others
 */
public record SprayLedger(
    long joined,
    long introduced,
    long duplicated,
    long dropped,
    long offered,
    long obtained,
    long taken,
    long returned,
    long lent,
    long unsettled,
    long refused) {
  public static final SprayLedger EMPTY = new SprayLedger(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public SprayLedger plus(SprayLedger other) {
    return new SprayLedger(
        joined + other.joined,
        introduced + other.introduced,
        duplicated + other.duplicated,
        dropped + other.dropped,
        offered + other.offered,
        obtained + other.obtained,
        taken + other.taken,
        returned + other.returned,
        lent + other.lent,
        unsettled + other.unsettled,
        refused + other.refused);
  }

  /** How many arcs there must be if every exchange only moved arcs. */
  public long arcs() {
    return joined + introduced + duplicated - dropped + claimedTwice() - claimedByNobody();
  }

  /** Summed over all peers: arcs that both sides of an exchange hold. */
  public long claimedTwice() {
    return taken - offered;
  }

  /** Summed over all peers: arcs that neither side of an exchange holds. */
  public long claimedByNobody() {
    return returned - obtained;
  }
}
