package org.arcmesh.sampling.repair;

import java.util.Optional;
import java.util.OptionalDouble;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.repair.RepairMessage.Count;
import org.arcmesh.sampling.repair.RepairMessage.CountDigest;

/**
 * How many peers the component has: everybody's hash in one {@link Sketch}, gossiped, and begun
 * anew every epoch, since a sketch does not forget the dead. "Sent when digests differ".
 *
 * <p>Whoever's epoch ends first begins the next one, and all follow. Until the new count has
 * settled the old one is good as well, and the greater of the two is believed.
 */
final class Census {
  private static final int SETTLED_BEATS = 3;

  /** PROTOCOLS, section 1: "while its size estimate is steady (±10 % over an epoch)". */
  private static final double STEADY = 0.1;

  /** What a count that is not steady may be off by: half the peers have gone, or as many come. */
  private static final double UNSTEADY = 2;

  private final long own;
  private final long beatMillis;
  private final long epochMillis;
  private Sketch sketch = new Sketch();
  private long epoch;
  private long beganAt;
  private long changedAt;
  private double last;
  private double beforeLast;

  Census(PeerId self, long beatMillis, int beatsPerEpoch, long now) {
    this.own = IdentitySet.hash(self);
    this.beatMillis = beatMillis;
    this.epochMillis = beatsPerEpoch * beatMillis;
    begin(0, now);
  }

  private void begin(long number, long now) {
    epoch = number;
    sketch = new Sketch();
    sketch.add(own);
    beganAt = now;
    changedAt = now;
  }

  private void end(long next, long now) {
    beforeLast = last;
    last = sketch.estimate();
    begin(next, now);
  }

  /** Called every beat: what to ask a random neighbor or two. */
  CountDigest tick(long now) {
    if (now - beganAt >= epochMillis) {
      end(epoch + 1, now);
    }
    return new CountDigest(epoch, sketch.digest());
  }

  /** What to answer a neighbor whose count is that one: ours, if it differs. */
  Optional<Count> onDigest(CountDigest theirs) {
    boolean same = theirs.epoch() == epoch && theirs.digest() == sketch.digest();
    return same ? Optional.empty() : Optional.of(count());
  }

  /** Takes a neighbor's count in; what to answer, if that one misses something. */
  Optional<Count> onCount(Count theirs, long now) {
    if (theirs.epoch() > epoch) {
      end(theirs.epoch(), now);
    }
    if (theirs.epoch() == epoch && sketch.merge(theirs.registers())) {
      changedAt = now;
    }
    return theirs.epoch() == epoch && theirs.registers().equals(sketch.pack())
        ? Optional.empty()
        : Optional.of(count());
  }

  private static boolean isNear(double estimate, double before) {
    return Math.abs(estimate - before) <= STEADY * before;
  }

  /** Whether {@link #peers} has not changed by much since the epoch before the last. */
  boolean isSteady(long now) {
    return isNear(last, beforeLast) && isNear(peers(now), last);
  }

  /**
   * Of the numbers of peers that there may be the one nearest to {@code estimate}: what is known
   * while it is steady, and half to twice of what was counted lately while it is not. Nothing as
   * long as we have not counted in two epochs.
   */
  OptionalDouble nearest(double estimate, long now) {
    if (beforeLast == 0) {
      return OptionalDouble.empty();
    }
    double present = peers(now);
    if (isSteady(now)) {
      return OptionalDouble.of(present);
    }
    double least = Math.min(present, Math.min(last, beforeLast)) / UNSTEADY;
    double most = Math.max(present, Math.max(last, beforeLast)) * UNSTEADY;
    return OptionalDouble.of(Math.max(1, Math.max(least, Math.min(most, estimate))));
  }

  private Count count() {
    return new Count(epoch, sketch.pack());
  }

  /** The estimated number of peers in our component, ourselves included. */
  double peers(long now) {
    double present = sketch.estimate();
    boolean isSettled =
        now - beganAt >= epochMillis / 2 && now - changedAt >= SETTLED_BEATS * beatMillis;
    return Math.max(1, isSettled ? present : Math.max(present, last));
  }
}
