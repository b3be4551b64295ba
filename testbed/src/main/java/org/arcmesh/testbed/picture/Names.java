package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Names components so that they keep their names from look to look: the largest part of what was
 * one keeps its name, the largest part of what becomes one gives its own. The component of more
 * than half of the peers has name 0, a peer alone has none.
 */
final class Names {
  static final int NONE = -1;

  private Map<Integer, Integer> nameOf = Map.of();

  private record Claim(int name, int component, int votes) {}

  /**
   * @param peers the live ones, ascending
   * @param components for each of them the number of its component, from 0
   * @return for each of them the name of its component
   */
  int[] name(int[] peers, int[] components) {
    int count = Arrays.stream(components).max().orElse(-1) + 1;
    int[] sizes = new int[count];
    for (int component : components) {
      sizes[component]++;
    }
    int[] chosen = choose(claims(peers, components, sizes), sizes);
    int[] names = new int[peers.length];
    Map<Integer, Integer> next = new HashMap<>();
    for (int i = 0; i < peers.length; i++) {
      names[i] = chosen[components[i]];
      next.put(peers[i], names[i]);
    }
    nameOf = next;
    return names;
  }

  private List<Claim> claims(int[] peers, int[] components, int[] sizes) {
    Map<List<Integer>, Integer> votes = new HashMap<>();
    for (int i = 0; i < peers.length; i++) {
      int old = nameOf.getOrDefault(peers[i], NONE);
      if (old != NONE && sizes[components[i]] > 1) {
        votes.merge(List.of(old, components[i]), 1, Integer::sum);
      }
    }
    List<Claim> claims = new ArrayList<>();
    votes.forEach((pair, count) -> claims.add(new Claim(pair.get(0), pair.get(1), count)));
    claims.sort(
        Comparator.comparingInt(Claim::votes)
            .reversed()
            .thenComparingInt(Claim::name)
            .thenComparingInt(Claim::component));
    return claims;
  }

  private static int[] choose(List<Claim> claims, int[] sizes) {
    int[] chosen = new int[sizes.length];
    Arrays.fill(chosen, NONE);
    TreeSet<Integer> taken = new TreeSet<>();
    for (Claim claim : claims) {
      if (chosen[claim.component()] == NONE && taken.add(claim.name())) {
        chosen[claim.component()] = claim.name();
      }
    }
    int free = 0;
    for (int component = 0; component < sizes.length; component++) {
      if (sizes[component] > 1 && chosen[component] == NONE) {
        while (!taken.add(free)) {
          free++;
        }
        chosen[component] = free;
      }
    }
    nameMajority(chosen, sizes);
    return chosen;
  }

  private static void nameMajority(int[] chosen, int[] sizes) {
    int all = Arrays.stream(sizes).sum();
    for (int component = 0; component < sizes.length; component++) {
      if (sizes[component] > 1 && 2 * sizes[component] > all) {
        int given = chosen[component];
        Arrays.setAll(chosen, i -> chosen[i] == 0 ? given : chosen[i]);
        chosen[component] = 0;
        return;
      }
    }
  }
}
