package org.arcmesh.sampling;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecaptureTest {
  private final Recapture heard = new Recapture();

  @Test
  void whoHearsOfNobodyKnowsWhatItKnows() {
    assertEquals(4, heard.peers(4));
  }

  @Test
  void theEstimateIsAllPairsOverThePairsOfTheSamePeer() {
    for (int number : new int[] {1, 2, 3, 1, 4, 3, 1}) {
      heard.add(peer(number));
    }

    // Of 21 pairs, three are of peer 1 and one of peer 3.
    assertEquals(21 / 4.0, heard.peers(1));
  }

  @Test
  void theSizeOfALargeOverlayIsEstimatedAndAnOldOneForgotten() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      heard.add(peer(random.nextInt(10)));
    }
    for (int i = 0; i < 640; i++) {
      heard.add(peer(random.nextInt(100)));
    }

    assertEquals(100, heard.peers(1), 10);
  }
}
