package org.arcmesh.broadcast.delivery;

/**
 * What delivery has done so far.
 *
 * @param sent own broadcasts
 * @param delivered broadcasts of others handed to the application
 * @param received broadcasts that arrived, the same one each time it did
 * @param duplicates those of them that we had
 * @param pushed copies sent along trees
 * @param answered copies sent because they were pulled
 * @param pulled broadcasts asked for, each time
 * @param repaired broadcasts that came because we had pulled them
 * @param givenUp broadcasts that were no longer waited for
 * @param early broadcasts not delivered because they were sent before we came
 * @param prunes neighbors told to push a stream no more
 * @param grafts neighbors told to push a stream
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
    long grafts) {}
