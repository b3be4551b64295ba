package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final PeerId alice = id('a');
  private final PeerId bob = id('b');
  private final PeerId carol = id('c');
  private final PeerId dave = id('d');
  private final Faults faults = new Faults();

  @Test
  void aPartitionCutsBothWaysBetweenSidesOnly() {
    faults.partition(Map.of(alice, 0, bob, 0, carol, 1));

    assertTrue(faults.cuts(alice, carol));
    assertTrue(faults.cuts(carol, alice));
    assertFalse(faults.cuts(alice, bob));
    assertFalse(faults.cuts(alice, dave));
    assertFalse(faults.cuts(dave, carol));
  }

  @Test
  void oneWayOnlyWhatGoesToALaterSideIsCut() {
    faults.partition(Map.of(alice, 0, bob, 1, carol, 2), true);

    assertTrue(faults.cuts(alice, bob));
    assertTrue(faults.cuts(alice, carol));
    assertTrue(faults.cuts(bob, carol));
    assertFalse(faults.cuts(bob, alice));
    assertFalse(faults.cuts(carol, bob));
    assertTrue(faults.separates(bob, alice));
    assertFalse(faults.separates(alice, dave));
  }

  @Test
  void whereOnlySetUpsAreCutFramesPass() {
    faults.partitionSetUps(Map.of(alice, 0, bob, 1));

    assertFalse(faults.cuts(alice, bob));
    assertFalse(faults.separates(alice, bob));
    assertTrue(faults.cutsSetUps(alice, bob));
    assertTrue(faults.cutsSetUps(bob, alice));
    assertFalse(faults.cutsSetUps(alice, dave));
    faults.heal();
    assertFalse(faults.cutsSetUps(alice, bob));
  }

  @Test
  void whereFramesAreCutOneWaySetUpsAreNotPossibleEither() {
    faults.partition(Map.of(alice, 0, bob, 1), true);

    assertTrue(faults.cutsSetUps(alice, bob));
    assertTrue(faults.cutsSetUps(bob, alice));
  }

  @Test
  void healingEndsEitherKindOfCut() {
    faults.partition(Map.of(alice, 0, bob, 1), true);

    faults.heal();

    assertFalse(faults.isPartitioned());
    assertFalse(faults.separates(alice, bob));
  }

  @Test
  void slowPeersAreThoseOfTheLastCall() {
    faults.slow(Map.of(alice, Duration.ofMillis(500), bob, Duration.ofSeconds(1)));
    assertEquals(500, faults.lateMillis(alice));
    assertEquals(1_000, faults.lateMillis(bob));

    faults.slow(Map.of(carol, Duration.ofMillis(20)));

    assertEquals(0, faults.lateMillis(alice));
    assertEquals(20, faults.lateMillis(carol));
  }

  private static PeerId id(char letter) {
    return PeerId.of(Bytes.utf8(String.valueOf(letter).repeat(20)));
  }
}
