package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Component;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 3.1, sentence by sentence. */
class IdentitySetTest {
  private static final long BEAT = 1_000;

  private final PeerId self = peer(7);
  private final long own = IdentitySet.hash(self);
  private final IdentitySet set = new IdentitySet(self, BEAT, 0);

  private static Beat beat(long hash, long number) {
    return new Beat(hash, number, 0);
  }

  private void hear(long... hashes) {
    for (long hash : hashes) {
      assertTrue(set.hear(beat(hash, 1), 0));
    }
  }

  private static Component stable(Long... hashes) {
    return new Component(List.of(hashes), 4 * BEAT, 10);
  }

  @Test
  void theSetIsThatOfTheThreeSmallestHashes() {
    hear(40, 10, 30);

    assertTrue(set.hear(beat(20, 1), 0));
    assertFalse(set.hear(beat(50, 1), 0));

    assertEquals(List.of(10L, 20L, 30L), set.smallest());
  }

  @Test
  void onlyANewerBeatIsNews() {
    assertTrue(set.hear(beat(10, 5), 0));
    assertFalse(set.hear(beat(10, 5), 0));
    assertFalse(set.hear(beat(10, 4), 0));
    assertTrue(set.hear(beat(10, 6), 0));
  }

  @Test
  void anEntryExpiresAfterFourMissedBeats() {
    hear(10, 20);
    set.hear(beat(20, 2), 2 * BEAT);

    assertEquals(0, set.expire(4 * BEAT + BEAT / 2));
    assertEquals(1, set.expire(4 * BEAT + BEAT / 2 + 1));

    assertEquals(List.of(20L), set.smallest());
  }

  @Test
  void nobodyLivesLongerByBeingPassedOn() {
    set.hear(new Beat(10, 1, 3_000), 0);

    assertEquals(List.of(new Beat(10, 1, 3_500)), set.beats(500));
    assertEquals(1, set.expire(1_501));
    assertFalse(set.hear(new Beat(20, 1, 4_501), 2_000), "it is dead on arrival");
  }

  @Test
  void aLateBeatDoesNotReviveWhoHasExpired() {
    hear(10);
    set.expire(5 * BEAT);

    assertFalse(set.hear(beat(10, 1), 5 * BEAT));
    assertTrue(set.hear(beat(10, 2), 5 * BEAT));
  }

  @Test
  void whoComesBackCountingFromZeroIsHeardAfterAWhile() {
    set.hear(beat(10, 1_000), 0);
    set.expire(5 * BEAT);

    assertTrue(set.hear(beat(10, 1), 20 * BEAT));
  }

  @Test
  void aMemberBeatsWithRisingNumbers() {
    assertEquals(Optional.of(beat(own, 1)), set.beat(1, 0));
    assertEquals(Optional.of(beat(own, 2)), set.beat(1, BEAT));
    assertEquals(List.of(own), set.smallest());
  }

  @Test
  void whoIsNotAmongTheSmallestIsSilent() {
    hear(10, 20, 30);

    assertEquals(Optional.empty(), set.beat(4, 0));
  }

  @Test
  void aSmallerHashTakesItsPlaceAtOnce() {
    hear(10, 20, Long.MAX_VALUE);

    assertTrue(set.beat(1e6, 0).isPresent());

    assertEquals(List.of(10L, 20L, own), set.smallest());
  }

  @Test
  void anUnlikelyMemberOfALargeComponentWaitsTwoBeatsForALikelyOne() {
    hear(10, 20);

    assertEquals(Optional.empty(), set.beat(1e9, BEAT));
    assertEquals(Optional.empty(), set.beat(1e9, 2 * BEAT));
    assertTrue(set.beat(1e9, 3 * BEAT).isPresent());
  }

  @Test
  void weAreAheadOfTheBeatsOfOurFormerLife() {
    set.beat(1, 0);

    assertFalse(set.hear(beat(own, 900), BEAT));

    assertEquals(901, set.beat(1, 2 * BEAT).orElseThrow().number());
  }

  @Test
  void withLongBeatsASetIsOldEnoughAfterTwoOfThem() {
    IdentitySet slow = new IdentitySet(self, 5 * BEAT, 0);
    slow.hear(beat(10, 1), 0);

    assertEquals(10 * BEAT, slow.settledMillis());
    assertTrue(slow.isForeign(new Component(List.of(11L), 10 * BEAT, 10), 10 * BEAT));
    assertFalse(slow.isForeign(new Component(List.of(11L), 10 * BEAT, 10), 10 * BEAT - 1));
  }

  @Test
  void aSetIsForeignWhenItIsDisjointAndBothAreUnchangedForFourSeconds() {
    hear(10, 20, 30);

    assertTrue(set.isForeign(stable(11L, 21L, 31L), 4 * BEAT));
    assertFalse(set.isForeign(stable(11L, 20L, 31L), 4 * BEAT), "it is not disjoint");
    assertFalse(set.isForeign(stable(11L, 21L, 31L), 4 * BEAT - 1), "ours is young");
    Component young = new Component(List.of(11L), 4 * BEAT - 1, 10);
    assertFalse(set.isForeign(young, 4 * BEAT), "theirs is young");
    assertFalse(set.isForeign(stable(), 4 * BEAT), "they know nothing");
  }

  @Test
  void aBeatOfAKnownMemberDoesNotMakeTheSetYoung() {
    hear(10);

    set.hear(beat(10, 2), 3 * BEAT);

    assertEquals(5 * BEAT, set.stableMillis(5 * BEAT));
    set.hear(beat(11, 1), 5 * BEAT);
    assertEquals(0, set.stableMillis(5 * BEAT));
  }

  @Test
  void whoGaveWayToASmallerHashIsKnownForAWhileAndWhoFellSilentIsNot() {
    hear(10, 20, 30);
    set.hear(beat(5, 1), 0);

    assertTrue(set.knows(List.of(30L), BEAT));
    assertFalse(set.knows(List.of(30L), 9 * BEAT));
    set.expire(9 * BEAT);
    assertFalse(set.knows(List.of(10L), 9 * BEAT));
  }

  @Test
  void theSmallestHashesTellRoughlyHowManyPeersThereAre() {
    assertEquals(1, set.roughPeers());
    hear(Long.MAX_VALUE / 100, Long.MAX_VALUE / 80);
    assertEquals(2, set.roughPeers());

    hear(Long.MAX_VALUE / 50);

    assertEquals(100, set.roughPeers(), 0.1);
  }

  @Test
  void aSetIsReplacedOnceNoneIsLeftOfTheLastThatLasted() {
    long settled = set.settledMillis();
    hear(10, 20, 30);
    assertFalse(set.isReplaced(settled));

    long expired = settled + 5 * BEAT;
    set.hear(beat(10, 2), settled);
    set.expire(expired - BEAT);
    assertFalse(set.isReplaced(expired - BEAT + settled), "10 is left");
    set.expire(expired);
    set.hear(new Beat(40, 1, 0), expired);
    assertFalse(set.isReplaced(expired + settled - 1), "too young to tell");
    assertTrue(set.isReplaced(expired + settled));
    assertFalse(set.isReplaced(expired + settled), "said once");
  }

  @Test
  void aSetThatGaveWayToSmallerHashesIsNotReplaced() {
    long settled = set.settledMillis();
    hear(10, 20, 30);
    assertFalse(set.isReplaced(settled));

    for (long hash = 1; hash <= 3; hash++) {
      set.hear(new Beat(hash, 1, 0), settled);
    }

    assertFalse(set.isReplaced(2 * settled));
  }
}
