package org.arcmesh.n2n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SetUpsTest {
  private final SetUps setUps = new SetUps(80);

  @Test
  void halfASecondOfLinksMayBeginAtOnce() {
    int begun = 0;
    while (setUps.offer(1_000) == 0) {
      begun++;
    }

    assertEquals(80, begun);
  }

  @Test
  void linksWithBothEndsHereBeginAtTheRate() {
    int begun = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      if (setUps.offer(millis) == 0) {
        assertEquals(0, setUps.answer(millis));
        begun++;
      }
    }

    assertEquals(80 * 10 + 40, begun, 2);
  }

  @Test
  void whoComesTooManyIsToldToComeOneAfterTheOther() {
    while (setUps.offer(0) == 0) {}

    assertEquals(20, setUps.offer(0), 1);
    assertEquals(32, setUps.offer(0), 1);
    assertEquals(45, setUps.offer(0), 1);
  }

  @Test
  void whoMustWaitForAnotherReasonStandsInTheSameLine() {
    assertEquals(7, setUps.later(0), 1);
    assertEquals(19, setUps.later(0), 1);
    assertEquals(0, setUps.offer(0));
  }

  @Test
  void nobodyIsToldToWaitForMoreThanFiveSeconds() {
    int longest = 0;
    for (int i = 0; i < 10_000; i++) {
      longest = Math.max(longest, setUps.offer(0));
    }

    assertEquals(5_000, longest);
  }

  @Test
  void answersGoOnWhenOffersWaitButNotWithoutEnd() {
    while (setUps.offer(0) == 0) {}
    int answered = 0;
    while (setUps.answer(0) == 0) {
      answered++;
    }

    assertEquals(80, answered);
    assertTrue(setUps.answer(0) > 0);
    assertEquals(0, setUps.answer(100));
  }
}
