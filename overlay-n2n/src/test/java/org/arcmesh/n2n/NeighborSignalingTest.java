package org.arcmesh.n2n;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Hold;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage.Candidate;
import org.arcmesh.n2n.SignalingMessage.Introduce;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.n2n.SignalingMessage.Signal;
import org.junit.jupiter.api.Test;

/** Links and arcs among a handful of peers in virtual time. */
class NeighborSignalingTest {
  private final Village village = new Village(7);
  private final PeerId alice = village.settle();
  private final PeerId bob = village.settle();
  private final PeerId carol = village.settle();

  @Test
  void aNewcomerGetsItsFirstArcThroughADoor() {
    village.arcThroughDoor(alice, bob);

    assertEquals(List.of(bob), village.at(alice).puppet().opened());
    assertEquals(List.of(bob), village.at(alice).signaling().outview());
    assertEquals(List.of(alice), village.at(bob).signaling().inview());
    assertEquals(List.of(alice), village.at(bob).puppet().up());
    assertEquals(List.of(), village.at(bob).signaling().outview());
  }

  @Test
  void aNeighborCarriesOfferAndAnswerOfItsNeighborsInFiveMessages() {
    village.arcThroughDoor(alice, bob);
    village.arcThroughDoor(carol, bob);
    long before = signals();

    village.at(bob, villager -> villager.puppet().context().introduce(alice, carol));
    village.run(ofSeconds(1));

    assertEquals(List.of(bob, carol), village.at(alice).puppet().opened());
    assertEquals(List.of(carol), village.at(alice).signaling().outview().subList(1, 2));
    assertEquals(List.of(alice), village.at(carol).signaling().inview());
    assertEquals(5, signals() - before);
  }

  @Test
  void aSecondArcToANeighborNeedsNoHandshake() {
    village.arcThroughDoor(alice, bob);
    long before = signals();

    village.arc(alice, bob, bob);

    assertEquals(List.of(bob, bob), village.at(alice).signaling().outview());
    assertEquals(List.of(alice, alice), village.at(bob).signaling().inview());
    assertEquals(0, signals() - before);
  }

  @Test
  void simultaneousOpensBecomeOneLinkAndKeepBothArcs() {
    village.arcThroughDoor(alice, bob);
    village.arcThroughDoor(carol, bob);

    village.at(alice, villager -> villager.puppet().context().openArc(carol, bob));
    village.at(carol, villager -> villager.puppet().context().openArc(alice, bob));
    village.run(ofSeconds(6));

    assertEquals(List.of(bob, carol), village.at(alice).signaling().outview());
    assertEquals(List.of(bob, alice), village.at(carol).signaling().outview());
    assertEquals(1, village.at(alice).puppet().up().stream().filter(carol::equals).count());
    assertEquals(1, village.at(carol).puppet().up().stream().filter(alice::equals).count());
    assertEquals(List.of(), village.at(alice).puppet().failed());
  }

  @Test
  void anArcToAStrangerWithoutACommonNeighborFailsOnce() {
    village.arcThroughDoor(alice, bob);

    village.arc(alice, carol, bob);
    village.run(ofSeconds(6));

    assertEquals(List.of(Cause.NO_ROUTE), village.at(alice).puppet().failed());
    assertEquals(1, village.at(alice).signaling().arcs());
  }

  @Test
  void aMediatorThatVanishesHalfWayIsReplacedByAnotherCommonNeighbor() {
    PeerId dave = village.settle();
    village.arcThroughDoor(alice, bob);
    village.arcThroughDoor(carol, bob);
    village.arcThroughDoor(alice, dave);
    village.arcThroughDoor(carol, dave);

    village.at(alice, villager -> villager.puppet().context().openArc(carol, bob));
    village.simulation.crash(bob);
    village.run(ofSeconds(11));

    assertTrue(village.at(alice).signaling().outview().contains(carol));
    assertEquals(List.of(), village.at(alice).puppet().failed());
  }

