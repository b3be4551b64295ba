package org.arcmesh.testbed.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TempoTest {
  private final Tempo tempo = new Tempo(1_000).until(5_000, 2).until(6_000, 4);

  @Test
  void timeIsStretchedWhereTheFilmIsSlow() {
    assertEquals(1, tempo.of(3_000), 1e-9);
    assertEquals(2, tempo.of(5_000), 1e-9);
    assertEquals(4, tempo.of(5_500), 1e-9);
    assertEquals(6, tempo.seconds(), 1e-9);
  }

  @Test
  void whatIsBeforeOrAfterTheFilmIsAtItsEnds() {
    assertEquals(0, tempo.of(0), 1e-9);
    assertEquals(6, tempo.of(99_000), 1e-9);
  }

  @Test
  void aMomentThatDidNotHappenOrIsPastTakesNoTime() {
    tempo.until(Double.NaN, 3).until(5_500, 3);

    assertEquals(6, tempo.seconds(), 1e-9);
    assertEquals(6_000, tempo.toMillis(), 1e-9);
  }
}
