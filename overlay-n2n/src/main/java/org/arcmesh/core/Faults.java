package org.arcmesh.core;

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
  private volatile Map<PeerId, Integer> sides = Map.of();
  private volatile double loss;

  /**
   * Cuts all frames between peers of different sides, both ways. Peers that are in no side reach
   * everybody.
   */
  public void partition(Map<PeerId, Integer> sides) {
    this.sides = new LinkedHashMap<>(sides);
  }

  /** Ends a partition. */
  public void heal() {
    sides = Map.of();
  }

  public boolean isPartitioned() {
    return !sides.isEmpty();
  }

  /** Whether frames from {@code from} to {@code to} are dropped now. */
  public boolean cuts(PeerId from, PeerId to) {
    Map<PeerId, Integer> now = sides;
    if (now.isEmpty()) {
      return false;
    }
    Integer left = now.get(from);
    Integer right = now.get(to);
    return left != null && right != null && !left.equals(right);
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
