package org.arcmesh.testbed.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.arcmesh.testbed.scenario.Words;

/** The numbers a report can hold, as the contract names them. */
final class Keys {
  private static final List<String> ALL = all();

  private Keys() {}

  static boolean isKnown(String key) {
    return ALL.contains(key);
  }

  static String nearest(String key) {
    return Words.nearest(key, ALL);
  }

  static List<String> list() {
    return ALL;
  }

  private static List<String> all() {
    List<String> keys = new ArrayList<>();
    add(keys, "", "seed wallMs virtualMs arcsUnsettled");
    add(keys, "peers.", "started alive failedJoins hours");
    add(keys, "join.", "count ms.p50 ms.p95 ms.p99 ms.max");
    add(
        keys,
        "overlay.",
        "components largestShare strongComponents arcs meanView viewExcess viewSd inDegreeSd clustering"
            + " meanPath maxPath"
            + " pathSources duplicatesShare deadArcsShare");
    add(
        keys,
        "signaling.",
        "introductions failed busy messagesPerArc bytesPerArc ms.p50 ms.p95 ms.p99");
    add(
        keys,
        "broadcast.",
        "sent expected delivered duplicates deliveryRatio reach copiesPerDelivery"
            + " deliveriesPerSecond repairMs.p50 repairMs.p99 repairMs.max"
            + " reachIn2s bytesOverLowerBound controlBytesPerPeerSecond"
            + " linkStateBytesPerPeerSecond latencyOverFlood.mean latencyOverBackbone.mean latencyOverBackbone.last latencyMs.mean latencyMs.p50"
            + " latencyMs.p99 latencyMs.max latencyOverShortestPath.mean"
            + " latencyOverShortestPath.last treeDepth.mean treeDepth.max repaired outOfOrder");
    add(
        keys,
        "partitions.",
        "count detectedMs.p50 detectedMs.p95 detectedMs.max mergedMs.p50 mergedMs.p95"
            + " mergedMs.max lastMergedMs mixedCycles.max setUpsPerSecond.max suspectedShare healedShare"
            + " reunitedMs.p50 reunitedMs.p95 reunitedMs.max falseSuspicions falseMerges"
            + " falseHealed");
    add(keys, "convergence.", "cycle arcsKept");
    add(
        keys,
        "removals.",
        "count componentsShare.mean componentsShare.max largestShare.mean largestShare.max"
            + " forgottenMs.p50 forgottenMs.max");
    add(keys, "invariants.", "checked violated");
    add(
        keys,
        "discovery.",
        "lookups checks checksPerMinute announces ms.p50 ms.p95 hints verified nodeSockets.open"
            + " nodeSockets.opened");
    add(keys, "resources.", "cpuMs rssMb heapMb threads events eventsPerSecond handshakes");
    return List.copyOf(keys);
  }

  private static void add(List<String> keys, String prefix, String names) {
    Stream.of(names.split(" ")).map(name -> prefix + name).forEach(keys::add);
  }
}
