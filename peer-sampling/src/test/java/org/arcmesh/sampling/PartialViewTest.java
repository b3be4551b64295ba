package org.arcmesh.sampling;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

class PartialViewTest {
  private final PeerId alice = peer(1);
  private final PeerId bob = peer(2);
  private final PeerId carol = peer(3);
  private final SplittableRandom random = new SplittableRandom(1);
  private final PartialView view = new PartialView();

  @Test
  void theOldestOfEquallyOldArcsIsTheFirst() {
    view.add(bob, true);
    view.age();
    view.add(alice, true);
    view.add(carol, true);
    view.age();

    assertEquals(Optional.of(bob), view.oldest());

    view.linkDown(bob);

    assertEquals(Optional.of(alice), view.oldest());
  }

  @Test
  void openingArcsAreNeitherPartnerNorSampledNorGiven() {
    view.add(alice, false);
    view.age();
    view.add(bob, true);

    assertEquals(Optional.of(bob), view.oldest());
    assertEquals(List.of(bob), view.sample(5, random));
    assertEquals(List.of(bob), view.usable());
    assertEquals(List.of(alice), view.opening());
    assertEquals(List.of(bob), view.lendHalf(bob, random));
    assertEquals(List.of(bob), view.giveLent());
    assertEquals(List.of(), view.giveHalf(random));
    assertEquals(1, view.size());
  }

  @Test
  void anArcThatOpensOrFailsIsOneThatWasOpening() {
    view.add(alice, true);
    view.add(alice, false);

    assertTrue(view.failed(alice));
    assertFalse(view.failed(alice));
    assertFalse(view.opened(alice));
    assertEquals(List.of(alice), view.usable());
  }

  @Test
  void aSampleNamesAPeerOnceHoweverManyArcsThereAre() {
    view.add(alice, true);
    view.add(alice, true);
    view.add(bob, true);

    assertEquals(2, view.sample(10, random).size());
    assertEquals(3, view.usable().size());
  }

  @Test
  void halfOfAnOddViewIsRoundedUp() {
    for (int i = 1; i <= 5; i++) {
      view.add(peer(i), true);
    }

    assertEquals(3, view.giveHalf(random).size());
    assertEquals(2, view.size());
  }

  @Test
  void aLentArcWhoseLinkGoesDownIsNotGivenUpTwice() {
    view.add(alice, true);
    view.add(bob, true);
    view.add(carol, true);
    List<PeerId> lent = view.lendHalf(alice, random);
    PeerId other = lent.get(1);

    assertEquals(0, view.linkDown(other));
    assertEquals(3, view.size());
    assertEquals(List.of(alice), view.giveLent());
    assertEquals(1, view.size());
  }

  @Test
  void aLentArcThatComesBackDeadIsLostThen() {
    view.add(alice, true);
    view.add(bob, true);
    view.add(carol, true);
    PeerId other = view.lendHalf(alice, random).get(1);
    view.linkDown(other);

    assertEquals(List.of(other), view.takeBack());
    assertEquals(2, view.size());
    assertEquals(List.of(), view.giveLent());
  }

  @Test
  void aDeadArcIsOfNoUseButTheNextOneToTheSamePeerIs() {
    view.add(alice, true);
    view.lendHalf(alice, random);
    view.linkDown(alice);
    view.add(alice, true);

    assertEquals(List.of(alice), view.usable());
    assertEquals(List.of(), view.giveLent());
    assertEquals(List.of(alice), view.usable());
  }
}
