package org.arcmesh.testbed.run;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.arcmesh.Stack;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.tree.Graph;
import org.arcmesh.broadcast.tree.ShortestPaths;
import org.arcmesh.broadcast.tree.Tree;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.Numbers;
import org.arcmesh.sim.Simulation;
import org.arcmesh.testbed.measure.Distances;

/** The links of all peers of a simulation at one moment, with their delays. */
final class LinkMap {
  /** Delays are whole numbers of these: the ticks of virtual time. */
  private static final int UNIT_MICROS = 100;

  private final Numbers numbers = new Numbers();
  private final Graph inUse;
  private final Graph arcs;
  private final Graph backbone;

  private LinkMap(Simulation simulation, Map<PeerId, Stack> stacks) {
    List<PeerId> peers = simulation.alive();
    peers.forEach(numbers::add);
    Graph.Builder all = Graph.builder(peers.size());
    Graph.Builder ofArcs = Graph.builder(peers.size());
    Graph.Builder ofBackbone = Graph.builder(peers.size());
    for (PeerId peer : peers) {
      Stack stack = stacks.get(peer);
      for (PeerId target : stack.links().outview()) {
        add(peer, target, simulation, all);
        add(peer, target, simulation, ofArcs);
      }
      for (PeerId tied : stack.backbone().map(Backbone::neighbors).orElse(List.of())) {
        add(peer, tied, simulation, all);
        add(peer, tied, simulation, ofBackbone);
      }
    }
    inUse = all.build();
    arcs = ofArcs.build();
    backbone = ofBackbone.build();
  }

  /**
   * @param stacks of all peers that are alive
   */
  static LinkMap of(Simulation simulation, Map<PeerId, Stack> stacks) {
    return new LinkMap(simulation, stacks);
  }

  private void add(PeerId left, PeerId right, Simulation simulation, Graph.Builder graph) {
    int from = numbers.of(left);
    int to = numbers.of(right);
    if (to >= 0 && to != from && !simulation.faults().separates(left, right)) {
      long micros = simulation.delay(left, right).toNanos() / 1_000;
      graph.add(from, to, (int) Math.max(1, (micros + UNIT_MICROS - 1) / UNIT_MICROS));
    }
  }

  /** As the map is; of a peer that came later it knows nothing. */
  Distances from(PeerId source) {
    int root = numbers.of(source);
    return root < 0
        ? Distances.UNKNOWN
        : new Distances(along(inUse, root), along(arcs, root), along(backbone, root));
  }

  private ToDoubleFunction<PeerId> along(Graph graph, int root) {
    Tree shortest = ShortestPaths.from(graph, root);
    return peer -> {
      int number = numbers.of(peer);
      return number < 0 || !shortest.reaches(number)
          ? Double.NaN
          : shortest.depth(number) * UNIT_MICROS / 1_000.0;
    };
  }
}
