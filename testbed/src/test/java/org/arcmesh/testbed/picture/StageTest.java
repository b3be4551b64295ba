package org.arcmesh.testbed.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StageTest {
  private static final int[] NO_ARCS = {};

  @Test
  void twoSidesAreLeftAndRightFromTheBeginning() {
    Stage stage = new Stage(new int[] {0, 1, 1, 0, 0, 1, 0}, NO_ARCS);

    double left = Arrays.stream(stage.members(0)).mapToDouble(stage::x).max().orElseThrow();
    double right = Arrays.stream(stage.members(1)).mapToDouble(stage::x).min().orElseThrow();
    assertTrue(left <= right, left + " and " + right);
    assertTrue(stage.driftX(0) < 0 && stage.driftX(1) > 0);
    assertEquals(0, stage.driftY(0), 1e-9);
  }

  @Test
  void nobodyLeavesThePictureAndNobodyCoversAnother() {
    for (int count : new int[] {2, 40, 100}) {
      for (int sides = 1; sides <= 4 && sides <= count; sides++) {
        int parts = sides;
        int[] of = new int[count];
        Arrays.setAll(of, peer -> peer % parts);
        Stage stage = new Stage(of, NO_ARCS);
        for (int a = 0; a < count; a++) {
          double x = stage.x(a) + stage.driftX(of[a]);
          assertTrue(x > 0 && x < Stage.WIDTH, "x " + x);
          for (int b = 0; b < a; b++) {
            double apart = Math.hypot(stage.x(a) - stage.x(b), stage.y(a) - stage.y(b));
            assertTrue(apart > 2 * stage.radius(), count + " peers: " + apart);
          }
        }
      }
    }
  }

  @Test
  void peersThatKnowEachOtherStandCloser() {
    int[] sides = new int[30];
    SplittableRandom random = new SplittableRandom(1);
    int[] arcs =
        random
            .ints(60, 0, 30 * 30)
            .map(pair -> pair / 30 * Recorder.WHOLE_MAX + pair % 30)
            .toArray();

    assertTrue(
        length(new Stage(sides, arcs), arcs) < 0.7 * length(new Stage(sides, NO_ARCS), arcs));
  }

  private static double length(Stage stage, int[] arcs) {
    double sum = 0;
    for (int arc : arcs) {
      int a = arc / Recorder.WHOLE_MAX;
      int b = arc % Recorder.WHOLE_MAX;
      sum += Math.hypot(stage.x(a) - stage.x(b), stage.y(a) - stage.y(b));
    }
    return sum;
  }
}
