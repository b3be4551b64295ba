package org.arcmesh.core;

import java.util.List;

/**
 * What a peer believes of the component it is in; what signaling nodes say of theirs when asked.
 *
 * @param smallest hashes of the live peers with the smallest ones, ascending, at most {@value
 *     #MEMBERS_MAX}: two peers are in the same component when these sets intersect
 * @param stableMillis for how long the set has not changed; a set is compared only once it is old
 *     enough
 * @param peers estimated number of peers
 */
public record Component(List<Long> smallest, long stableMillis, double peers) {
  /** The size of an identity set. */
  public static final int MEMBERS_MAX = 3;

  public Component {
    smallest = List.copyOf(smallest);
    if (smallest.size() > MEMBERS_MAX) {
      throw new IllegalArgumentException("an identity set of " + smallest.size() + " members");
    }
    if (stableMillis < 0 || !(peers >= 0 && peers <= 1e9)) {
      throw new IllegalArgumentException("a component of " + peers + " peers");
    }
  }

  /** Whether both have a member in common. */
  public boolean intersects(Component other) {
    return smallest.stream().anyMatch(other.smallest::contains);
  }
}
