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
import org.arcmesh.n2n.SignalingMessage.Heartbeat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link in its grace period, which nobody relies on. */
class UnusedLinkTest {
  private final Village village = new Village(7);
  private final PeerId alice = village.settle();
  private final PeerId bob = village.settle();

  @BeforeEach
  void haveAnArc() {
    village.arcThroughDoor(alice, bob);
    village.run(ofSeconds(5));
  }

  @Test
  void aLinkInUseBeatsOnceAHeartbeatFromEachEnd() {
    assertEquals(40, beatsIn(20), 2);
  }

  @Test
  void aHeldLinkIsInUse() {
    village.at(bob, villager -> villager.puppet().context().hold(alice, Hold.BACKBONE));
    closeArc();

    assertEquals(40, beatsIn(20), 2);
  }

  @Test
  void anUnusedLinkBeatsAtIntervalsThatGrowWithItsDisuse() {
    closeArc();
    village.run(ofMillis(100)); // The claim is told.

    assertEquals(4, beatsIn(4), 1); // After one second and after three, from each end.
    assertEquals(0, beatsIn(5), 1); // The next ones would be due after ten.
    assertTrue(village.at(alice).signaling().isNeighbor(bob));
  }

  @Test
  void anUnusedLinkThatIsRevivedBeatsAsBefore() {
    closeArc();
    village.run(ofSeconds(7));

    village.at(bob, villager -> villager.puppet().context().openArc(alice, alice));
    village.run(ofMillis(100));

    assertEquals(List.of(bob), village.at(alice).signaling().inview());
    assertEquals(40, beatsIn(20), 2);
    assertEquals(List.of(), village.at(alice).puppet().down());
    assertEquals(List.of(), village.at(bob).puppet().down());
  }

  @Test
  void aCrashedPeerIsGoneAfterTheGracePeriodThoughItCannotSayGoodbye() {
    closeArc();
    village.run(ofMillis(100));

    village.simulation.crash(bob);
    village.run(ofSeconds(13));

    assertEquals(1, village.at(alice).puppet().down().size());
    assertFalse(village.at(alice).signaling().isNeighbor(bob));
  }

  @Test
  void anArcOverALinkThatRestedIsOpenWhenTheNeighborHasAnswered() {
    closeArc();
    village.run(ofSeconds(7));
    long roundTrip = 2 * village.simulation.delay(alice, bob).toMillis();

    village.at(alice, villager -> villager.puppet().context().openArc(bob, bob));
    assertEquals(List.of(), village.at(alice).signaling().outview());
    assertEquals(1, village.at(alice).signaling().arcs());
    village.run(ofMillis(roundTrip + 45)); // Each end has 20 ms to claim.

    assertEquals(List.of(bob), village.at(alice).signaling().outview());
    assertEquals(List.of(bob, bob), village.at(alice).puppet().opened());
    assertEquals(List.of(alice), village.at(bob).signaling().inview());
  }

  @Test
  void anArcOverALinkThatWasHeardOfJustNowIsOpenAtOnce() {
    closeArc();
    village.run(ofMillis(500));

    village.at(alice, villager -> villager.puppet().context().openArc(bob, bob));

    assertEquals(List.of(bob), village.at(alice).signaling().outview());
  }

  @Test
  void anArcToANeighborThatCrashedWhileTheLinkRestedGoesDownWithItAndIsNeverUsed() {
    closeArc();
    village.run(ofSeconds(5));
    village.simulation.crash(bob);
    village.run(ofSeconds(2));

    village.at(alice, villager -> villager.puppet().context().openArc(bob, bob));
    village.run(ofMillis(1_900));
    assertEquals(List.of(), village.at(alice).puppet().down());
    village.run(ofMillis(600));

    assertEquals(List.of(), village.at(alice).signaling().outview());
    assertEquals(List.of(Cause.SILENT), village.at(alice).puppet().down());
    assertEquals(0, village.at(alice).signaling().arcs());
  }

  @Test
  void anArcOverALinkThatTheNeighborHasJustClosedOpensANewOneThroughItsMediator() {
    PeerId carol = village.settle();
    village.arcThroughDoor(alice, carol);
    village.arcThroughDoor(bob, carol);
    PeerId closer = alice.compareTo(bob) < 0 ? alice : bob;
    PeerId opener = closer.equals(alice) ? bob : alice;
    closeArc();
    while (village.at(closer).signaling().isNeighbor(opener)) {
      village.run(ofMillis(1));
    }

    village.at(opener, villager -> villager.puppet().context().openArc(closer, carol));
    assertEquals(2, village.at(opener).signaling().arcs());
    village.run(ofSeconds(1));

    assertEquals(List.of(carol, closer), village.at(opener).signaling().outview());
    assertEquals(List.of(opener), village.at(closer).signaling().inview());
    assertEquals(List.of(Cause.UNUSED), village.at(opener).puppet().down());
    assertEquals(List.of(), village.at(opener).puppet().failed());
  }

  @Test
  void anArcThatIsClosedWhileItWaitsForAnAnswerIsGone() {
    closeArc();
    village.run(ofSeconds(7));
    village.at(alice, villager -> villager.puppet().context().openArc(bob, bob));

    closeArc();
    village.run(ofSeconds(2));

    assertEquals(0, village.at(alice).signaling().arcs());
    assertEquals(List.of(bob), village.at(alice).puppet().opened());
    assertEquals(List.of(), village.at(bob).signaling().inview());
  }

  @Test
  void aClaimThatIsLostInAShortCutIsRepairedWithinTwoHeartbeats() {
    village.simulation.faults().partition(Map.of(alice, 0, bob, 1));
    closeArc();
    village.run(ofMillis(1_500));
    assertEquals(List.of(alice), village.at(bob).signaling().inview());

    village.simulation.faults().heal();
    village.run(ofSeconds(2));

    assertEquals(List.of(), village.at(bob).signaling().inview());
  }

  private void closeArc() {
    village.at(alice, villager -> villager.puppet().context().closeArc(bob));
  }

  private long beatsIn(int seconds) {
    long before = village.simulation.traffic().frames(Heartbeat.class);
    village.run(ofSeconds(seconds));
    return village.simulation.traffic().frames(Heartbeat.class) - before;
  }
}
