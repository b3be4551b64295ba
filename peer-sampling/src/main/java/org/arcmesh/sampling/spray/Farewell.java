package org.arcmesh.sampling.spray;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.arcmesh.core.PeerId;

/** Whom a peer that leaves introduces to whom. */
final class Farewell {
  private Farewell() {}

  /** An in-neighbor that shall have an arc to an out-neighbor. */
  record Pair(PeerId origin, PeerId target) {}

  /**
   * Random pairs: each target at most once, the origins in turn, nobody with itself.
   *
   * @param count how many; fewer if the targets or the origins do not suffice
   */
  static List<Pair> pairs(
      List<PeerId> inview, List<PeerId> outview, int count, RandomGenerator random) {
    List<PeerId> origins = shuffled(inview, random);
    List<PeerId> targets = shuffled(outview, random);
    List<Pair> pairs = new ArrayList<>();
    int next = 0;
    for (PeerId target : targets) {
      for (int tried = 0; tried < origins.size() && pairs.size() < count; tried++) {
        PeerId origin = origins.get(next++ % origins.size());
        if (!origin.equals(target)) {
          pairs.add(new Pair(origin, target));
          break;
        }
      }
    }
    return pairs;
  }

  private static List<PeerId> shuffled(List<PeerId> peers, RandomGenerator random) {
    List<PeerId> shuffled = new ArrayList<>(peers);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
