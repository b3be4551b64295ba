package org.arcmesh.testbed.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Bytes;
import org.junit.jupiter.api.Test;

class BeliefsTest {
  private static final Bytes ALL = Bytes.wrap(new byte[] {1});
  private static final Bytes LEFT = Bytes.wrap(new byte[] {2});
  private static final Bytes RIGHT = Bytes.wrap(new byte[] {3});

  private final Story story = new Story();
  private final List<Look> looks = new ArrayList<>();

  @Test
  void aSideThatFindsAnotherNameForItselfKeepsItsColor() {
    believe(0, ALL, 0, 1, 2, 3, 4);
    look(1_000, 0, 0, 0, 0, 0);
    believe(3_000, LEFT, 0, 1, 2);
    believe(3_000, RIGHT, 3, 4);
    look(4_000, 0, 0, 0, 1, 1);

    Beliefs beliefs = new Beliefs(5, story, looks);

    assertEquals(0, beliefs.at(0, 2_000));
    assertEquals(0, beliefs.at(0, 3_500));
    assertEquals(1, beliefs.at(4, 3_500));
    assertEquals(List.of(3_000.0), beliefs.moments(0, 5_000));
  }

  @Test
  void whoIsCutOffKeepsItsColorAsLongAsItBelieves() {
    believe(0, ALL, 0, 1, 2, 3, 4);
    look(1_000, 0, 0, 0, 0, 0);
    look(2_000, 0, 0, 0, 1, 1);
    believe(3_000, RIGHT, 3, 4);
    look(4_000, 0, 0, 0, 1, 1);

    Beliefs beliefs = new Beliefs(5, story, looks);

    assertEquals(0, beliefs.at(4, 2_500));
    assertEquals(1, beliefs.at(4, 3_500));
    assertEquals(0, beliefs.majority(new int[] {2, 3, 4}, 2_500));
    assertEquals(1, beliefs.majority(new int[] {2, 3, 4}, 3_500));
  }

  @Test
  void colorsAreGivenByRankWhateverPartsThereWere() {
    believe(0, ALL, 0, 1, 2);
    believe(0, RIGHT, 3, 4);
    look(1_000, 0, 0, 0, 7, 7);

    Beliefs beliefs = new Beliefs(6, story, looks);

    assertEquals(1, beliefs.at(3, 1_000));
    assertEquals(Beliefs.NONE, beliefs.at(5, 1_000));
  }

  private void believe(double atMillis, Bytes component, int... peers) {
    for (int peer : peers) {
      story.onBelief(peer, atMillis, component);
    }
  }

  private void look(double atMillis, int... names) {
    looks.add(new Look(atMillis, names.length, 1, 0, 0, 0, new int[0], names));
  }
}
