package org.arcmesh.broadcast.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.arcmesh.broadcast.tree.RandomGraphs.Edge;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.spanning.KruskalMinimumSpanningTree;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private static final int VERTICES = 300;
  private static final double ALPHA = 1.5;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void primWeighsAsMuchAsJGraphTsKruskal(long seed) {
    List<Edge> edges = RandomGraphs.edges(seed, VERTICES, 4, 50);

    Tree tree = Prim.minimumSpanningTree(RandomGraphs.graph(VERTICES, edges), 17);

    double expected = new KruskalMinimumSpanningTree<>(oracle(edges)).getSpanningTree().getWeight();
    assertEquals((long) expected, tree.weight());
    assertSpansFrom(tree, 17);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shortestPathsAreAsLongAsJGraphTs(long seed) {
    List<Edge> edges = RandomGraphs.edges(seed, VERTICES, 4, 50);

    Tree tree = ShortestPaths.from(RandomGraphs.graph(VERTICES, edges), 3);

    var paths = new DijkstraShortestPath<>(oracle(edges)).getPaths(3);
    for (int vertex = 0; vertex < VERTICES; vertex++) {
      assertEquals((long) paths.getWeight(vertex), tree.depth(vertex));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSpanningTreeIsTheSameFromEveryRootWhateverTheOrderOfTheEdges(long seed) {
    List<Edge> edges = RandomGraphs.edges(seed, VERTICES, 4, 3);
    List<Edge> shuffled = new ArrayList<>(edges);
    Collections.shuffle(shuffled, new Random(seed));

    Tree tree = Prim.minimumSpanningTree(RandomGraphs.graph(VERTICES, edges), 0);
    Tree other = Prim.minimumSpanningTree(RandomGraphs.graph(VERTICES, shuffled), 211);

    assertEquals(edgesOf(tree), edgesOf(other));
    assertEquals(edgesOf(tree), edgesOf(tree.rootedAt(42)));
    assertSpansFrom(tree.rootedAt(42), 42);
    assertEquals(other.depth(0), tree.rootedAt(211).depth(0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void lastKeepsTheTwoBoundsOfThePaper(long seed) {
    List<Edge> edges = RandomGraphs.edges(seed, VERTICES, 4, 50);
    Graph graph = RandomGraphs.graph(VERTICES, edges);
    Tree spanning = Prim.minimumSpanningTree(graph, 9);

    Tree last = Last.of(graph, spanning, ALPHA);

    Tree shortest = ShortestPaths.from(graph, 9);
    assertSpansFrom(last, 9);
    for (int vertex = 0; vertex < VERTICES; vertex++) {
      assertTrue(last.depth(vertex) <= ALPHA * shortest.depth(vertex));
    }
    assertTrue(last.weight() <= (1 + 2 / (ALPHA - 1)) * spanning.weight());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void lastIsTheSameWhateverTheOrderOfTheEdges(long seed) {
    List<Edge> edges = RandomGraphs.edges(seed, VERTICES, 4, 3);
    List<Edge> shuffled = new ArrayList<>(edges);
    Collections.shuffle(shuffled, new Random(seed));

    Tree tree = lastOf(RandomGraphs.graph(VERTICES, edges));
    Tree other = lastOf(RandomGraphs.graph(VERTICES, shuffled));

    for (int vertex = 0; vertex < VERTICES; vertex++) {
      assertEquals(tree.parent(vertex), other.parent(vertex));
    }
  }

  @Test
  void lastIsTheSpanningTreeWhereThatIsShallowAndGraftsTheShortestPathWhereItIsNot() {
    // A ring 0–1–2–3–4–5–0: the spanning tree leaves 4–5 out, the longest edge.
    Graph ring =
        Graph.builder(6)
            .add(0, 1, 1)
            .add(1, 2, 1)
            .add(2, 3, 1)
            .add(3, 4, 1)
            .add(4, 5, 1)
            .add(0, 5, 2)
            .build();

    Tree last = Last.of(ring, Prim.minimumSpanningTree(ring, 0), ALPHA);

    assertEquals(0, last.parent(5));
    assertEquals(5, last.parent(4)); // On the way back up the new path is the shorter one.
    assertEquals(2, last.parent(3));
    assertEquals(0, last.parent(1));
  }

  @Test
  void aTreeReachesOnlyItsOwnComponent() {
    Graph graph = Graph.builder(4).add(0, 1, 1).add(2, 3, 1).build();

    Tree tree = Last.of(graph, Prim.minimumSpanningTree(graph, 0), ALPHA);

    assertTrue(tree.reaches(1));
    assertFalse(tree.reaches(2));
    assertFalse(tree.reaches(3));
  }

  @Test
  void refusesEdgesOfNoWeightAndLoops() {
    Graph.Builder builder = Graph.builder(2);

    assertThrows(IllegalArgumentException.class, () -> builder.add(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.add(1, 1, 5));
  }

  private static Tree lastOf(Graph graph) {
    return Last.of(graph, Prim.minimumSpanningTree(graph, 9), ALPHA);
  }

  private static void assertSpansFrom(Tree tree, int root) {
    List<Integer> reached = new ArrayList<>(List.of(root));
    for (int i = 0; i < reached.size(); i++) {
      int child = tree.firstChild(reached.get(i));
      for (; child != Tree.NONE; child = tree.nextSibling(child)) {
        assertEquals(reached.get(i), tree.parent(child));
        reached.add(child);
      }
    }
    assertEquals(VERTICES, new TreeSet<>(reached).size());
    assertEquals(VERTICES, reached.size());
  }

  private static TreeSet<String> edgesOf(Tree tree) {
    TreeSet<String> edges = new TreeSet<>();
    for (int vertex = 0; vertex < VERTICES; vertex++) {
      int parent = tree.parent(vertex);
      if (parent != Tree.NONE) {
        edges.add(Math.min(vertex, parent) + "–" + Math.max(vertex, parent));
      }
    }
    return edges;
  }

  private static org.jgrapht.Graph<Integer, DefaultWeightedEdge> oracle(List<Edge> edges) {
    var graph = new SimpleWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    for (Edge edge : edges) {
      graph.addVertex(edge.left());
      graph.addVertex(edge.right());
      graph.setEdgeWeight(graph.addEdge(edge.left(), edge.right()), edge.weight());
    }
    return graph;
  }
}
