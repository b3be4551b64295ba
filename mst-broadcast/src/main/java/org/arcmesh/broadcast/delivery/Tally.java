package org.arcmesh.broadcast.delivery;

import java.util.ArrayList;
import java.util.List;

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
  long slowed;
  long future;
  private final List<Integer> repairMillis = new ArrayList<>();

  /** A parcel came because we had pulled it, so long after we could know that it was missing. */
  void repairedAfter(long millis) {
    if (repairMillis.size() < DeliveryCounters.REPAIRS_MAX) {
      repairMillis.add(DeliveryMessage.millis(millis));
    }
  }

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
        crowded,
        repairMillis,
        slowed,
        future);
  }
}
