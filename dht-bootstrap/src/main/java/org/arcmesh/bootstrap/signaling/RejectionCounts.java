package org.arcmesh.bootstrap.signaling;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Rejections by reason. */
final class RejectionCounts {
  private final Map<Rejection, Long> counts = new EnumMap<>(Rejection.class);

  void add(Rejection rejection) {
    counts.merge(rejection, 1L, Long::sum);
  }

  /** By word, for reports. */
  Map<String, Long> byWord() {
    Map<String, Long> words = new TreeMap<>();
    counts.forEach((rejection, count) -> words.put(rejection.word(), count));
    return words;
  }
}
