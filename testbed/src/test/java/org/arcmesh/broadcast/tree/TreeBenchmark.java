package org.arcmesh.broadcast.tree;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The trees of one source on a backbone of eight links a peer, of 20 to 100 ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TreeBenchmark {
  private static final int CHOSEN = 4;

  @Param({"10000"})
  public int peers;

  private Graph graph;

  @Setup
  public void connect() {
    SplittableRandom random = new SplittableRandom(1);
    Graph.Builder builder = Graph.builder(peers);
    Set<Long> pairs = new LinkedHashSet<>();
    for (int peer = 0; peer < peers; peer++) {
      for (int choice = 0; choice < CHOSEN; choice++) {
        int other = random.nextInt(peers);
        long pair = (long) Math.min(peer, other) << 32 | Math.max(peer, other);
        if (other != peer && pairs.add(pair)) {
          builder.add(peer, other, random.nextInt(20, 101));
        }
      }
    }
    graph = builder.build();
  }

  /** The minimum spanning tree. */
  @Benchmark
  public Tree prim() {
    return Prim.minimumSpanningTree(graph, 0);
  }

  /** What a source's tree takes in all. */
  @Benchmark
  public Tree primAndLast() {
    return Last.of(graph, Prim.minimumSpanningTree(graph, 0), 1.5);
  }
}
