package org.arcmesh.testbed.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;

/** One partition, from the cut until its sides are mixed again. Times that were not yet are NaN. */
final class Split {
  /** PROTOCOLS, section 3: "97 % mixed within 10 cycles". */
  private static final double MIXED = 0.97;

  final double atMillis;
  double detectedAt = Double.NaN;
  double provenAt = Double.NaN;
  double healedAt = Double.NaN;
  double mergedAt = Double.NaN;
  private final List<Integer> sizes;
  private final Map<PeerId, Integer> sideOf = new HashMap<>();
  private final Set<PeerId> smaller;
  private final Set<PeerId> suspects = new HashSet<>();
  private final Set<PeerId> told = new HashSet<>();
  private int suspectsOfSmaller;
  private int cycleAtMerge;
  private int cycle;
  private double mixedCycles = Double.NaN;
  private double busySecond;
  private long setUpsInSecond;
  private long setUpsMax;

  Split(List<List<PeerId>> sides, double atMillis) {
    this.atMillis = atMillis;
    this.sizes = sides.stream().map(List::size).toList();
    for (int side = 0; side < sides.size(); side++) {
      for (PeerId peer : sides.get(side)) {
        sideOf.put(peer, side);
      }
    }
    List<PeerId> least = sides.get(0);
    for (List<PeerId> side : sides) {
      least = side.size() < least.size() ? side : least;
    }
    this.smaller = new HashSet<>(least);
  }

  /** The side that {@code peer} was put on, or null if it came later. */
  Integer sideOf(PeerId peer) {
    return sideOf.get(peer);
  }

  /**
   * {@code peer} suspects a partition.
   *
   * @return whether half of the smallest side does so now, for the first time
   */
  boolean suspected(PeerId peer, double atMillis) {
    if (!sideOf.containsKey(peer) || !suspects.add(peer)) {
      return false;
    }
    suspectsOfSmaller += smaller.contains(peer) ? 1 : 0;
    boolean first = Double.isNaN(detectedAt) && suspectsOfSmaller * 2 >= smaller.size();
    if (first) {
      detectedAt = atMillis;
    }
    return first;
  }

  /** {@code peer} believes that two components have become one. */
  void told(PeerId peer) {
    told.add(peer);
  }

  /** A link has been set up, or was tried. */
  void onSetUp(double atMillis) {
    if (Double.isNaN(healedAt) || isOver(atMillis)) {
      return;
    }
    double second = Math.floor((atMillis - healedAt) / 1_000);
    setUpsInSecond = second == busySecond ? setUpsInSecond + 1 : 1;
    busySecond = second;
    setUpsMax = Math.max(setUpsMax, setUpsInSecond);
  }

  private boolean isOver(double atMillis) {
    return atMillis > mergedAt + 2 * PartitionMeter.LASTING_MILLIS; // Never while it is NaN.
  }

  /** Looks, in cycle {@code number}, how many arcs cross the former cut. */
  void onCycle(int number, Supplier<Snapshot> look) {
    cycle = number;
    boolean mixing = !Double.isNaN(mergedAt) && Double.isNaN(mixedCycles);
    if (mixing && mixed(look.get()) >= MIXED) {
      mixedCycles = number - cycleAtMerge;
    }
  }

  /** There is one component. Whether it lasts we do not know yet. */
  void one() {
    if (Double.isNaN(mergedAt)) {
      cycleAtMerge = cycle;
    }
  }

  void merged(double atMillis) {
    mergedAt = atMillis;
  }

  /**
   * Arcs that cross the former cut, over those that would if every peer had drawn its neighbors
   * evenly from all others.
   */
  private double mixed(Snapshot snapshot) {
    int[] alive = new int[sizes.size()];
    for (Snapshot.View view : snapshot.peers()) {
      Integer side = sideOf.get(view.peer());
      if (side != null) {
        alive[side]++;
      }
    }
    int all = 0;
    for (int of : alive) {
      all += of;
    }
    long across = 0;
    double expected = 0;
    for (Snapshot.View view : snapshot.peers()) {
      Integer side = sideOf.get(view.peer());
      for (PeerId target : side == null ? List.<PeerId>of() : view.outview()) {
        Integer other = sideOf.get(target);
        across += other != null && !other.equals(side) ? 1 : 0;
        expected += other != null ? (double) (all - alive[side]) / (all - 1) : 0;
      }
    }
    return across / expected;
  }

  double detectedMillis() {
    return detectedAt - atMillis;
  }

  double mergedMillis() {
    return mergedAt - healedAt;
  }

  double mixedCycles() {
    return mixedCycles;
  }

  long setUpsPerSecond() {
    return setUpsMax;
  }

  double suspectedShare() {
    return (double) suspects.size() / sideOf.size();
  }

  /** Of those who suspected it. */
  double toldShare() {
    return (double) suspects.stream().filter(told::contains).count() / suspects.size();
  }

  Report report() {
    Report entry = new Report();
    ArrayNode list = entry.put("atMs", Math.rint(atMillis)).putList("sizes");
    sizes.forEach(list::add);
    entry.put("detectedMs", detectedMillis());
    entry.put("healedAtMs", Math.rint(healedAt));
    // Proven while the network was still cut: known at the heal.
    entry.put("provenMs", Math.max(0, provenAt - healedAt));
    entry.put("mergedMs", mergedMillis());
    entry.put("mixedCycles", mixedCycles);
    entry.put("setUpsPerSecond", setUpsMax);
    entry.put("suspectedShare", suspectedShare());
    return entry.put("healedShare", toldShare());
  }
}
