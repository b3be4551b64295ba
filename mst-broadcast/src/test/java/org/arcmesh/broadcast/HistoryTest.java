package org.arcmesh.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.arcmesh.broadcast.delivery.DeliveryConfig;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent on one side of a split and delivered on the other after the merge. */
class HistoryTest {
  private static final DeliveryConfig LONG =
      DeliveryConfig.DEFAULT.withHistory(20_000, 64 << 20, Duration.ofMinutes(10));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static List<Long> upTo(long count) {
    return LongStream.range(0, count).boxed().toList();
  }

  /** The town itself fails when anything is delivered twice or out of order. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothSidesGetWhatTheOtherSentWhileTheyWereApart(long seed) {
    Town town = new Town(seed, TreeMode.LAST, LONG);
    town.settle(16, 5);
    town.run(Duration.ofSeconds(10));
    List<PeerId> left = town.people.subList(0, 8);
    List<PeerId> right = town.people.subList(8, 16);
    PeerId old = left.get(1);
    PeerId fresh = right.get(1);
    PeerId other = right.get(2);
    for (int i = 0; i < 5; i++) {
      town.broadcast(old);
      town.broadcast(other);
    }
    town.run(Duration.ofSeconds(2));

    town.split(left);
    town.run(Duration.ofSeconds(20));
    for (int i = 0; i < 600; i++) {
      town.broadcast(old);
      town.broadcast(fresh); // Of whom the other side has never heard.
      town.run(Duration.ofMillis(100));
    }
    int leftPeers = town.component(old).size();
    int rightPeers = town.component(fresh).size();
    town.simulation.faults().heal();
    town.bridge(left, right, 6);
    for (int i = 0; i < 50; i++) {
      town.broadcast(old);
      town.broadcast(other);
      town.run(Duration.ofMillis(100));
    }
    town.run(Duration.ofSeconds(30));

    assertTrue(leftPeers > 5 && rightPeers > 5, leftPeers + " and " + rightPeers);
    assertEquals(List.of(), town.missing());
    for (PeerId peer : town.component(old)) {
      if (!peer.equals(old)) {
        assertEquals(upTo(655), town.deliveredFrom(old, peer), peer + " from the old source");
      }
      if (!peer.equals(fresh)) {
        assertEquals(upTo(600), town.deliveredFrom(fresh, peer), peer + " from the fresh source");
      }
      if (!peer.equals(other)) {
        assertEquals(upTo(55), town.deliveredFrom(other, peer), peer + " from the other source");
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatNobodyKeepsAnyMoreIsGivenUpAndTheStreamGoesOn(long seed) {
    DeliveryConfig small = DeliveryConfig.DEFAULT.withHistory(1, 1, Duration.ofSeconds(80));
    Town town = new Town(seed, TreeMode.LAST, small);
    town.settle(12, 5);
    town.run(Duration.ofSeconds(10));
    List<PeerId> left = town.people.subList(0, 6);
    List<PeerId> right = town.people.subList(6, 12);
    PeerId source = left.get(0);
    town.broadcast(source);
    town.run(Duration.ofSeconds(2));

    town.split(left);
    town.run(Duration.ofSeconds(10));
    for (int i = 0; i < 160; i++) {
      town.broadcast(source);
      town.run(Duration.ofSeconds(1));
    }
    town.simulation.faults().heal();
    town.bridge(left, right, 6);
    town.run(Duration.ofSeconds(20));

    for (PeerId peer : right) {
      if (town.component(source).contains(peer)) {
        List<Long> got = town.deliveredFrom(source, peer);
        assertEquals(0, got.get(0));
        assertTrue(got.get(1) > 60, "kept for too long: " + got.get(1));
        assertEquals(160, got.get(got.size() - 1));
        assertEquals(161 - got.get(1), got.size() - 1);
      }
    }
  }
}
