package org.arcmesh.testbed.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;
import org.junit.jupiter.api.Test;

class OverlayMetricsTest {

  @Test
  void aDirectedRingHasNoTrianglesAndLongPaths() {
    Report report = metrics(Map.of(0, List.of(1), 1, List.of(2), 2, List.of(3), 3, List.of(0)), 4);

    assertEquals(
        "{\"components\":1,\"largestShare\":1,\"arcs\":4,\"meanView\":1,\"viewExcess\":-0.386294361,\"viewSd\":0,\"inDegreeSd\":0,"
            + "\"duplicatesShare\":0,\"deadArcsShare\":0,\"strongComponents\":1,"
            + "\"clustering\":0,\"meanPath\":2,\"maxPath\":3,\"pathSources\":4}",
        report.json().toString());
  }

  @Test
  void clusteringCountsDirectedArcsAmongUndirectedNeighborhoods() {
    // 0 → 1, 1 → 2, 2 → 0 and 0 → 3. Neighborhoods: {1,2,3}: one of six arcs (1 → 2); {0,2}: one
    // of two (2 → 0); {0,1}: one of two (0 → 1); {0}: none.
    Report report =
        metrics(Map.of(0, List.of(1, 3), 1, List.of(2), 2, List.of(0), 3, List.of()), 4);

    assertEquals((1 / 6.0 + 1 / 2.0 + 1 / 2.0 + 0) / 4, value(report, "clustering"), 1e-6);
    // Distances from 0: 1, 2, 1; from 1: 2, 1, 3; from 2: 1, 2, 2; from 3 nobody is reached.
    assertEquals(15 / 9.0, value(report, "meanPath"), 1e-6);
    assertEquals(3, value(report, "maxPath"));
  }

  @Test
  void countsDuplicatesAndArcsToPeersThatAreGone() {
    Report report =
        metrics(Map.of(0, List.of(1, 1, 7), 1, List.of(0), 2, List.of(3), 3, List.of(8)), 4);

    assertEquals(2, value(report, "components"));
    assertEquals(6, value(report, "arcs"));
    assertEquals(1.5, value(report, "meanView"));
    assertEquals(Math.sqrt(0.75), value(report, "viewSd"), 1e-6);
    assertEquals(0.25, value(report, "duplicatesShare"));
    assertEquals(2 / 6.0, value(report, "deadArcsShare"), 1e-6);
    // In-degrees over arcs that lead somewhere, with repetitions: 1, 2, 0, 1.
    assertEquals(Math.sqrt(0.5), value(report, "inDegreeSd"), 1e-6);
  }

  @Test
  void anArcAcrossACutJoinsNothing() {
    Snapshot snapshot = snapshot(Map.of(0, List.of(1), 1, List.of(2), 2, List.of(0)), 3);

    Graph graph = Graph.of(snapshot, (from, to) -> from.equals(id(1)) || to.equals(id(1)));

    assertEquals("[0, 1, 0]", Arrays.toString(graph.components()));
    assertEquals(1, graph.viewSize(0));
    assertEquals(0, graph.deadArcs());
  }

  @Test
  void componentsAreOfLinksNotOfDirections() {
    Snapshot snapshot =
        snapshot(Map.of(0, List.of(2), 1, List.of(2), 2, List.of(), 3, List.of()), 4);

    int[] components = Graph.of(snapshot, (from, to) -> false).components();

    assertEquals("[0, 0, 0, 1]", Arrays.toString(components));
  }

  @Test
  void anArcThatIsBeingOpenedJoinsWhomItLeadsToUnlessItLiesAcrossACut() {
    Snapshot snapshot =
        new Snapshot(
            0,
            List.of(
                new Snapshot.View(id(0), List.of(id(1)), List.of(id(2))),
                new Snapshot.View(id(1), List.of(), List.of(id(3), id(9))),
                new Snapshot.View(id(2), List.of()),
                new Snapshot.View(id(3), List.of())));

    Graph graph = Graph.of(snapshot, (from, to) -> to.equals(id(3)));

    assertEquals("[0, 0, 0, 1]", Arrays.toString(graph.components()));
    assertEquals(1, graph.viewSize(0));
  }

  @Test
  void strongComponentsReachEachOtherAlongDirectedArcs() {
    // A ring of three, an arc from it to a pair that reach each other, and one apart.
    Report report =
        metrics(
            Map.of(0, List.of(1), 1, List.of(2), 2, List.of(0, 3), 3, List.of(4), 4, List.of(3)),
            6);

    assertEquals(2, value(report, "components"));
    assertEquals(3, value(report, "strongComponents"));
  }

  @Test
  void pathsFromManySourcesAreThoseFromEachAlone() {
    SplittableRandom random = new SplittableRandom(1);
    int[][] out = new int[300][];
    Arrays.setAll(out, i -> random.ints(random.nextInt(4), 0, 300).distinct().toArray());

    Report report = new Report();
    Paths.putAll(out, report);

    long sum = 0;
    long pairs = 0;
    int longest = 0;
    for (int source = 0; source < out.length; source++) {
      int[] distance = distances(out, source);
      sum += Arrays.stream(distance).filter(d -> d > 0).sum();
      pairs += Arrays.stream(distance).filter(d -> d > 0).count();
      longest = Math.max(longest, Arrays.stream(distance).max().orElseThrow());
    }
    assertEquals((double) sum / pairs, value(report, "meanPath"), 1e-8);
    assertEquals(longest, value(report, "maxPath"));
    assertEquals(300, value(report, "pathSources"));
  }

  @Test
  void pathsOfALargeOverlayAreSampled() {
    int[][] ring = new int[Paths.EXACT_PEERS_MAX + 1][];
    Arrays.setAll(ring, i -> new int[] {(i + 1) % ring.length});

    Report report = new Report();
    Paths.putAll(ring, report);

    assertEquals(Paths.SAMPLED_SOURCES, value(report, "pathSources"));
    assertEquals(Paths.EXACT_PEERS_MAX, value(report, "maxPath"));
    assertEquals((Paths.EXACT_PEERS_MAX + 1) / 2.0, value(report, "meanPath"), 1e-6);
  }

  private static int[] distances(int[][] out, int source) {
    int[] distance = new int[out.length];
    Arrays.fill(distance, -1);
    distance[source] = 0;
    List<Integer> queue = new ArrayList<>(List.of(source));
    for (int head = 0; head < queue.size(); head++) {
      int at = queue.get(head);
      for (int target : out[at]) {
        if (distance[target] < 0) {
          distance[target] = distance[at] + 1;
          queue.add(target);
        }
      }
    }
    return distance;
  }

  static PeerId id(int number) {
    return PeerId.of(Bytes.utf8(String.format("%020d", number)));
  }

  static Snapshot snapshot(Map<Integer, List<Integer>> arcs, int peers) {
    List<Snapshot.View> views = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      List<PeerId> outview =
          arcs.getOrDefault(i, List.of()).stream().map(OverlayMetricsTest::id).toList();
      views.add(new Snapshot.View(id(i), outview));
    }
    return new Snapshot(0, views);
  }

  private static Report metrics(Map<Integer, List<Integer>> arcs, int peers) {
    Report report = new Report();
    OverlayMetrics metrics =
        new OverlayMetrics(Graph.of(snapshot(arcs, peers), (from, to) -> false));
    metrics.putAll(report);
    metrics.putCostly(report);
    return report;
  }

  private static double value(Report report, String key) {
    return report.number(key).orElseThrow();
  }
}
