package org.arcmesh.testbed.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;

/**
 * Everything that is measured of one run, in engine time. The runner tells it what it does to the
 * world, the engine what peers emit. One thread.
 */
public final class Measurement {
  private static final int CYCLES_MAX = 10_000;

  /** Overlays up to this size are measured wholly in every cycle, larger ones in every fifth. */
  private static final int CHEAP_PEERS_MAX = 1_000;

  /** Up to this size the clustering is measured in every cycle: a hundredth of what paths take. */
  private static final int CLUSTERING_PEERS_MAX = 10_000;

  private static final int COSTLY_EVERY = 5;

  private final Roster roster;
  private final BiPredicate<PeerId, PeerId> cut;
  private final BroadcastMeter broadcasts;
  private final PartitionMeter partitions;
  private final FalseAlarms falseAlarms = new FalseAlarms();
  private final RemovalMeter removals = new RemovalMeter();
  private final Map<PeerId, Double> startedAt = new HashMap<>();
  private final Set<PeerId> joined = new HashSet<>();
  private final Samples joins = new Samples();
  private final Samples linkTimes = new Samples();
  private final ArrayNode cycles = new Report().putList("cycles");
  private double lastStart;
  private int linksFailed;
  private double peerSeconds;
  private double peerSecondsBeforeLoad = Double.NaN;
  private Map<PeerId, BitSet> componentOf = Map.of();
  private int components;
  private List<Integer> componentSizes = List.of();
  private double observedAt = Double.NEGATIVE_INFINITY;

  /**
   * @param cut whether the network drops what one peer sends to another now
   * @param notes told, in one line, of what a person waits for
   */
  public Measurement(Roster roster, BiPredicate<PeerId, PeerId> cut, Consumer<String> notes) {
    this.partitions = new PartitionMeter(notes);
    this.roster = roster;
    this.cut = cut;
    this.broadcasts = new BroadcastMeter(roster);
  }

  public void started(PeerId peer, double atMillis) {
    startedAt.put(peer, Math.floor(atMillis)); // Events come with whole milliseconds.
    lastStart = atMillis;
  }

  /** So many peers have crashed; the last look was right after it. */
  public void removed(int crashed) {
    removals.removed(crashed, roster.aliveCount(), componentSizes, observedAt);
  }

  /** Whether arcs to peers that crashed are still there. */
  public boolean isForgetting() {
    return removals.isForgetting();
  }

  public void cut(List<List<PeerId>> sides, double atMillis) {
    partitions.cut(sides, atMillis);
  }

  public void healed(double atMillis) {
    partitions.healed(atMillis);
  }

  /** Peers crash at this moment, all at once. */
  public void crashed(double atMillis) {
    partitions.crashed(atMillis);
  }

  /** What the next broadcast must carry. */
  public Bytes nextPayload(int bytes) {
    return Payloads.make(broadcasts.nextNumber(), bytes);
  }

  /** {@code source} is about to broadcast {@code payload}; the others are so far from it. */
  public void sent(
      PeerId source, Bytes payload, double atMillis, double deadlineMillis, Distances distances) {
    beginLoad();
    BitSet component = componentOf.getOrDefault(source, new BitSet());
    broadcasts.sent(source, payload, component, atMillis, deadlineMillis, distances);
  }

  /** The same, but nobody is expected to get it. */
  public void sentUnjudged(PeerId source, Bytes payload, double atMillis, double deadlineMillis) {
    beginLoad();
    broadcasts.sent(source, payload, new BitSet(), atMillis, deadlineMillis, Distances.UNKNOWN);
  }

  private void beginLoad() {
    if (Double.isNaN(peerSecondsBeforeLoad)) {
      peerSecondsBeforeLoad = peerSeconds;
    }
  }

  /** Deliveries so far of what the peer's application had already got. */
  public long duplicates() {
    return broadcasts.duplicates();
  }

  /** Deliveries so far that were not in the order of their sending. */
  public long outOfOrder() {
    return broadcasts.outOfOrder();
  }

  /** Something that a peer emitted. */
  public void onEvent(PeerId peer, OverlayEvent event, double atMillis) {
    if (event instanceof OverlayEvent.Delivered delivered) {
      broadcasts.onDelivered(peer, delivered, atMillis);
    } else if (event instanceof OverlayEvent.Joined) {
      if (joined.add(peer)) {
        joins.add(atMillis - startedAt.get(peer));
      }
    } else if (event instanceof OverlayEvent.LinkOpened opened) {
      linkTimes.add(opened.took().toNanos() / 1e6);
      partitions.onSetUp(atMillis);
    } else if (event instanceof OverlayEvent.LinkFailed) {
      linksFailed++;
      partitions.onSetUp(atMillis);
    } else if (event instanceof OverlayEvent.PartitionSuspected) {
      partitions.onSuspected(peer, atMillis);
      falseAlarms.onSuspected(atMillis);
    } else if (event instanceof OverlayEvent.ComponentChanged changed) {
      partitions.onNamed(peer, changed.id());
    } else if (event instanceof OverlayEvent.PartitionProven proven) {
      partitions.onProven(peer, proven.foreignComponent(), atMillis);
      falseAlarms.onProven(atMillis);
    } else if (event instanceof OverlayEvent.PartitionHealed) {
      partitions.onTold(peer);
      falseAlarms.onHealed(atMillis);
    }
  }

