package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.OverlayEvent.Failed;
import org.arcmesh.core.OverlayEvent.Joined;
import org.arcmesh.core.OverlayEvent.PartitionHealed;
import org.arcmesh.core.OverlayEvent.PartitionProven;
import org.arcmesh.core.OverlayEvent.PartitionSuspected;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entry, split and heal over the real neighbor signaling, in virtual time. */
class RepairSimulationTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static Map<PeerId, Integer> sides(Village village, int share) {
    Map<PeerId, Integer> sides = new LinkedHashMap<>();
    List<PeerId> alive = village.sim.alive();
    alive.forEach(id -> sides.put(id, alive.indexOf(id) % share == 0 ? 0 : 1));
    return sides;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aSplitIsSuspectedProvenAndHealsToOneComponent(long seed) {
    Village village = new Village(seed);
    village.populate(4, 56);
    village.sim.run(Duration.ofSeconds(10));
    assertTrue(village.isOne());
    assertEquals(60, village.events(Joined.class).size());
    assertEquals(List.of(), village.events(PartitionProven.class));
    village.events.clear();

    village.sim.faults().partition(sides(village, 2));
    village.sim.run(Duration.ofSeconds(15));
    assertTrue(village.components().size() >= 2);
    assertTrue(village.having(PartitionSuspected.class) >= 45, "nobody noticed");
    double cutView = village.meanView();
    village.sim.faults().heal();

    assertTrue(village.sim.runUntil(village::isOne, Duration.ofSeconds(15)));
    village.sim.run(Duration.ofSeconds(12));
    assertTrue(village.isOne(), "one component, and it stays so");
    assertTrue(village.having(PartitionHealed.class) >= 55, "the news of it got around");
    assertTrue(village.meanView() < cutView + 4, "no storm of joins: " + village.meanView());
    village.repairs.values().forEach(repair -> assertEquals(60, repair.component().peers(), 12));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aSmallOverlayHealsAfterCrashesAndASplit(long seed) {
    Village village = new Village(seed);
    village.populate(3, 17);
    village.sim.run(Duration.ofSeconds(5));
    for (int i = 0; i < 4; i++) {
      village.sim.crash(village.sim.alive().get(3 + village.random.nextInt(10)));
    }
    village.sim.run(Duration.ofSeconds(5));

    village.sim.faults().partition(sides(village, 2));
    village.sim.run(Duration.ofSeconds(20));
    village.sim.faults().heal();

    assertTrue(village.sim.runUntil(village::isOne, Duration.ofSeconds(30)));
    village.sim.run(Duration.ofSeconds(5));
    assertTrue(village.isOne());
  }

  /**
   * PROTOCOLS 3.4, memory: with the DHT gone for good, and 4 to 42 nodes, 32 of them remembered.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withoutDiscoveryASplitHealsThroughNodesThatAreRemembered(long seed) {
    Village village = new Village(seed);
    int nodes = 2 + 2 * (int) seed;
    village.populate(nodes, 60 - nodes);
    village.sim.run(Duration.ofSeconds(20));
    village.sim.directory().forgetAll();

    village.sim.faults().partition(sides(village, 2));
    village.sim.run(Duration.ofSeconds(30));
    village.sim.faults().heal();

    assertTrue(village.sim.runUntil(village::isOne, Duration.ofSeconds(15)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void signalingNodesThatStartTogetherBecomeOneComponent(long seed) {
    Village village = new Village(seed);
    for (int i = 0; i < 1 + seed % 7; i++) {
      village.addNode();
    }

    assertTrue(village.sim.runUntil(village::isOne, Duration.ofSeconds(30)));
    village.sim.run(Duration.ofSeconds(10));
    assertTrue(village.isOne());
    assertEquals(List.of(), village.events(Failed.class), "being alone is a state, not an error");
  }

  @Test
  void aPeerThatFindsNobodySaysSoAndJoinsWhenSomebodyIsThere() {
    Village village = new Village(1);
    PeerId peer = village.addPeer();
    village.sim.run(Duration.ofSeconds(10));
    assertTrue(village.events(Failed.class).size() >= 3);

    PeerId node = village.addNode();

    assertTrue(village.sim.runUntil(village::isOne, Duration.ofSeconds(35)));
    village.sim.run(Duration.ofSeconds(1));
    assertEquals(node, village.events(Joined.class).get(0).via());
    assertEquals(List.of(node), village.sprays.get(peer).view());
  }

  @Test
  void theLastOfAnOverlayFindsTheNextOne() {
    Village village = new Village(1);
    village.populate(2, 10);
    village.sim.run(Duration.ofSeconds(5));
    List<PeerId> all = village.sim.alive();
    all.subList(0, 11).forEach(village.sim::crash);
    PeerId last = village.sim.alive().get(0);
    village.sim.run(Duration.ofSeconds(20));
    assertTrue(village.sprays.get(last).isIsolated());
    village.events.clear();

    village.addNode();

    assertTrue(village.sim.runUntil(village::isOne, Duration.ofSeconds(60)));
    village.sim.run(Duration.ofSeconds(1));
    assertTrue(village.events.get(last).stream().anyMatch(OverlayEvent.Joined.class::isInstance));
  }

  @Test
  void aRunIsAFunctionOfItsSeed() {
    long[] hashes = new long[2];
    for (int i = 0; i < hashes.length; i++) {
      Village village = new Village(7);
      village.populate(2, 18);
      village.sim.faults().partition(sides(village, 3));
      village.sim.run(Duration.ofSeconds(15));
      village.sim.faults().heal();
      village.sim.run(Duration.ofSeconds(15));
      hashes[i] = village.sim.traceHash();
    }

    assertEquals(hashes[0], hashes[1]);
  }
}
