package org.arcmesh.testbed.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.Stack;
import org.arcmesh.StackSettings;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.Spray;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sampling.spray.SprayLedger;
import org.arcmesh.sim.Simulation;
import org.arcmesh.testbed.check.Invariants;

/**
 * Invariants of links and arcs in virtual time, where all peers can be looked at in one moment.
 *
 * <p>Outview and inview of a link may differ while a heartbeat is on its way, and an arc to a peer
 * that is gone lasts until its silence is noticed. What differs for longer, while nothing is cut
 * and the outview stays as it is, is a violation.
 */
final class PeerChecks {
  private final Simulation simulation;
  private final StackSettings settings;
  private final Map<PeerId, Stack> stacks;
  private Map<Pair, Difference> differences = new LinkedHashMap<>();
  private long latestMillis;

  private record Pair(PeerId from, PeerId to) {}

  private record Difference(double sinceMillis, int arcs, boolean told) {}

  /**
   * @param stacks of all peers that ever were
   */
  PeerChecks(Simulation simulation, StackSettings settings, Map<PeerId, Stack> stacks) {
    this.simulation = simulation;
    this.settings = settings;
    this.stacks = stacks;
  }

  void check(double atMillis, Invariants invariants) {
    invariants.checked();
    conservation(atMillis, invariants);
    List<PeerId> alive = simulation.alive();
    Map<PeerId, Map<PeerId, Integer>> claims = new HashMap<>();
    for (PeerId peer : alive) {
      Links links = stacks.get(peer).links();
      bounds(peer, links, atMillis, invariants);
      claims.put(peer, counts(links.inview()));
      latestMillis = Math.max(latestMillis, simulation.faults().lateMillis(peer));
    }
    Map<Pair, Difference> still = new LinkedHashMap<>();
    for (PeerId from : alive) {
      Map<PeerId, Integer> arcs = counts(stacks.get(from).links().outview());
      List<PeerId> others = new ArrayList<>(arcs.keySet());
      for (PeerId neighbor : stacks.get(from).links().neighbors()) {
        if (!arcs.containsKey(neighbor)) {
          others.add(neighbor);
        }
      }
      for (PeerId to : others) {
        int here = arcs.getOrDefault(to, 0);
        int there = claims.getOrDefault(to, Map.of()).getOrDefault(from, 0);
        if (here != there && !simulation.faults().cuts(from, to)) {
          Pair pair = new Pair(from, to);
          still.put(pair, differs(pair, here, there, atMillis, invariants));
        }
      }
    }
    differences = still;
  }

  private Difference differs(
      Pair pair, int here, int there, double atMillis, Invariants invariants) {
    Difference before = differences.get(pair);
    if (before == null || before.arcs() != here) {
      return new Difference(atMillis, here, false);
    }
    if (before.told() || atMillis - before.sinceMillis() <= patience(pair)) {
      return before;
    }
    boolean gone = !simulation.alive().contains(pair.to());
    invariants.violated(
        gone ? "no arc outlives its target for long" : "the inview agrees with the outview",
        atMillis,
        Optional.of(pair.from()),
        here
            + " arcs to "
            + pair.to().shortName()
            + (gone ? ", which is gone" : ", which counts " + there));
    return new Difference(before.sinceMillis(), here, true);
  }

  /**
   * A neighbor that does not answer is down by then; a heartbeat has come, even retransmitted. What
   * slow peers send is behind all that they sent before, for as long as they were late.
   */
  private double patience(Pair pair) {
    return settings.signaling().silence().toMillis()
        + 2.0 * settings.signaling().heartbeat().toMillis()
        + 4.0 * simulation.delay(pair.from(), pair.to()).toMillis()
        + 2.0 * latestMillis;
  }

  private void bounds(PeerId peer, Links links, double atMillis, Invariants invariants) {
    List<PeerId> outview = links.outview();
    if (outview.contains(peer) || links.isNeighbor(peer)) {
      invariants.violated(
          "no arc to oneself", atMillis, Optional.of(peer), "outview " + outview.size());
    }
    int arcsMax = SprayConfig.DEFAULT.arcsMax();
    int linksMax = settings.signaling().maxLinks();
    if (outview.size() > arcsMax || links.neighbors().size() > linksMax) {
      invariants.violated(
          "degree is bounded",
          atMillis,
          Optional.of(peer),
          outview.size() + " arcs, " + links.neighbors().size() + " links");
    }
  }

  /** Exchanges move arcs: none comes of nothing, and all that is lost is accounted for. */
  private void conservation(double atMillis, Invariants invariants) {
    SprayLedger total = SprayLedger.EMPTY;
    long arcs = 0;
    for (Stack stack : stacks.values()) {
      if (!(stack.sampling() instanceof Spray spray)) {
        return; // Other samplers keep no ledger.
      }
      total = total.plus(spray.ledger());
      arcs += spray.arcs();
    }
    boolean conserved =
        arcs == total.arcs()
            && total.claimedTwice() >= 0
            && total.claimedTwice() <= total.lent() + total.unsettled()
            && total.claimedByNobody() >= 0;
    if (!conserved) {
      invariants.violated(
          "arcs and unsettled ones are conserved",
          atMillis,
          Optional.empty(),
          arcs + " arcs, " + total.arcs() + " by the ledger " + total);
    }
  }

  private static Map<PeerId, Integer> counts(List<PeerId> peers) {
    Map<PeerId, Integer> counts = new LinkedHashMap<>();
    peers.forEach(peer -> counts.merge(peer, 1, Integer::sum));
    return counts;
  }
}
