package org.arcmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

class NumbersTest {
  private final List<PeerId> ids =
      LongStream.range(0, 1_000).mapToObj(n -> new StandInIdentity(n).id()).toList();
  private final Numbers numbers = new Numbers();

  @Test
  void peersAreNumberedInTheOrderOfAddingHoweverManyThereAre() {
    ids.forEach(numbers::add);

    for (int number = 0; number < ids.size(); number++) {
      PeerId copy = PeerId.of(ids.get(number).toBytes());
      assertEquals(number, numbers.of(copy));
      assertEquals(copy, numbers.id(number));
    }
  }

  @Test
  void aStrangerHasNoNumberAndNobodyHasTwo() {
    ids.subList(1, 1_000).forEach(numbers::add);

    assertEquals(-1, numbers.of(ids.get(0)));
    assertThrows(AssertionError.class, () -> numbers.add(ids.get(7)));
  }
}
