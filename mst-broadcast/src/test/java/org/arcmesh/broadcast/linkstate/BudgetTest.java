package org.arcmesh.broadcast.linkstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

/** Records of 17 bytes, in epochs of a second, for which there are 1,700 bytes: a hundred. */
class BudgetTest {
  private static final LinkRecord RECORD =
      LinkRecord.of(PeerId.ofPublicKey(Bytes.wrap(new byte[32])), 1, List.of());

  private final Budget budget = new Budget(100 * RECORD.bytes());

  @Test
  void whatFitsIsToldAndMakesTrees() {
    pass(100, 1);

    assertTrue(budget.allowsTrees());
    assertEquals(1, admitted(), 0.001);
  }

  @Test
  void overTheBudgetAsMuchLessIsTold() {
    pass(160, 1);

    assertEquals(1 / 1.6, admitted(), 0.05);
    assertTrue(budget.allowsTrees());
  }

  @Test
  void farOverItThereAreNoTrees() {
    loseTrees();

    assertEquals(0.25, admitted(), 0.05);
  }

  @Test
  void withoutTreesACopyFromEachSideCountsAndNewsAreRarer() {
    loseTrees();
    flood(4);

    assertEquals(1 / 16.0, admitted(), 0.02);
    assertFalse(budget.allowsTrees());
  }

  @Test
  void whenAllThatThereIsToTellWouldFitAlongTreesThereAreTrees() {
    loseTrees();
    flood(4);
    pass((int) (90 * admitted()), 4);

    assertTrue(budget.allowsTrees());
    for (int epoch = 0; epoch < 5; epoch++) {
      pass((int) (90 * admitted()), 1);
    }
    assertEquals(1, admitted(), 0.001);
  }

  /** Who was told by 73 neighbors had no trees for a hundred epochs. */
  @Test
  void whoHasDozensOfTiesJudgesAsOthersDo() {
    loseTrees();
    flood(73);

    assertEquals(1 / 16.0, admitted(), 0.02);
    pass((int) (90 * admitted()), 73);
    assertTrue(budget.allowsTrees());
  }

  @Test
  void howeverMuchOthersTellAllIsToldSoonAfterTheyStopped() {
    for (int epoch = 0; epoch < 50; epoch++) {
      pass(400, 4);
    }
    for (int epoch = 0; epoch < 6; epoch++) {
      pass(1, 1);
    }

    assertEquals(1, admitted(), 0.001);
  }

  @Test
  void whoRepeatsItselfKeepsNobodyFromTrees() {
    loseTrees();
    flood(4);
    for (int epoch = 0; epoch < 5; epoch++) {
      pass(1, 10_000);
    }

    assertTrue(budget.allowsTrees());
    assertEquals(1, admitted(), 0.001);
  }

  /** Four times as much to tell as there may be. */
  private void loseTrees() {
    pass(400, 1);
    pass(400, 1);
    assertFalse(budget.allowsTrees());
  }

  /** Some epochs more of that, without trees. */
  private void flood(int copies) {
    for (int epoch = 0; epoch < 6; epoch++) {
      pass((int) (400 * admitted()), copies);
    }
  }

  private void pass(int news, int copies) {
    for (int i = 0; i < news; i++) {
      budget.spend(RECORD, true);
    }
    for (int i = 0; i < news * (copies - 1); i++) {
      budget.spend(RECORD, false);
    }
    budget.endEpoch(1_000);
  }

  private double admitted() {
    SplittableRandom random = new SplittableRandom(1);
    int admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      admitted += budget.admits(random) ? 1 : 0;
    }
    return admitted / 10_000.0;
  }
}
