package org.arcmesh.sampling.repair;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random order from a peer's own randomness. */
final class Shuffle {
  private Shuffle() {}

  static <T> List<T> of(Collection<T> items, RandomGenerator random) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
