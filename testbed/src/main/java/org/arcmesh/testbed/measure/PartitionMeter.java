package org.arcmesh.testbed.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/** When partitions were suspected, proven and merged. */
final class PartitionMeter {
  /** One component counts as merged once it has lasted so long. */
  static final double LASTING_MILLIS = 5_000;

  private final List<Split> splits = new ArrayList<>();
  private final Consumer<String> notes;
  private final Map<PeerId, Bytes> names = new HashMap<>();
  private double oneSince = Double.NaN;

  PartitionMeter(Consumer<String> notes) {
    this.notes = notes;
  }

  void cut(List<List<PeerId>> sides, double atMillis) {
    splits.add(new Split(sides, atMillis));
  }

  void healed(double atMillis) {
    last().healedAt = atMillis;
    // What was one component a moment ago only counts from now on.
    oneSince = Double.NaN;
  }

  void onSuspected(PeerId peer, double atMillis) {
    Split split = last();
    if (split == null || !Double.isNaN(split.detectedAt) || !split.smaller.contains(peer)) {
      return;
    }
    split.suspects.add(peer);
    if (split.suspects.size() * 2 >= split.smaller.size()) {
      split.detectedAt = atMillis;
      note("half of the smaller side suspects it", "cut", atMillis - split.atMillis);
    }
  }

  /** The component that {@code peer} is in has this id from now on. */
  void onNamed(PeerId peer, Bytes component) {
    names.put(peer, component);
  }

  /**
   * Counts only what proves this partition: a component that somebody of another side is in. A side
   * may fall apart by itself, and mend.
   */
  void onProven(PeerId peer, Bytes component, double atMillis) {
    Split split = last();
    if (split == null || !Double.isNaN(split.provenAt)) {
      return;
    }
    Integer side = split.sideOf.get(peer);
    boolean across =
        names.entrySet().stream()
            .filter(named -> named.getValue().equals(component))
            .map(named -> split.sideOf.get(named.getKey()))
            .anyMatch(other -> other != null && !other.equals(side));
    if (side != null && across) {
      split.provenAt = atMillis;
    }
  }

  void observe(int components, double atMillis) {
    if (components != 1) {
      oneSince = Double.NaN;
      return;
    }
    if (Double.isNaN(oneSince)) {
      oneSince = atMillis;
    }
    Split split = last();
    if (split != null
        && !Double.isNaN(split.healedAt)
        && Double.isNaN(split.mergedAt)
        && isOneLasting(atMillis)) {
      split.mergedAt = oneSince;
      note("one component again, for five seconds now,", "heal", oneSince - split.healedAt);
    }
  }

  /** Whether the last partition has not merged. */
  boolean isUnderWay() {
    return last() != null && Double.isNaN(last().mergedAt);
  }

  private void note(String what, String since, double millis) {
    notes.accept(String.format(Locale.ROOT, "%s %.1f s after the %s", what, millis / 1000, since));
  }

  /** Whether everything has been one component for {@link #LASTING_MILLIS}. */
  boolean isOneLasting(double atMillis) {
    return atMillis - oneSince >= LASTING_MILLIS;
  }

  void putAll(Report report) {
    if (splits.isEmpty()) {
      return;
    }
    ArrayNode list = report.putList("partitions.list");
    Samples detected = new Samples();
    Samples merged = new Samples();
    for (Split split : splits) {
      Report entry = new Report();
      ArrayNode sizes = entry.put("atMs", Math.rint(split.atMillis)).putList("sizes");
      split.sizes.forEach(sizes::add);
      entry.put("detectedMs", split.detectedAt - split.atMillis);
      entry.put("healedAtMs", Math.rint(split.healedAt));
      // Proven while the network was still cut: known at the heal.
      entry.put("provenMs", Math.max(0, split.provenAt - split.healedAt));
      entry.put("mergedMs", split.mergedAt - split.healedAt);
      list.add(entry.json());
      detected.add(orNever(split.detectedAt - split.atMillis));
      merged.add(orNever(split.mergedAt - split.healedAt));
    }
    report.put("partitions.count", splits.size());
    detected.put(report, "partitions.detectedMs", "p50", "p95", "max");
    merged.put(report, "partitions.mergedMs", "p50", "p95", "max");
  }

  // A partition that never merged is slower than all that did; it must not drop out of the p95.
  private static double orNever(double millis) {
    return Double.isNaN(millis) ? Double.POSITIVE_INFINITY : millis;
  }

  private Split last() {
    return splits.isEmpty() ? null : splits.get(splits.size() - 1);
  }

  private static final class Split {
    final double atMillis;
    final List<Integer> sizes;
    final Set<PeerId> smaller;
    final Set<PeerId> suspects = new HashSet<>();
    double detectedAt = Double.NaN;
    final Map<PeerId, Integer> sideOf = new HashMap<>();
    double provenAt = Double.NaN;
    double healedAt = Double.NaN;
    double mergedAt = Double.NaN;

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
  }
}
