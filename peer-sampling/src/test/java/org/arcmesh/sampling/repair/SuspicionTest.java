package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.arcmesh.sampling.repair.Suspicion.Sample;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 3.2: "Suspicion, any of". */
class SuspicionTest {
  private static final long CYCLE = 10_000;
  private static final long EPOCH = 12_000;

  private final Suspicion suspicion = new Suspicion(600_000, CYCLE, EPOCH);

  @Test
  void overThirtyPercentOfTheArcsDownWithinACycle() {
    assertEquals(Optional.empty(), suspicion.look(new Sample(0, 10, 5, 100), 0));
    assertEquals(Optional.empty(), suspicion.look(new Sample(5_000, 10, 8, 100), 0));

    Optional<String> reason = suspicion.look(new Sample(CYCLE, 10, 9, 100), 0);

    assertEquals(Optional.of("4 of 10 arcs went down within 10000 ms"), reason);
  }

  @Test
  void thirtyPercentOverMoreThanACycleIsChurn() {
    suspicion.look(new Sample(0, 10, 0, 100), 0);
    suspicion.look(new Sample(6_000, 10, 2, 100), 0);

    assertEquals(Optional.empty(), suspicion.look(new Sample(12_000, 10, 4, 100), 0));
    assertFalse(suspicion.isRaised(12_000));
  }

  @Test
  void anEmptyView() {
    suspicion.look(new Sample(0, 1, 0, 100), 0);

    assertEquals(Optional.of("the view is empty"), suspicion.look(new Sample(1_000, 0, 1, 100), 0));
  }

  @Test
  void aViewThatWasNeverFilledIsNotASplit() {
    suspicion.look(new Sample(0, 0, 0, 1), 0);

    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 0, 0, 1), 0));
  }

  @Test
  void theSizeFallsOverAQuarterWithinAnEpoch() {
    suspicion.look(new Sample(0, 10, 0, 100), 0);
    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 10, 0, 75), 0));

    assertEquals(
        Optional.of("the component shrank from 100 to 74 peers"),
        suspicion.look(new Sample(2_000, 10, 0, 74), 0));
  }

  @Test
  void aMemberExpiresTogetherWithAQuarterOfThePeers() {
    suspicion.look(new Sample(0, 10, 0, 100), 0);
    assertEquals(Optional.empty(), suspicion.look(new Sample(1_000, 10, 0, 100), 1));

    assertEquals(
        Optional.of(
            "a member of the identity set is silent and the component shrank from 100 to 50"
                + " peers"),
        suspicion.look(new Sample(2_000, 10, 0, 50), 1));
  }

  @Test
  void theSameLossIsToldOnceAndTheNextOneAgain() {
    suspicion.look(new Sample(0, 10, 0, 100), 0);
    assertTrue(suspicion.look(new Sample(1_000, 10, 5, 100), 0).isPresent());

    assertEquals(Optional.empty(), suspicion.look(new Sample(2_000, 10, 5, 100), 0));
    assertTrue(suspicion.look(new Sample(11_000, 10, 10, 100), 0).isPresent());
  }

  @Test
  void checksRiseFromThreeToFortyEightAndDecayOverTenMinutes() {
    assertEquals(3, suspicion.checks(0));
    suspicion.look(new Sample(0, 10, 0, 100), 0);
    suspicion.look(new Sample(1_000, 10, 5, 100), 0);

    assertEquals(48, suspicion.checks(1_000));
    assertEquals(25.5, suspicion.checks(301_000));
    assertEquals(3, suspicion.checks(601_000));
    assertFalse(suspicion.isRaised(601_000));
  }

  @Test
  void whatIsMendedIsNoLongerSuspected() {
    suspicion.look(new Sample(0, 10, 0, 100), 0);
    suspicion.look(new Sample(1_000, 10, 5, 100), 0);

    suspicion.clear();

    assertEquals(3, suspicion.checks(1_000));
  }
}
