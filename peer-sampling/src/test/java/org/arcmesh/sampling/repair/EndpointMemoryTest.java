package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;

class EndpointMemoryTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final EndpointMemory memory = new EndpointMemory(random);

  private static Endpoint node(int number) {
    return new Endpoint("10.0.0." + number, 7000);
  }

  private Set<Endpoint> all(EndpointMemory of) {
    return new LinkedHashSet<>(of.all(random));
  }

  @Test
  void thirtyTwoAreRememberedMinWiseSoThatTheOrderOfHearingDoesNotMatter() {
    EndpointMemory other = new EndpointMemory(new SplittableRandom(1));
    for (int i = 0; i < 200; i++) {
      memory.heard(node(i));
      other.heard(node(199 - i));
    }

    assertEquals(32, all(memory).size());
    assertEquals(all(memory), all(other));
    // Old and new acquaintances alike.
    assertTrue(all(memory).stream().anyMatch(node -> node.host().length() < 9));
  }

  /** A partition longer than three checks emptied the memory of the other side. */
  @Test
  void aNodeIsForgottenOnlyWhenItHasBeenSilentForAnHour() {
    memory.answered(node(1), 0);
    for (int minute = 1; minute <= 60; minute++) {
      memory.failed(node(1), minute * 60_000L);
    }
    assertEquals(Set.of(node(1)), all(memory));

    memory.failed(node(1), 61 * 60_000L);

    assertEquals(Set.of(), all(memory));
  }

  @Test
  void aNodeThatAnswersAgainWasNeverSilent() {
    memory.answered(node(1), 0);
    memory.failed(node(1), 1);
    memory.failed(node(1), 2);
    memory.answered(node(1), 3);

    memory.failed(node(1), 4_000_000);

    assertEquals(Set.of(node(1)), all(memory));
  }

  @Test
  void whoDidNotAnswerThreeTimesMakesRoomForTheNext() {
    for (int i = 0; i < 32; i++) {
      memory.answered(node(i), 0);
    }
    for (int i = 0; i < 3; i++) {
      memory.failed(node(7), i);
      memory.failed(node(8), Math.min(i, 1));
      memory.answered(node(8), 2);
    }

    memory.heard(node(100));

    assertEquals(32, all(memory).size());
    assertEquals(false, all(memory).contains(node(7)));
    assertTrue(all(memory).containsAll(Set.of(node(8), node(100))));
  }

  @Test
  void ourOwnEndpointIsNobodyToProbe() {
    memory.heard(node(1));

    memory.isOwn(node(1));
    memory.heard(node(1));

    assertEquals(Set.of(), all(memory));
    assertEquals(List.of(node(2)), memory.leastKnown(List.of(node(1), node(2)), random));
  }

  @Test
  void whoeverIsNewComesFirstThenWhoeverWasNotProbedForTheLongestTime() {
    memory.answered(node(1), 500);
    memory.answered(node(2), 400);
    memory.answered(node(3), 600);

    assertEquals(
        List.of(node(9), node(2), node(1), node(3)),
        memory.leastKnown(List.of(node(1), node(9)), random));
  }

  /** Three dead nodes that the DHT still named kept two peers from the living one for ever. */
  @Test
  void aDeadNodeThatIsFoundAgainAndAgainDoesNotStayNew() {
    memory.failed(node(1), 100);
    memory.answered(node(2), 200);
    memory.failed(node(3), 300);

    assertEquals(
        List.of(node(1), node(2), node(3)),
        memory.leastKnown(List.of(node(3), node(1), node(2)), random));
  }
}
