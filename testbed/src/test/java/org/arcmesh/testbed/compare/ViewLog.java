package org.arcmesh.testbed.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jgroups.View;

/** The newest view of each member, and since when something has been true of them. */
final class ViewLog {
  private final Map<Integer, View> views = new TreeMap<>();
  private final List<Watch> watches = new ArrayList<>();

  /** A member has installed a view; on any thread. */
  synchronized void put(int member, View view) {
    views.put(member, view);
    long now = System.nanoTime();
    watches.forEach(watch -> watch.look(views, now));
    notifyAll();
  }

  /**
   * Watches from now on whether {@code condition} is true of the views by their members' numbers.
   */
  synchronized Watch watch(Predicate<Map<Integer, View>> condition) {
    Watch watch = new Watch(condition);
    watch.look(views, watch.begunNanos);
    watches.add(watch);
    return watch;
  }

  /** Waits until it has been true for so long without a break, but no longer than patience. */
  synchronized boolean await(Watch watch, Duration lasting, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long now = System.nanoTime();
      long wake = deadline;
      if (watch.holds) {
        long ripe = watch.sinceNanos + lasting.toNanos();
        if (ripe - now <= 0) {
          return true;
        }
        wake = Math.min(ripe, deadline);
      }
      if (deadline - now <= 0) {
        return false;
      }
      wait((wake - now) / 1_000_000 + 1);
    }
  }

  /** Lets time pass. */
  void pass(Duration time) throws InterruptedException {
    await(watch(views -> false), Duration.ZERO, time);
  }

  /** A condition and since when it is true; guarded by the log. */
  static final class Watch {
    private final Predicate<Map<Integer, View>> condition;
    private final long begunNanos = System.nanoTime();
    private boolean holds;
    private long sinceNanos;
    private double firstMillis = Double.POSITIVE_INFINITY;

    private Watch(Predicate<Map<Integer, View>> condition) {
      this.condition = condition;
    }

    private void look(Map<Integer, View> views, long nowNanos) {
      boolean held = holds;
      holds = condition.test(views);
      if (holds && !held) {
        sinceNanos = nowNanos;
        firstMillis = Math.min(firstMillis, (nowNanos - begunNanos) / 1e6);
      }
    }
  }

  /** Milliseconds from the begin of the watch until it was true for the first time. */
  synchronized double firstMillis(Watch watch) {
    return watch.firstMillis;
  }

  /** Milliseconds from the begin of the watch to the begin of the time for which it is true now. */
  synchronized double sinceMillis(Watch watch) {
    return watch.holds ? (watch.sinceNanos - watch.begunNanos) / 1e6 : Double.POSITIVE_INFINITY;
  }
}
