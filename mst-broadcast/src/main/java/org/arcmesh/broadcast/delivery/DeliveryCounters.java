package org.arcmesh.broadcast.delivery;

import java.util.List;

/**
 * What delivery has done so far.
 *
 * @param sent own broadcasts
 * @param delivered broadcasts of others handed to the application
 * @param received parcels that arrived, the same one each time it did; one holds one broadcast,
 *     several small ones or a piece of a long one
 * @param duplicates those of them that we had
 * @param pushed copies sent along trees
 * @param answered copies sent because they were pulled
 * @param pulled parcels asked for, each time
 * @param repaired parcels that came because we had pulled them
 * @param givenUp parcels that were no longer waited for
 * @param early parcels not delivered because they were sent before we came
 * @param prunes neighbors told to push a stream no more
 * @param grafts neighbors told to push a stream
 * @param forged parcels that their origin did not seal, or not like that; dropped
 * @param unknown what neighbors said of streams that we did not know
 * @param damaged long broadcasts of which a piece is missing or wrong; dropped
 * @param crowded parcels that came while too many waited to be checked, and long broadcasts that
 *     came while too many were being put together; dropped
 * @param repairMillis of the first {@value #REPAIRS_MAX} parcels that were repaired, the time from
 *     when we could first know that it was missing until it was there
 * @param slowed copies not pushed, since the neighbor was too far behind; it may pull them
 * @param future parcels whose header names an epoch that cannot have come yet; it is not believed
 */
public record DeliveryCounters(
    long sent,
    long delivered,
    long received,
    long duplicates,
    long pushed,
    long answered,
    long pulled,
    long repaired,
    long givenUp,
    long early,
    long prunes,
    long grafts,
    long forged,
    long unknown,
    long damaged,
    long crowded,
    List<Integer> repairMillis,
    long slowed,
    long future) {
  /** So many repairs are timed. */
  public static final int REPAIRS_MAX = 1_000;

  public DeliveryCounters {
    repairMillis = List.copyOf(repairMillis);
  }
}
