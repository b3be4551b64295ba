package org.arcmesh.sampling.repair;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.PeerId;

/**
 * Whether there is reason to believe that the overlay has split. "Suspicion raises the probe rate,
 * it never stops service."
 */
final class Suspicion {
  private static final double CHECKS = 3;
  private static final double CHECKS_SUSPICIOUS = 48;
  private static final double ARCS_LOST_SHARE = 0.30;
  private static final double PEERS_LOST_SHARE = 0.25;

  /**
   * Deviation: whoever dies is over 30 % of the arcs of a peer that has three, or two of its four,
   * and in an overlay of 40 somebody suspected a split every few minutes. In a split more go.
   */
  private static final int NEIGHBORS_LOST_MIN = 2;

  /** Guess: one may be wrong; of two that see the same within a cycle hardly any are. */
  private static final int WARNINGS_MIN = 2;

  private final long lastsMillis;
  private final long cycleMillis;
  private final long epochMillis;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /** Neighbors that have seen signs of their own within a cycle, and when they said so. */
  private final Map<PeerId, Long> warnings = new LinkedHashMap<>();

  private long raisedAt = Long.MIN_VALUE;
  private long seenAt = Long.MIN_VALUE;
  private long toldAt = Long.MIN_VALUE;

  /**
   * What a peer sees of its overlay at one moment.
   *
   * @param arcsLost arcs lost so far to neighbors that fell silent
   * @param neighborsLost neighbors that have fallen silent so far, with an arc or without
   * @param peers estimated size of the component, or 0 while it is unknown
   */
  record Sample(long at, int arcs, long arcsLost, long neighborsLost, double peers) {}

  /**
   * @param lastsMillis until a suspicion has decayed
   * @param cycleMillis a cycle of the sampler
   * @param epochMillis over which the size of the component is compared
   */
  Suspicion(long lastsMillis, long cycleMillis, long epochMillis) {
    this.lastsMillis = lastsMillis;
    this.cycleMillis = cycleMillis;
    this.epochMillis = epochMillis;
  }

  /**
   * Looks for the signs; called every beat.
   *
   * @param expired members of the identity set whose beats have just stopped
   * @param replaced whether all members of the last set that lasted have fallen silent
   * @return the reason in words, if there is a new one worth telling
   */
  Optional<String> look(Sample now, int expired, boolean replaced) {
    samples.addLast(now);
    while (now.at() - samples.getFirst().at() > Math.max(cycleMillis, epochMillis)) {
      samples.removeFirst();
    }
    warnings.values().removeIf(at -> now.at() - at > cycleMillis);
    Optional<String> sign = sign(now, expired, replaced);
    if (sign.isPresent()) {
      seenAt = now.at();
    } else if (warnings.size() >= warningsMin(now)) {
      sign = Optional.of("neighbors that have seen signs of it: " + warnings.size());
    } else {
      return sign;
    }
    raisedAt = now.at();
    // What was seen once is not seen again: the next sign has to be a new one.
    warnings.clear();
    samples.clear();
    samples.addLast(now);
    boolean worthTelling = toldAt == Long.MIN_VALUE || now.at() - toldAt >= cycleMillis;
    if (worthTelling) {
      toldAt = now.at();
    }
    return worthTelling ? sign : Optional.empty();
  }

  /**
   * A neighbor has seen a sign itself. Most of those who are cut off lose much; who is lucky enough
   * to lose little hears of it from the others.
   */
  void onWarning(PeerId neighbor, long now) {
    warnings.put(neighbor, now);
  }

  /** Whether the last look saw a sign, of which neighbors should be warned. */
  boolean hasSeen(long now) {
    return seenAt == now;
  }

  /** Who has itself lost neighbors may have but one left. */
  private int warningsMin(Sample now) {
    long silent = now.neighborsLost() - cycleBefore(now).neighborsLost();
    return silent >= NEIGHBORS_LOST_MIN ? 1 : WARNINGS_MIN;
  }

  /** The oldest sample that is not older than a cycle. */
  private Sample cycleBefore(Sample now) {
    for (Sample sample : samples) {
      if (now.at() - sample.at() <= cycleMillis) {
        return sample;
      }
    }
    return now;
  }

  private Optional<String> sign(Sample now, int expired, boolean replaced) {
    Sample before = cycleBefore(now);
    long lost = now.arcsLost() - before.arcsLost();
    // A view is empty for a moment, too, when its only arc is given away in an exchange.
    if (lost > 0 && now.arcs() == 0) {
      return Optional.of("the view is empty");
    }
    if (lost > 0
        && lost > ARCS_LOST_SHARE * before.arcs()
        && now.neighborsLost() - before.neighborsLost() >= NEIGHBORS_LOST_MIN) {
      return Optional.of(
          lost + " of " + before.arcs() + " arcs went down within " + cycleMillis + " ms");
    }
    double most = 0;
    for (Sample sample : samples) {
      most = now.at() - sample.at() <= epochMillis ? Math.max(most, sample.peers()) : most;
    }
    if (now.peers() > 0 && now.peers() < (1 - PEERS_LOST_SHARE) * most) {
      String fell = "from " + Math.round(most) + " to " + Math.round(now.peers()) + " peers";
      return Optional.of(
          expired > 0
              ? "a member of the identity set is silent and the component shrank " + fell
              : "the component shrank " + fell);
    }
    return replaced
        ? Optional.of("all peers by which the component was known have fallen silent")
        : Optional.empty();
  }

  /** How many discovery checks the whole overlay should make per interval: from 48 down to 3. */
  double checks(long now) {
    if (raisedAt == Long.MIN_VALUE) {
      return CHECKS;
    }
    double left = Math.max(0, 1 - (double) (now - raisedAt) / lastsMillis);
    return CHECKS + (CHECKS_SUSPICIOUS - CHECKS) * left;
  }

  /** When the last sign was seen; of a suspicion that is raised. */
  long raisedAt() {
    return raisedAt;
  }

  boolean isRaised(long now) {
    return checks(now) > CHECKS;
  }

  /**
   * What was suspected has been mended. The last sample stays: the next cut may be here already.
   */
  void clear() {
    raisedAt = Long.MIN_VALUE;
    warnings.clear();
    while (samples.size() > 1) {
      samples.removeFirst();
    }
  }
}
