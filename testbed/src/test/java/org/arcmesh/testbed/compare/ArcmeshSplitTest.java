package org.arcmesh.testbed.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArcmeshSplitTest {
  private static final ArcmeshSplit SIMULATED =
      new ArcmeshSplit("sim", Duration.ofSeconds(1), Duration.ofSeconds(3));

  @Test
  void tenPeersAreCutFindItOutAndMerge() {
    Outcome outcome = SIMULATED.run(split(Duration.ofSeconds(30)));

    // A neighbor is down after three seconds of silence.
    assertTrue(outcome.detectedMillis() >= 2_000, outcome.toString());
    assertTrue(outcome.detectedMillis() <= 30_000, outcome.toString());
    assertTrue(outcome.mergedMillis() > 0, outcome.toString());
    assertTrue(outcome.mergedMillis() <= 60_000, outcome.toString());
    assertTrue(outcome.agreedMillis() >= outcome.mergedMillis() - 250, outcome.toString());
    assertTrue(outcome.agreedMillis() <= 70_000, outcome.toString());
  }

  @Test
  void aCutThatIsShorterThanTheSilenceIsNotDetected() {
    Outcome outcome = SIMULATED.run(split(Duration.ofSeconds(1)));

    assertEquals(Double.POSITIVE_INFINITY, outcome.detectedMillis());
  }

  private static Split split(Duration cut) {
    return new Split(
        10, Duration.ofSeconds(10), cut, Duration.ofSeconds(5), Duration.ofSeconds(60), 1);
  }
}
