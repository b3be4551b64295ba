package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Notary;
import org.arcmesh.core.PeerId;

/** Parcels whose seals are being checked. */
final class Checks {
  private final ApplicationKey application;
  private final Notary notary;
  private final Room room;
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
  private long jobs;

  /** A parcel as it came, and whose it says it is. */
  record Waiting(PeerId from, Push push, Parcel parcel, Source source) {}

  Checks(ApplicationKey application, Notary notary, Room room) {
    this.application = application;
    this.notary = notary;
    this.room = room;
  }

  /** Whether there is room for one more. */
  boolean hasRoom(Parcel parcel) {
    return room.take(parcel.bytes().size());
  }

  /** Whether those who send should wait. */
  boolean isCrowded() {
    return room.isHalfTaken();
  }

  /**
   * Has a parcel checked for which there was {@linkplain #hasRoom room}.
   *
   * @return whether it is genuine, or nothing if the answer comes later, see {@link #onChecked}
   */
  Optional<Boolean> check(Waiting arrived) {
    Push push = arrived.push();
    Optional<Boolean> known =
        notary.check(
            jobs,
            arrived.source().publicKey(),
            Seal.covered(application, push.parcel(), push.seal()),
            Seal.signature(push.seal()));
    if (known.isPresent()) {
      room.giveBack(push.parcel().size());
    } else {
      waiting.put(jobs, arrived);
    }
    jobs++;
    return known;
  }

  /** Whether this very parcel is being checked already. */
  boolean isUnderWay(Push push, Parcel parcel) {
    for (Waiting other : waiting.values()) {
      if (other.parcel().sequence() == parcel.sequence()
          && other.push().parcel().equals(push.parcel())
          && other.push().seal().equals(push.seal())) {
        return true;
      }
    }
    return false;
  }

  /** The parcel of a check that is done. */
  Waiting onChecked(long job) {
    Waiting checked = waiting.remove(job);
    room.giveBack(checked.push().parcel().size());
    return checked;
  }
}
