package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.repair.Suspicion.Sample;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 3.2: "Suspicion, any of". */
class SuspicionTest {
  private static final long CYCLE = 10_000;
  private static final long EPOCH = 12_000;
  private static final PeerId ALICE = peer(1);
  private static final PeerId BOB = peer(2);

  private final Suspicion suspicion = new Suspicion(600_000, CYCLE, EPOCH);

  @Test
  void overThirtyPercentOfTheArcsDownWithinACycle() {
    assertEquals(Optional.empty(), suspicion.look(new Sample(0, 10, 5, 5, 100), 0, false));
    assertEquals(Optional.empty(), suspicion.look(new Sample(5_000, 10, 8, 8, 100), 0, false));

    Optional<String> reason = suspicion.look(new Sample(CYCLE, 10, 9, 9, 100), 0, false);

    assertEquals(Optional.of("4 of 10 arcs went down within 10000 ms"), reason);
  }

  @Test
  void thirtyPercentOverMoreThanACycleIsChurn() {
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);
    suspicion.look(new Sample(6_000, 10, 2, 2, 100), 0, false);

    assertEquals(Optional.empty(), suspicion.look(new Sample(12_000, 10, 4, 4, 100), 0, false));
    assertFalse(suspicion.isRaised(12_000));
  }

  @Test
  void anEmptyView() {
    suspicion.look(new Sample(0, 1, 0, 0, 100), 0, false);

    assertEquals(
        Optional.of("the view is empty"),
        suspicion.look(new Sample(1_000, 0, 1, 1, 100), 0, false));
  }

  @Test
  void aViewThatWasGivenAwayIsNotASplit() {
    suspicion.look(new Sample(0, 1, 0, 0, 100), 0, false);

    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 0, 0, 0, 100), 0, false));
  }

  @Test
  void twoNeighborsThatHaveSeenSignsAreOneAndASingleOneIsNone() {
    suspicion.onWarning(ALICE, 500);
    suspicion.onWarning(ALICE, 600);
    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 4, 0, 0, 40), 0, false));

    suspicion.onWarning(BOB, 1_500);
    assertEquals(
        Optional.of("neighbors that have seen signs of it: 2"),
        suspicion.look(new Sample(2_000, 4, 0, 0, 40), 0, false));
    assertTrue(suspicion.isRaised(2_000));
    assertFalse(suspicion.hasSeen(2_000), "hearsay is not passed on");
  }

  /** In a piece of two peers there is but one who may warn. */
  @Test
  void oneWarningIsEnoughForWhoHasLostNeighborsItself() {
    suspicion.look(new Sample(0, 1, 0, 0, 40), 0, false);
    suspicion.onWarning(ALICE, 4_000);

    assertEquals(
        Optional.of("neighbors that have seen signs of it: 1"),
        suspicion.look(new Sample(5_000, 1, 0, 2, 40), 0, false));
  }

  @Test
  void neighborsThatWarnAllTheTimeAreTalkedOfOnceACycle() {
    int told = 0;
    for (long at = 0; at < 10 * CYCLE; at += 1_000) {
      suspicion.onWarning(ALICE, at);
      suspicion.onWarning(BOB, at);
      told += suspicion.look(new Sample(at, 4, 0, 0, 40), 0, false).isPresent() ? 1 : 0;
    }

    assertEquals(10, told);
  }

  @Test
  void warningsOfDifferentCyclesAreTwoFalseAlarms() {
    suspicion.onWarning(ALICE, 0);
    suspicion.onWarning(BOB, CYCLE + 1);

    assertEquals(Optional.empty(), suspicion.look(new Sample(CYCLE + 1, 4, 0, 0, 40), 0, false));
  }

  /** What went down just then was missing from both the past and the future. */
  @Test
  void aCutRightAfterAMergeIsSeen() {
    suspicion.look(new Sample(0, 4, 0, 0, 100), 0, false);
    suspicion.clear();

    assertTrue(suspicion.look(new Sample(5_000, 0, 4, 4, 100), 0, false).isPresent());
    assertTrue(suspicion.hasSeen(5_000));
  }

  /** Forty peers looked for others 8 times a minute instead of 6. */
  @Test
  void theDeathOfOneNeighborIsNotASplitHoweverSmallTheView() {
    suspicion.look(new Sample(0, 4, 0, 0, 40), 0, false);
    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 2, 2, 1, 40), 0, false));

    assertTrue(suspicion.look(new Sample(2_000, 2, 2, 2, 40), 0, false).isPresent());
  }

  @Test
  void aViewThatWasNeverFilledIsNotASplit() {
    suspicion.look(new Sample(0, 0, 0, 0, 1), 0, false);

    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 0, 0, 0, 1), 0, false));
  }

  @Test
  void theSizeFallsOverAQuarterWithinAnEpoch() {
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);
    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 10, 0, 0, 75), 0, false));

    assertEquals(
        Optional.of("the component shrank from 100 to 74 peers"),
        suspicion.look(new Sample(2_000, 10, 0, 0, 74), 0, false));
  }

  @Test
  void aMemberExpiresTogetherWithAQuarterOfThePeers() {
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);
    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 10, 0, 0, 100), 1, false));

    assertEquals(
        Optional.of(
            "a member of the identity set is silent and the component shrank from 100 to 50"
                + " peers"),
        suspicion.look(new Sample(2_000, 10, 0, 0, 50), 1, false));
  }

  @Test
  void allByWhomTheComponentWasKnownAreSilent() {
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);

    assertEquals(
        Optional.of("all peers by which the component was known have fallen silent"),
        suspicion.look(new Sample(1_000, 10, 0, 0, 100), 0, true));
  }

  @Test
  void theSameLossIsToldOnceAndTheNextOneAgain() {
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);
    assertTrue(suspicion.look(new Sample(1_000, 10, 5, 5, 100), 0, false).isPresent());

    assertEquals(Optional.empty(), suspicion.look(new Sample(2_000, 10, 5, 5, 100), 0, false));
    assertTrue(suspicion.look(new Sample(11_000, 10, 10, 10, 100), 0, false).isPresent());
  }

  @Test
  void checksRiseFromThreeToFortyEightAndDecayOverTenMinutes() {
    assertEquals(3, suspicion.checks(0));
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);
    suspicion.look(new Sample(1_000, 10, 5, 5, 100), 0, false);

    assertEquals(48, suspicion.checks(1_000));
    assertEquals(25.5, suspicion.checks(301_000));
    assertEquals(3, suspicion.checks(601_000));
    assertFalse(suspicion.isRaised(601_000));
  }

  @Test
  void whatIsMendedIsNoLongerSuspected() {
    suspicion.look(new Sample(0, 10, 0, 0, 100), 0, false);
    suspicion.look(new Sample(1_000, 10, 5, 5, 100), 0, false);

    suspicion.clear();

    assertEquals(3, suspicion.checks(1_000));
  }
}
