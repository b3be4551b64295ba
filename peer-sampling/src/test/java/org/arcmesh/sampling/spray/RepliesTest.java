package org.arcmesh.sampling.spray;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.SprayMessage.Busy;
import org.junit.jupiter.api.Test;

class RepliesTest {
  private final PeerId alice = peer(1);
  private final PeerId bob = peer(2);
  private final Replies replies = new Replies(Duration.ofSeconds(2));

  @Test
  void aReplyIsFoundByNeighborAndRound() {
    replies.put(alice, new Busy(1), 0);
    replies.put(bob, new Busy(2), 0);

    assertEquals(Optional.of(new Busy(1)), replies.find(alice, 1, 0));
    assertEquals(Optional.of(new Busy(2)), replies.find(bob, 2, 0));
    assertEquals(Optional.empty(), replies.find(bob, 1, 0));
  }

  @Test
  void aReplyThatNobodyAsksForAgainIsForgottenAfterFourResends() {
    replies.put(alice, new Busy(1), 0);

    replies.put(bob, new Busy(2), 8_000);
    assertEquals(Optional.of(new Busy(1)), replies.find(alice, 1, 8_000));

    replies.put(bob, new Busy(3), 16_000);
    assertEquals(Optional.of(new Busy(1)), replies.find(alice, 1, 8_000));

    replies.put(bob, new Busy(4), 16_001);
    assertEquals(Optional.empty(), replies.find(alice, 1, 16_001));
    assertEquals(Optional.of(new Busy(3)), replies.find(bob, 3, 16_001));
  }

  @Test
  void onlyTheLatestSixteenAreKept() {
    for (int round = 0; round < 17; round++) {
      replies.put(alice, new Busy(round), 0);
    }

    assertEquals(Optional.empty(), replies.find(alice, 0, 0));
    assertEquals(Optional.of(new Busy(1)), replies.find(alice, 1, 0));
    assertEquals(Optional.of(new Busy(16)), replies.find(alice, 16, 0));
  }

  @Test
  void aNeighborIsForgottenWithAllItsRounds() {
    for (int round = 0; round < 3; round++) {
      replies.put(alice, new Busy(round), 0);
      replies.put(bob, new Busy(round), 0);
    }

    replies.forget(bob);

    assertEquals(Optional.empty(), replies.find(bob, 0, 0));
    assertEquals(Optional.empty(), replies.find(bob, 2, 0));
    assertEquals(Optional.of(new Busy(2)), replies.find(alice, 2, 0));

    replies.forget(alice);
    replies.put(bob, new Busy(9), 0);

    assertEquals(Optional.empty(), replies.find(alice, 2, 0));
    assertEquals(Optional.of(new Busy(9)), replies.find(bob, 9, 0));
  }
}
