package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arcmesh.core.Bytes;

/**
 * The components that peers believe to be in, each with a color. Which color a belief gets is
 * decided by where it is held longest: that of the component that most of its holders really were
 * in. So one that comes and goes with the smallest peers does not flicker, and yet what is shown is
 * what each peer believes, not what is true.
 */
final class Beliefs {
  /** Somebody who does not know anybody yet. */
  static final int NONE = Names.NONE;

  private final List<List<Change>> changes = new ArrayList<>();

  /**
   * From now on a peer believes in another component.
   *
   * @param color of that component
   */
  record Change(double atMillis, int color) {}

  /**
   * @param looks of the time that is shown: what was believed only before or after it has no color
   */
  Beliefs(int peers, Story story, List<Look> looks) {
    for (int peer = 0; peer < peers; peer++) {
      changes.add(new ArrayList<>());
    }
    Map<Bytes, Integer> colors = colors(peers, story.beliefs(), looks);
    for (Story.Belief belief : story.beliefs()) {
      List<Change> ofPeer = changes.get(belief.peer());
      int color = colors.getOrDefault(belief.component(), NONE);
      if (color != (ofPeer.isEmpty() ? NONE : ofPeer.get(ofPeer.size() - 1).color())) {
        ofPeer.add(new Change(belief.atMillis(), color));
      }
    }
  }

  private static Map<Bytes, Integer> colors(
      int peers, List<Story.Belief> beliefs, List<Look> looks) {
    Map<Bytes, Map<Integer, Integer>> votes = new LinkedHashMap<>();
    Bytes[] held = new Bytes[peers];
    int next = 0;
    for (Look look : looks) {
      for (; next < beliefs.size() && beliefs.get(next).atMillis() <= look.atMillis; next++) {
        held[beliefs.get(next).peer()] = beliefs.get(next).component();
      }
      for (int peer = 0; peer < look.names.length; peer++) {
        if (held[peer] != null && look.names[peer] != Names.NONE) {
          votes
              .computeIfAbsent(held[peer], component -> new LinkedHashMap<>())
              .merge(look.names[peer], 1, Integer::sum);
        }
      }
    }
    Map<Bytes, Integer> names = new HashMap<>();
    Map<Integer, Integer> totals = new TreeMap<>();
    votes.forEach(
        (component, counts) -> {
          int name = most(counts);
          names.put(component, name);
          counts.values().forEach(count -> totals.merge(name, count, Integer::sum));
        });
    // The color of most is the first one, whatever parts there were in between.
    List<Integer> ranks = new ArrayList<>(totals.keySet());
    ranks.sort(Comparator.comparing(totals::get, Comparator.reverseOrder()));
    Map<Bytes, Integer> colors = new HashMap<>();
    names.forEach((component, name) -> colors.put(component, ranks.indexOf(name)));
    return colors;
  }

  /** What has the highest count, the least such. */
  private static int most(Map<Integer, Integer> counts) {
    int best = NONE;
    for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
      int most = counts.getOrDefault(best, 0);
      if (count.getValue() > most || count.getValue() == most && count.getKey() < best) {
        best = count.getKey();
      }
    }
    return best;
  }

  /** What a peer believes, from the first time that it believes anything. */
  List<Change> of(int peer) {
    return changes.get(peer);
  }

  int at(int peer, double atMillis) {
    int color = NONE;
    for (Change change : changes.get(peer)) {
      color = change.atMillis() <= atMillis ? change.color() : color;
    }
    return color;
  }

  /** The color of most of these peers, the least such. */
  int majority(int[] peers, double atMillis) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int peer : peers) {
      counts.merge(at(peer, atMillis), 1, Integer::sum);
    }
    return most(counts);
  }

  /** When anybody changes its belief between the two, ascending. */
  List<Double> moments(double from, double to) {
    return changes.stream()
        .flatMap(List::stream)
        .map(Change::atMillis)
        .filter(at -> at > from && at < to)
        .sorted()
        .distinct()
        .toList();
  }
}
