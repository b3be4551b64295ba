package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.arcmesh.testbed.scenario.Action;

/** Steps in words, for people. */
final class Phrases {
  private Phrases() {}

  static String of(Action action) {
    if (action instanceof Action.Join join) {
      return (join.peers().isPresent() ? join.peers().getAsInt() + " peers join" : "peers join")
          + (join.cycles().isPresent()
              ? " over " + cycles(join.cycles().getAsInt())
              : during(" over ", join.over()));
    }
    if (action instanceof Action.Settle settle) {
      return settle.time().isPresent()
          ? "settle for " + time(settle.time().get())
          : "settle for " + cycles(settle.cycles().getAsInt());
    }
    if (action instanceof Action.Load load) {
      return "broadcast "
          + load.bytes()
          + " B from "
          + load.sources()
          + (load.sources() == 1 ? " source, " : " sources, ")
          + number(load.perSecond())
          + "/s for "
          + time(load.length());
    }
    if (action instanceof Action.Crash crash) {
      return "crash " + amount(crash.amount());
    }
    if (action instanceof Action.Leave leave) {
      return amount(leave.amount()) + " leave" + during(" over ", leave.over());
    }
    if (action instanceof Action.Partition partition) {
      return "partition "
          + shares(partition.shares())
          + " for "
          + time(partition.length())
          + (partition.oneWay() ? ", one way" : "")
          + (partition.setUpsOnly() ? ", set-ups only" : "")
          + (partition.discoveryReachable() ? ", discovery reachable" : ", discovery cut");
    }
    if (action instanceof Action.Churn churn) {
      return "churn for " + time(churn.length()) + (churn.replaced() ? "" : ", nobody comes");
    }
    if (action instanceof Action.Slow slow) {
      return amount(slow.amount())
          + " are late by "
          + time(slow.by())
          + " for "
          + time(slow.length());
    }
    if (action instanceof Action.Swarm swarm) {
      return "random faults for " + time(swarm.length());
    }
    if (action instanceof Action.Heal heal) {
      return "heal: one component within " + time(heal.within());
    }
    throw new AssertionError(action);
  }

  static String time(Duration time) {
    return number(time.toMillis() / 1000.0) + " s";
  }

  private static String cycles(int count) {
    return count + (count == 1 ? " cycle" : " cycles");
  }

  private static String during(String before, Duration time) {
    return time.isZero() ? "" : before + time(time);
  }

  private static String amount(Action.Amount amount) {
    return amount.share().isPresent()
        ? number(100 * amount.share().get()) + "% of the peers"
        : amount.peers().getAsInt() + " peers";
  }

  private static String shares(List<Double> shares) {
    return shares.stream().map(share -> number(100 * share)).collect(Collectors.joining("/"));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value).replaceAll("0+$", "");
  }
}
