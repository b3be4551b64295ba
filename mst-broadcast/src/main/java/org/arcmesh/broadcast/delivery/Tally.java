package org.arcmesh.broadcast.delivery;

/** The counts behind {@link DeliveryCounters}. */
final class Tally {
  long sent;
  long delivered;
  long received;
  long duplicates;
  long pushed;
  long answered;
  long pulled;
  long repaired;
  long givenUp;
  long early;
  long prunes;
  long grafts;
  long forged;
  long unknown;
  long damaged;
  long crowded;

  DeliveryCounters counters() {
    return new DeliveryCounters(
        sent,
        delivered,
        received,
        duplicates,
        pushed,
        answered,
        pulled,
        repaired,
        givenUp,
        early,
        prunes,
        grafts,
        forged,
        unknown,
        damaged,
        crowded);
  }
}
