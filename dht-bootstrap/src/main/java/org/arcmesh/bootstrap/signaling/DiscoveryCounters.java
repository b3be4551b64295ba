package org.arcmesh.bootstrap.signaling;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** Counts what discovery does. */
final class DiscoveryCounters {
  private static final int ANSWERS_KEPT = 256;

  private final RejectionCounts rejected = new RejectionCounts();
  private final ArrayDeque<Long> answerMillis = new ArrayDeque<>();
  private boolean awaiting; // Whether the last lookup has led to no node yet.
  private long beganAt;
  private long lookups;
  private long hints;
  private long verified;

  void lookup(long nowMillis) {
    lookups++;
    awaiting = true;
    beganAt = nowMillis;
  }

  void hint() {
    hints++;
  }

  void verified(long nowMillis) {
    verified++;
    if (awaiting) {
      awaiting = false;
      answerMillis.addLast(nowMillis - beganAt);
      if (answerMillis.size() > ANSWERS_KEPT) {
        answerMillis.removeFirst();
      }
    }
  }

  void rejected(Rejection reason) {
    rejected.add(reason);
  }

  void rejected(Rejection reason, int times) {
    for (int i = 0; i < times; i++) {
      rejected.add(reason);
    }
  }

  Map<String, Long> rejected() {
    return rejected.byWord();
  }

  DiscoveryStats stats(long announces) {
    return new DiscoveryStats(
        lookups, announces, List.copyOf(answerMillis), hints, verified, rejected.byWord());
  }
}
