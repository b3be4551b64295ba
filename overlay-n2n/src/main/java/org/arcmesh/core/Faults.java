package org.arcmesh.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the testbed does to the network: the gate that both runtimes ask before they hand a frame
 * over.
 *
 * <p>A cut drops frames and signals and closes nothing, as a network does: heartbeats must notice.
 * One object may be shared by all peers of a JVM; any thread may ask, one thread changes it.
 */
public final class Faults {
  private volatile Cut cut = new Cut(Map.of(), false, false);
  private volatile Map<PeerId, Long> late = Map.of();
  private volatile double loss;

  /** Sides and what is cut change together, whoever asks meanwhile. */
  private record Cut(Map<PeerId, Integer> sides, boolean oneWay, boolean setUpsOnly) {
    boolean cuts(PeerId from, PeerId to) {
      if (sides.isEmpty()) {
        return false;
      }
      Integer here = sides.get(from);
      Integer there = sides.get(to);
      return here != null && there != null && (oneWay ? here < there : !here.equals(there));
    }
  }

  /**
   * Cuts all frames between peers of different sides, both ways. Peers that are in no side reach
   * everybody.
   */
  public void partition(Map<PeerId, Integer> sides) {
    partition(sides, false);
  }

  /**
   * Cuts frames between peers of different sides. Peers that are in no side reach everybody.
   *
   * @param oneWay whether only frames to a side of a greater number are dropped, and those the
   *     other way pass
   */
  public void partition(Map<PeerId, Integer> sides, boolean oneWay) {
    cut = new Cut(new LinkedHashMap<>(sides), oneWay, false);
  }

  /**
   * Cuts what peers of different sides say to open a link, through whomever; the links that there
   * are stay as they are. So NATs behave whose mappings can no longer be made.
   */
  public void partitionSetUps(Map<PeerId, Integer> sides) {
    cut = new Cut(new LinkedHashMap<>(sides), false, true);
  }

  /** Ends a partition. */
  public void heal() {
    cut = new Cut(Map.of(), false, false);
  }

  public boolean isPartitioned() {
    return !cut.sides().isEmpty();
  }

  /** Whether frames from {@code from} to {@code to} are dropped now. */
  public boolean cuts(PeerId from, PeerId to) {
    Cut now = cut;
    return !now.setUpsOnly() && now.cuts(from, to);
  }

  /** Whether these two cannot open a link now, since what they say to do so is dropped. */
  public boolean cutsSetUps(PeerId from, PeerId to) {
    Cut now = cut;
    return now.cuts(from, to) || now.cuts(to, from);
  }

  /** Whether frames between these two are dropped now, one way at least: nothing can be agreed. */
  public boolean separates(PeerId left, PeerId right) {
    return cuts(left, right) || cuts(right, left);
  }

  /**
   * Makes peers slow: all that each of these sends is late by that much, in order, as if it were
   * too busy to answer earlier. Takes the place of what was said before; the others are not slow.
   */
  public void slow(Map<PeerId, Duration> late) {
    Map<PeerId, Long> millis = new LinkedHashMap<>();
    late.forEach((peer, by) -> millis.put(peer, by.toMillis()));
    this.late = millis;
  }

  /** By how much what {@code from} sends is late now. */
  public long lateMillis(PeerId from) {
    Map<PeerId, Long> now = late;
    return now.isEmpty() ? 0 : now.getOrDefault(from, 0L);
  }

  /** Share of frames lost, 0 to 1: see {@link Message.Expendable}. */
  public double loss() {
    return loss;
  }

  public void setLoss(double loss) {
    if (!(loss >= 0 && loss <= 1)) {
      throw new IllegalArgumentException("a loss of " + loss + " is not within 0..1");
    }
    this.loss = loss;
  }
}