  /** Looks at the ground truth; often, since what happens between two looks is not seen. */
  public void observe(Snapshot snapshot) {
    Graph graph = Graph.of(snapshot, cut);
    int[] names = graph.components();
    List<BitSet> members = new ArrayList<>();
    Map<PeerId, BitSet> membersOf = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (names[i] == members.size()) {
        members.add(new BitSet()); // Components are numbered in the order of their first peers.
      }
      BitSet component = members.get(names[i]);
      component.set(roster.number(graph.peers().get(i)));
      membersOf.put(graph.peers().get(i), component);
    }
    if (observedAt >= 0) {
      peerSeconds += roster.alive().size() * (snapshot.atMillis() - observedAt) / 1_000;
    }
    componentOf = membersOf;
    components = members.size();
    componentSizes =
        members.stream().map(BitSet::cardinality).sorted(Comparator.reverseOrder()).toList();
    observedAt = snapshot.atMillis();
    partitions.observe(components, observedAt);
    falseAlarms.observe((int) componentSizes.stream().filter(size -> size > 1).count(), observedAt);
    removals.observe(graph.deadArcs(), observedAt);
    broadcasts.observe(membersOf, observedAt);
  }

  /** Measures the graph for {@code cycles[]}; cycles are numbered from 1. */
  public void cycle(int number, Snapshot snapshot) {
    cycle(number, () -> snapshot);
    if (cycles.size() < CYCLES_MAX) {
      Report entry = new Report().put("cycle", number).put("atMs", Math.rint(snapshot.atMillis()));
      OverlayMetrics metrics = new OverlayMetrics(Graph.of(snapshot, cut));
      metrics.putAll(entry);
      if (snapshot.peers().size() <= CHEAP_PEERS_MAX || number % COSTLY_EVERY == 0) {
        metrics.putCostly(entry);
      } else if (snapshot.peers().size() <= CLUSTERING_PEERS_MAX) {
        metrics.putClustering(entry);
      }
      cycles.add(entry.json());
    }
  }

  /** A cycle that is not measured for {@code cycles[]}; looks only while sides mix. */
  public void cycle(int number, Supplier<Snapshot> look) {
    partitions.onCycle(number, look);
  }

  /** Whether looks are needed now: broadcasts are under way, or a partition is not merged. */
  public boolean isWatched() {
    return broadcasts.isUnderWay() || partitions.isUnderWay();
  }

  /** Components at the last look. */
  public int components() {
    return components;
  }

  /** Their sizes, the largest first. */
  public List<Integer> componentSizes() {
    return componentSizes;
  }

  public double observedAt() {
    return observedAt;
  }

  /** Whether all peers have been one component for five seconds at the last look. */
  public boolean isOneLasting() {
    return partitions.isOneLasting(observedAt);
  }

  /** Links that signaling opened. */
  public int linksOpened() {
    return linkTimes.count();
  }

  /** Time that all peers together were there for since the first broadcast. */
  public double loadPeerSeconds() {
    return peerSeconds - peerSecondsBeforeLoad;
  }

  public int joinedCount() {
    return joined.size();
  }

  public int sentCount() {
    return broadcasts.sentCount();
  }

  public long deliveries() {
    return broadcasts.deliveries();
  }

  public long payloadBytes() {
    return broadcasts.payloadBytes();
  }

  /** When the last broadcast under way passes its deadline; 0 if none is. */
  public double lastDeadline() {
    return broadcasts.lastDeadline();
  }

  /** Puts all that was measured, {@code snapshot} being the end. */
  public void putAll(Report report, Snapshot snapshot) {
    report.put("peers.started", roster.started());
    report.put("peers.alive", roster.alive().size());
    report.put("peers.failedJoins", roster.started() - joined.size());
    report.put("peers.hours", peerSeconds / 3_600);
    report.put("join.count", joins.count());
    joins.put(report, "join.ms", "p50", "p95", "p99", "max");
    Report overlay = new Report();
    OverlayMetrics metrics = new OverlayMetrics(Graph.of(snapshot, cut));
    metrics.putAll(overlay);
    metrics.putCostly(overlay);
    report.put("overlay", overlay);
    Convergence.putAll(report, cycles, lastStart, overlay);
    if (linkTimes.count() + linksFailed > 0) {
      report.put("signaling.introductions", linkTimes.count() + linksFailed);
      report.put("signaling.failed", linksFailed);
    }
    linkTimes.put(report, "signaling.ms", "p50", "p95", "p99");
    broadcasts.close(snapshot.atMillis());
    broadcasts.putAll(report);
    partitions.putAll(report);
    falseAlarms.putAll(report);
    removals.putAll(report);
  }

  /** Puts {@code cycles[]}, which is long and so comes last. */
  public void putCycles(Report report) {
    report.putList("cycles").addAll(cycles);
  }
}