  @Test
  void aMediatorThatVanishesWithoutAReplacementFailsTheArc() {
    village.arcThroughDoor(alice, bob);
    village.arcThroughDoor(carol, bob);

    village.at(alice, villager -> villager.puppet().context().openArc(carol, bob));
    village.simulation.crash(bob);
    village.run(ofSeconds(11));

    assertEquals(1, village.at(alice).puppet().failed().size());
    assertEquals(0, village.at(alice).signaling().arcs());
  }

  @Test
  void eachAttemptHasItsOwnDeadline() {
    PeerId dave = village.settle();
    village.arcThroughDoor(alice, bob);
    village.arcThroughDoor(carol, bob);
    village.arcThroughDoor(dave, bob);
    village.simulation.crash(carol);
    village.simulation.crash(dave);

    village.at(alice, villager -> villager.puppet().context().openArc(carol, bob));
    village.run(ofSeconds(2));
    village.at(alice, villager -> villager.puppet().context().openArc(dave, bob));

    village.run(ofMillis(2_999));
    assertEquals(2, village.at(alice).signaling().arcs() - 1);
    village.run(ofMillis(1));
    assertEquals(1, village.at(alice).signaling().arcs() - 1);
    village.run(ofMillis(1_999));
    assertEquals(1, village.at(alice).puppet().failed().size());
    village.run(ofMillis(1));
    assertEquals(List.of(Cause.TIMEOUT, Cause.TIMEOUT), village.at(alice).puppet().failed());
  }

  @Test
  void aCrashIsSeenWithinThreeAndAHalfSeconds() {
    village.arcThroughDoor(alice, bob);
    village.run(ofSeconds(10));

    village.simulation.crash(bob);
    village.run(ofMillis(3_500));

    assertEquals(List.of(Cause.SILENT), village.at(alice).puppet().down());
    assertEquals(List.of(), village.at(alice).signaling().outview());
  }

  @Test
  void aCutIsSeenAsSilenceOnBothSides() {
    village.arcThroughDoor(alice, bob);

    village.simulation.faults().partition(Map.of(alice, 0, bob, 1));
    village.run(ofSeconds(5));

    assertEquals(List.of(Cause.SILENT), village.at(alice).puppet().down());
    assertEquals(List.of(Cause.SILENT), village.at(bob).puppet().down());
  }

  @Test
  void aCutOfOneDirectionIsSilenceForWhoHearsNothingAndACloseForTheOther() {
    village.arcThroughDoor(alice, bob);

    village.simulation.faults().partition(Map.of(alice, 0, bob, 1), true);
    village.run(ofSeconds(5));

    assertEquals(List.of(Cause.SILENT), village.at(bob).puppet().down());
    assertEquals(List.of(Cause.CLOSED), village.at(alice).puppet().down());
  }

  @Test
  void whereSetUpsAreCutLinksStayAndNobodyCanMediateANewOne() {
    village.arcThroughDoor(alice, bob);
    village.arcThroughDoor(carol, bob);

    village.simulation.faults().partitionSetUps(Map.of(alice, 0, bob, 0, carol, 1));
    village.at(bob, villager -> villager.puppet().context().introduce(alice, carol));
    village.run(ofSeconds(20));

    assertEquals(List.of(bob), village.at(alice).puppet().opened());
    assertEquals(List.of(), village.at(carol).puppet().down());
    assertEquals(List.of(), village.at(bob).puppet().down());
  }

  @Test
  void aLinkToASlowPeerTakesLongerAndStays() {
    village.simulation.faults().slow(Map.of(bob, ofMillis(700)));

    village.arcThroughDoor(alice, bob);
    assertEquals(List.of(), village.at(alice).puppet().opened());
    village.run(ofSeconds(20));

    assertEquals(List.of(bob), village.at(alice).puppet().opened());
    assertEquals(List.of(), village.at(alice).puppet().down());
    assertTrue(village.at(alice).signaling().roundTripMillis(bob) >= 700);
    assertTrue(village.at(bob).signaling().roundTripMillis(alice) >= 700);
  }

