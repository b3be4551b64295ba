package org.arcmesh.testbed.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/** When partitions were suspected, proven, merged and mixed, and when the live were one again. */
final class PartitionMeter {
  /** One component counts as merged once it has lasted so long. */
  static final double LASTING_MILLIS = 5_000;

  private final List<Split> splits = new ArrayList<>();
  private final List<Crash> crashes = new ArrayList<>();
  private final Consumer<String> notes;
  private final Map<PeerId, Bytes> names = new HashMap<>();
  private double oneSince = Double.NaN;

  PartitionMeter(Consumer<String> notes) {
    this.notes = notes;
  }

  /** When peers crashed at once, and when all others were one component. */
  private static final class Crash {
    final double atMillis;
    double reunitedAt = Double.NaN;

    Crash(double atMillis) {
      this.atMillis = atMillis;
    }
  }

  void cut(List<List<PeerId>> sides, double atMillis) {
    splits.add(new Split(sides, atMillis));
  }

  void healed(double atMillis) {
    last().healedAt = atMillis;
    // What was one component a moment ago only counts from now on.
    oneSince = Double.NaN;
  }

  void crashed(double atMillis) {
    crashes.add(new Crash(atMillis));
    oneSince = Double.NaN;
  }

  void onSuspected(PeerId peer, double atMillis) {
    Split split = last();
    if (split != null && split.suspected(peer, atMillis)) {
      note("half of the smaller side suspects it", "cut", split.detectedMillis());
    }
  }

  /** {@code peer} believes that two components have become one. */
  void onTold(PeerId peer) {
    if (last() != null) {
      last().told(peer);
    }
  }

  void onSetUp(double atMillis) {
    if (last() != null) {
      last().onSetUp(atMillis);
    }
  }

  void onCycle(int number, Supplier<Snapshot> look) {
    if (last() != null) {
      last().onCycle(number, look);
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
    Integer side = split.sideOf(peer);
    boolean across =
        names.entrySet().stream()
            .filter(named -> named.getValue().equals(component))
            .map(named -> split.sideOf(named.getKey()))
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
      if (last() != null) {
        last().one();
      }
    }
    if (!isOneLasting(atMillis)) {
      return;
    }
    Split split = last();
    if (split != null && !Double.isNaN(split.healedAt) && Double.isNaN(split.mergedAt)) {
      split.merged(oneSince);
      note("one component again, for five seconds now,", "heal", split.mergedMillis());
    }
    for (Crash crash : crashes) {
      if (Double.isNaN(crash.reunitedAt)) {
        crash.reunitedAt = oneSince;
      }
    }
  }

  /** Whether the last partition has not merged, or those who survived a crash are not one. */
  boolean isUnderWay() {
    return last() != null && Double.isNaN(last().mergedAt)
        || !crashes.isEmpty() && Double.isNaN(crashes.get(crashes.size() - 1).reunitedAt);
  }

  private void note(String what, String since, double millis) {
    notes.accept(String.format(Locale.ROOT, "%s %.1f s after the %s", what, millis / 1000, since));
  }

  /** Whether everything has been one component for {@link #LASTING_MILLIS}. */
  boolean isOneLasting(double atMillis) {
    return atMillis - oneSince >= LASTING_MILLIS;
  }

  void putAll(Report report) {
    if (!crashes.isEmpty()) {
      Samples reunited = new Samples();
      crashes.forEach(crash -> reunited.add(orNever(crash.reunitedAt - crash.atMillis)));
      reunited.put(report, "partitions.reunitedMs", "p50", "p95", "max");
    }
    if (splits.isEmpty()) {
      return;
    }
    ArrayNode list = report.putList("partitions.list");
    splits.forEach(split -> list.add(split.report().json()));
    report.put("partitions.count", splits.size());
    all(Split::detectedMillis).put(report, "partitions.detectedMs", "p50", "p95", "max");
    all(Split::mergedMillis).put(report, "partitions.mergedMs", "p50", "p95", "max");
    report.put("partitions.lastMergedMs", last().mergedMillis());
    report.put("partitions.mixedCycles.max", all(Split::mixedCycles).max());
    report.put("partitions.setUpsPerSecond.max", all(Split::setUpsPerSecond).max());
    report.put("partitions.suspectedShare", all(Split::suspectedShare).percentile(0));
    report.put("partitions.healedShare", all(Split::toldShare).percentile(0));
  }

  private Samples all(ToDoubleFunction<Split> figure) {
    Samples samples = new Samples();
    splits.forEach(split -> samples.add(orNever(figure.applyAsDouble(split))));
    return samples;
  }

  // A partition that never merged is slower than all that did; it must not drop out of the p95.
  private static double orNever(double millis) {
    return Double.isNaN(millis) ? Double.POSITIVE_INFINITY : millis;
  }

  private Split last() {
    return splits.isEmpty() ? null : splits.get(splits.size() - 1);
  }
}
