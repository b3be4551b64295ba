package org.arcmesh.testbed.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.Numbers;

/** The arcs of a snapshot between live peers, by dense numbers. */
public final class Graph {
  private final List<PeerId> peers;
  private final int[][] arcs;
  private final int[] viewSizes;
  private final int deadArcs;

  /** Source and target of each arc that is being opened, one after the other. */
  private final int[] opening;

  private Graph(List<PeerId> peers, int[][] arcs, int[] viewSizes, int deadArcs, int[] opening) {
    this.peers = peers;
    this.arcs = arcs;
    this.viewSizes = viewSizes;
    this.deadArcs = deadArcs;
    this.opening = opening;
  }

  /**
   * @param cut whether the network drops what the first peer sends to the second: such an arc joins
   *     nothing
   */
  public static Graph of(Snapshot snapshot, BiPredicate<PeerId, PeerId> cut) {
    List<PeerId> peers = snapshot.peers().stream().map(Snapshot.View::peer).toList();
    Numbers numbers = new Numbers();
    peers.forEach(numbers::add);
    int[][] arcs = new int[peers.size()][];
    int[] viewSizes = new int[peers.size()];
    IntUnaryOperator fillAndCountDead =
        i -> {
          List<PeerId> outview = snapshot.peers().get(i).outview();
          int[] targets = new int[outview.size()];
          viewSizes[i] = targets.length;
          int count = 0;
          int dead = 0;
          for (PeerId target : outview) {
            int number = numbers.of(target);
            if (number < 0) {
              dead++;
            } else if (!cut.test(peers.get(i), target)) {
              targets[count++] = number;
            }
          }
          arcs[i] = Arrays.copyOf(targets, count);
          return dead;
        };
    int dead = Crowd.of(arcs.length).map(fillAndCountDead).sum();
    return new Graph(peers, arcs, viewSizes, dead, opening(snapshot, numbers, cut));
  }

  private static int[] opening(
      Snapshot snapshot, Numbers numbers, BiPredicate<PeerId, PeerId> cut) {
    IntStream.Builder pairs = IntStream.builder();
    for (Snapshot.View view : snapshot.peers()) {
      for (PeerId target : view.opening()) {
        if (numbers.of(target) >= 0 && !cut.test(view.peer(), target)) {
          pairs.add(numbers.of(view.peer())).add(numbers.of(target));
        }
      }
    }
    return pairs.build().toArray();
  }

  int size() {
    return arcs.length;
  }

  /** The live peers; the place of each is its number. */
  public List<PeerId> peers() {
    return peers;
  }

  /** All arcs of peer {@code number}, those that lead nowhere included. */
  int viewSize(int number) {
    return viewSizes[number];
  }

  /** Targets of the arcs of peer {@code number} that lead somewhere, with repetitions. */
  int[] arcs(int number) {
    return arcs[number];
  }

  /** Arcs to peers that are no longer there. */
  int deadArcs() {
    return deadArcs;
  }

  /** For each peer the number of its component; components are numbered from 0. */
  public int[] components() {
    int[] parent = new int[size()];
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
    }
    for (int i = 0; i < parent.length; i++) {
      for (int target : arcs[i]) {
        parent[root(parent, i)] = root(parent, target);
      }
    }
    for (int i = 0; i < opening.length; i += 2) {
      parent[root(parent, opening[i])] = root(parent, opening[i + 1]);
    }
    int[] names = new int[size()];
    Arrays.fill(names, -1);
    int[] components = new int[size()];
    int count = 0;
    for (int i = 0; i < components.length; i++) {
      int root = root(parent, i);
      if (names[root] < 0) {
        names[root] = count++;
      }
      components[i] = names[root];
    }
    return components;
  }

  private static int root(int[] parent, int node) {
    int at = node;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
