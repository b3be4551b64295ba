package org.arcmesh.testbed.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class NamesTest {
  private final Names names = new Names();

  @Test
  void aPeerAloneHasNoName() {
    assertArrayEquals(new int[] {-1, 0, 0}, name(0, 1, 1));
  }

  @Test
  void theLargestPartOfWhatBreaksKeepsTheName() {
    name(0, 0, 0, 0, 0, 1, 1);

    assertArrayEquals(new int[] {2, 2, 0, 0, 0, 1, 1}, name(0, 0, 1, 1, 1, 2, 2));
  }

  @Test
  void aNameSurvivesWhateverNumberTheComponentHas() {
    name(0, 0, 1, 1, 1, 2, 2);
    int[] before = name(0, 0, 1, 1, 1, 2, 2);

    assertArrayEquals(before, name(2, 2, 0, 0, 0, 1, 1));
  }

  @Test
  void theComponentOfMoreThanHalfOfThePeersHasNameZero() {
    assertArrayEquals(new int[] {0, 0, 1, 1}, name(0, 0, 1, 1));

    assertArrayEquals(new int[] {1, 1, 0, 0, 0}, name(0, 0, 1, 1, 1));
  }

  private int[] name(int... components) {
    int[] peers = new int[components.length];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = i;
    }
    return names.name(peers, components);
  }
}
