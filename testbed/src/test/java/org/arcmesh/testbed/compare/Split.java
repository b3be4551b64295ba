package org.arcmesh.testbed.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What every contender goes through: its members come together, are cut into two halves, and
 * healed.
 *
 * @param members of the group
 * @param settle how long they are one before the cut, at least
 * @param cut how long frames between the halves are dropped
 * @param lasting how long what has merged must stay so to count
 * @param patience how long after the heal it may take
 * @param seed draws the halves
 */
record Split(
    int members, Duration settle, Duration cut, Duration lasting, Duration patience, long seed) {

  /** The members of each half, by their numbers. */
  List<List<Integer>> halves() {
    List<Integer> drawn = new ArrayList<>(IntStream.range(0, members).boxed().toList());
    Collections.shuffle(drawn, new Random(seed));
    return List.of(
        List.copyOf(drawn.subList(0, members / 2)),
        List.copyOf(drawn.subList(members / 2, members)));
  }
}
