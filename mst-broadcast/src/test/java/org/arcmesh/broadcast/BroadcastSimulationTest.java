package org.arcmesh.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A town fails the test by itself when a broadcast is delivered twice or out of order. */
class BroadcastSimulationTest {
  private static final Duration DEADLINE = Duration.ofSeconds(11);

  /** So many peers, each with so many arcs to those before it, after some seconds. */
  private static Town settled(long seed, TreeMode mode, int peers, int arcs, int seconds) {
    Town town = new Town(seed, mode);
    town.settle(peers, arcs);
    town.run(Duration.ofSeconds(seconds));
    return town;
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyBroadcastArrivesOnceAndInOrderUnderLossAndCrashes(long seed) {
    Town town = settled(seed, TreeMode.LAST, 40, 4, 10);

    town.simulation.faults().setLoss(0.02);
    town.broadcast(5, 60, Duration.ofMillis(100));
    town.crash(8);
    town.broadcast(5, 120, Duration.ofMillis(100));
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    assertTrue(town.expected() > 4_000);
    assertTrue(town.copiesPerDelivery() < 1.05, "copies " + town.copiesPerDelivery());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withoutLinkStateDeliveryFindsItsOwnTree(long seed) {
    Town town = settled(seed, TreeMode.PUSH, 40, 4, 10);

    town.simulation.faults().setLoss(0.02);
    town.broadcast(3, 150, Duration.ofMillis(100));
    town.crash(6);
    town.broadcast(3, 60, Duration.ofMillis(100));
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    assertTrue(town.copiesPerDelivery() < 1.6, "copies " + town.copiesPerDelivery());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void broadcastsGoOnInBothHalvesOfASplitAndEverywhereOnceItHeals(long seed) {
    Town town = settled(seed, TreeMode.LAST, 30, 6, 10);
    town.broadcast(6, 40, Duration.ofMillis(100));

    List<PeerId> left = town.people.subList(0, 15);
    List<PeerId> right = town.people.subList(15, 30);
    town.split(left);
    town.broadcast(6, 100, Duration.ofMillis(100));
    town.run(Duration.ofSeconds(5));
    town.simulation.faults().heal();
    town.bridge(left, right, 8);
    town.run(Duration.ofSeconds(2));
    town.broadcast(6, 60, Duration.ofMillis(100));
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    int whole = town.component(left.get(0)).size();
    assertTrue(whole > 22, "the halves have " + whole + " peers");
    assertEquals(whole, town.at(left.get(0)).linkState.reached());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void streamsGoOnAfterASplitTooShortForAnyLinkToNotice(long seed) {
    Town town = settled(seed, TreeMode.LAST, 20, 4, 5);

    town.broadcast(4, 20, Duration.ofMillis(100));
    town.split(town.people.subList(0, 10));
    town.broadcast(4, 20, Duration.ofMillis(100));
    town.simulation.faults().heal();
    town.broadcast(4, 20, Duration.ofMillis(100));
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void newcomersGetWhatIsSentFromNowOnAndNothingElse(long seed) {
    Town town = settled(seed, TreeMode.LAST, 15, 3, 3);
    PeerId source = town.people.get(0);
    for (int i = 0; i < 50; i++) {
      town.broadcast(source);
      town.run(Duration.ofMillis(300));
    }

    town.settle(5, 3);
    town.run(Duration.ofMillis(900)); // Their first links open.
    for (int i = 0; i < 50; i++) {
      town.broadcast(source);
      town.run(Duration.ofMillis(300));
    }
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    for (PeerId newcomer : town.people.subList(15, 20)) {
      long first = town.deliveredFrom(source, newcomer).get(0);
      assertTrue(first >= 49 && first <= 50, "first was " + first);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void newcomersMissNothingWhereOthersStillTakeLinksForSlow(long seed) {
    Town town = settled(seed, TreeMode.LAST, 15, 3, 5);
    Map<PeerId, Duration> late = new LinkedHashMap<>();
    town.people.forEach(peer -> late.put(peer, Duration.ofMillis(1_000)));
    town.simulation.faults().slow(late);
    town.run(Duration.ofSeconds(15));
    town.simulation.faults().slow(Map.of());
    town.run(Duration.ofSeconds(1)); // What was late is there.

    town.settle(1, 1);
    town.run(Duration.ofMillis(1_500)); // Its first link opens.
    town.broadcast(15, 150, Duration.ofMillis(20));
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theVeryFirstBroadcastArrivesAlthoughMostFramesAreLost(long seed) {
    Town town = settled(seed, TreeMode.LAST, 12, 3, 3);

    town.simulation.faults().setLoss(0.5);
    town.broadcast(12, 12, Duration.ofMillis(20));
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    assertEquals(12 * 11, town.expected());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aBurstOverLossyLinksArrivesInOrder(TreeMode mode) {
    Town town = settled(7, mode, 20, 4, 5);

    town.simulation.faults().setLoss(0.1);
    PeerId source = town.people.get(3);
    for (int i = 0; i < 500; i++) {
      town.broadcast(source);
    }
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    assertEquals(500 * 19, town.expected());
  }

  @Test
  void broadcastsDoNotWaitForBackboneAndLinkState() {
    Town town = new Town(1, TreeMode.LAST);
    town.settle(20, 4);

    for (int i = 0; i < 60; i++) {
      town.run(Duration.ofMillis(50));
      town.broadcast(town.people.get(i % 20));
    }
    town.run(DEADLINE);

    assertEquals(List.of(), town.missing());
    assertTrue(town.expected() > 500);
  }

  @Test
  void noBackboneIsEmptyAroundAHubThatEverybodyDependsOn() {
    Town town = new Town(1, TreeMode.LAST);
    PeerId hub = town.add();
    for (int i = 0; i < 30; i++) {
      town.link(town.add(), hub);
    }

    town.run(Duration.ofSeconds(3));

    for (PeerId peer : town.people) {
      assertFalse(town.at(peer).backbone.neighbors().isEmpty());
    }
    town.run(Duration.ofSeconds(4)); // Trees are of what was known two epochs before.
    assertEquals(31, town.at(hub).linkState.reached());
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    long first = hashOfARun(5);
    long second = hashOfARun(5);
    long other = hashOfARun(6);

    assertEquals(first, second);
    assertTrue(first != other);
  }

  private static long hashOfARun(long seed) {
    Town town = settled(seed, TreeMode.LAST, 20, 3, 3);
    town.simulation.faults().setLoss(0.05);
    town.broadcast(5, 40, Duration.ofMillis(100));
    town.crash(4);
    town.broadcast(5, 40, Duration.ofMillis(100));
    return town.simulation.traceHash();
  }
}