  @Test
  void aPeerThatIsLaterThanItsNeighborsWaitIsDown() {
    village.arcThroughDoor(alice, bob);

    village.simulation.faults().slow(Map.of(bob, ofSeconds(10)));
    village.run(ofSeconds(5));

    assertEquals(List.of(Cause.SILENT), village.at(alice).puppet().down());
  }

  @Test
  void anUnusedLinkClosesAfterTheGracePeriodAndAnArcInTimeRevivesIt() {
    village.arcThroughDoor(alice, bob);
    village.at(alice, villager -> villager.puppet().context().closeArc(bob));
    village.run(ofSeconds(8));
    assertTrue(village.at(alice).signaling().isNeighbor(bob));

    village.arc(bob, alice, alice);
    village.run(ofSeconds(15));
    assertTrue(village.at(alice).signaling().isNeighbor(bob));

    village.at(bob, villager -> villager.puppet().context().closeArc(alice));
    village.run(ofSeconds(13));
    assertFalse(village.at(alice).signaling().isNeighbor(bob));
    assertEquals(List.of(Cause.UNUSED), village.at(alice).puppet().down());
    assertEquals(List.of(Cause.UNUSED), village.at(bob).puppet().down());
  }

  @Test
  void aHoldKeepsALinkWithoutArcs() {
    village.arcThroughDoor(alice, bob);

    village.at(bob, villager -> villager.puppet().context().hold(alice, Hold.BACKBONE));
    village.at(alice, villager -> villager.puppet().context().closeArc(bob));
    village.run(ofSeconds(30));
    assertTrue(village.at(alice).signaling().isNeighbor(bob));

    village.at(bob, villager -> villager.puppet().context().release(alice, Hold.BACKBONE));
    village.run(ofSeconds(15));
    assertFalse(village.at(alice).signaling().isNeighbor(bob));
  }

  @Test
  void overMaxLinksAnOfferIsRefusedPolitely() {
    SignalingConfig two =
        new SignalingConfig(ofSeconds(1), ofSeconds(3), ofSeconds(10), ofSeconds(5), 2, 64);
    Village small = new Village(7, two);
    PeerId hub = small.settle();
    List<PeerId> leaves = List.of(small.settle(), small.settle(), small.settle());

    leaves.forEach(leaf -> small.arcThroughDoor(leaf, hub));

    assertEquals(2, small.at(hub).signaling().neighbors().size());
    assertEquals(List.of(Cause.REFUSED), small.at(leaves.get(2)).puppet().failed());
  }

  @Test
  void leavingSaysGoodbye() {
    village.arcThroughDoor(alice, bob);

    village.simulation.leave(alice);
    village.run(ofSeconds(2));

    assertEquals(List.of(Cause.GOODBYE), village.at(bob).puppet().down());
    assertEquals(List.of(bob, carol), village.simulation.alive());
  }

  @Test
  void heartbeatsMeasureTheRoundTrip() {
    village.arcThroughDoor(alice, bob);
    village.run(ofSeconds(5));

    long trip = 2 * village.simulation.delay(alice, bob).toMillis();

    assertEquals(trip, village.at(alice).signaling().roundTripMillis(bob), 2);
    assertEquals(-1, village.at(alice).signaling().roundTripMillis(carol));
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertEquals(traceOf(3), traceOf(3));
    assertFalse(traceOf(3) == traceOf(4));
  }

  private static long traceOf(long seed) {
    Village village = new Village(seed);
    PeerId one = village.settle();
    PeerId two = village.settle();
    village.arcThroughDoor(one, two);
    village.run(ofSeconds(30));
    return village.simulation.traceHash();
  }

  private long signals() {
    return List.of(Introduce.class, Signal.class, Candidate.class, Refuse.class).stream()
        .mapToLong(type -> village.simulation.traffic().frames(type))
        .sum();
  }
}
