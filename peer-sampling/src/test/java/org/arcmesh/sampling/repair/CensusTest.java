package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.repair.RepairMessage.Count;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final long BEAT = 1_000;
  private static final int EPOCH = 12;

  private final SplittableRandom random = new SplittableRandom(1);

  private PeerId anybody() {
    byte[] id = new byte[PeerId.SIZE];
    random.nextBytes(id);
    return PeerId.of(Bytes.wrap(id));
  }

  private List<Census> village(int peers) {
    List<Census> all = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      all.add(new Census(anybody(), BEAT, EPOCH, 0));
    }
    return all;
  }

  /** Everybody asks two random others, every beat. */
  private void gossip(List<Census> all, long now) {
    for (Census asker : all) {
      for (int i = 0; i < 2; i++) {
        Census asked = all.get(random.nextInt(all.size()));
        Optional<Count> answer = asked.onDigest(asker.tick(now));
        answer.flatMap(count -> asker.onCount(count, now)).ifPresent(c -> asked.onCount(c, now));
      }
    }
  }

  @Test
  void aSketchCountsWithinAFewPercent() {
    for (int peers : new int[] {1, 10, 100, 1_000, 10_000, 100_000}) {
      Sketch sketch = new Sketch();
      for (int i = 0; i < peers; i++) {
        sketch.add(IdentitySet.hash(anybody()));
      }

      assertEquals(peers, sketch.estimate(), Math.max(1.5, 0.14 * peers)); // Three deviations.
    }
  }

  @Test
  void aSketchSurvivesItsPackaging() {
    Sketch sketch = new Sketch();
    for (int i = 0; i < 3_000; i++) {
      sketch.add(IdentitySet.hash(anybody()));
    }
    Sketch copy = new Sketch();

    assertTrue(copy.merge(sketch.pack()));

    assertEquals(sketch.pack(), copy.pack());
    assertEquals(sketch.digest(), copy.digest());
    assertEquals(sketch.estimate(), copy.estimate());
    assertFalse(copy.merge(sketch.pack()));
  }

  @Test
  void everybodyIsCountedWithinAnEpoch() {
    List<Census> all = village(300);

    for (int beat = 0; beat < EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }

    double first = all.get(0).peers(EPOCH * BEAT - 1);
    assertEquals(300, first, 40);
    all.forEach(census -> assertEquals(first, census.peers(EPOCH * BEAT - 1)));
  }

  @Test
  void whoIsGoneIsForgottenWithinTwoEpochs() {
    List<Census> all = village(300);
    for (int beat = 0; beat < 2 * EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }
    List<Census> half = all.subList(0, 150);

    for (int beat = 2 * EPOCH; beat < 4 * EPOCH; beat++) {
      gossip(half, beat * BEAT);
    }

    assertEquals(150, half.get(0).peers(4 * EPOCH * BEAT - 1), 20);
  }

  @Test
  void aNewCountIsNotBelievedBeforeItHasSettled() {
    List<Census> all = village(300);
    for (int beat = 0; beat < EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }

    Census first = all.get(0);
    first.tick(EPOCH * BEAT);

    assertEquals(300, first.peers(EPOCH * BEAT), 40);
  }

  /** "While its size estimate is steady (±10 % over an epoch)." */
  @Test
  void aCountIsSteadyAfterTwoLikeEpochsAndNoMoreOnceHalfAreGone() {
    List<Census> all = village(300);
    for (int beat = 0; beat < EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }
    assertFalse(all.get(0).isSteady(EPOCH * BEAT), "it has only just been counted");

    for (int beat = EPOCH; beat < 3 * EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }
    assertTrue(all.get(0).isSteady(3 * EPOCH * BEAT));

    List<Census> half = all.subList(0, 150);
    for (int beat = 3 * EPOCH; beat < 5 * EPOCH; beat++) {
      gossip(half, beat * BEAT);
    }
    assertFalse(half.get(0).isSteady(5 * EPOCH * BEAT - 1));
  }

  @Test
  void whileTheCountIsUncertainTheNearestOfWhatItMayBeIsBelieved() {
    List<Census> all = village(300);
    for (int beat = 0; beat < EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }
    assertEquals(OptionalDouble.empty(), all.get(0).nearest(50, EPOCH * BEAT - 1));
    for (int beat = EPOCH; beat < 3 * EPOCH; beat++) {
      gossip(all, beat * BEAT);
    }
    assertEquals(300, all.get(0).nearest(50, 3 * EPOCH * BEAT - 1).orElseThrow(), 40);

    List<Census> half = all.subList(0, 150);
    for (int beat = 3 * EPOCH; beat < 4 * EPOCH; beat++) {
      gossip(half, beat * BEAT);
    }

    long now = 4 * EPOCH * BEAT - 1;
    assertEquals(75, half.get(0).nearest(50, now).orElseThrow(), 20);
    assertEquals(200, half.get(0).nearest(200, now).orElseThrow());
    assertEquals(600, half.get(0).nearest(5_000, now).orElseThrow(), 80);
  }

  @Test
  void equalCountsAreNotSent() {
    Census alice = new Census(anybody(), BEAT, EPOCH, 0);
    Census bob = new Census(anybody(), BEAT, EPOCH, 0);

    Count bobs = bob.onDigest(alice.tick(1)).orElseThrow();
    Count both = alice.onCount(bobs, 1).orElseThrow();

    assertEquals(Optional.empty(), bob.onCount(both, 1));
    assertEquals(Optional.empty(), bob.onDigest(alice.tick(2)));
    assertEquals(2, alice.peers(2), 0.1);
  }
}
