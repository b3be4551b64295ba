package org.arcmesh.testbed.picture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The looks of a run, however long it is: when there are too many, every second one is dropped, and
 * from then on looks are twice as far apart.
 */
final class Film {
  static final int LOOKS_MAX = 1_200;

  /** Two looks closer than this show the same. */
  private static final double GAP_MILLIS_MIN = 100;

  /** A large overlay shows its largest components one by one. */
  private static final int BUBBLES_MAX = 60;

  private final boolean whole;
  private List<Look> looks = new ArrayList<>();
  private double gap = GAP_MILLIS_MIN;

  /**
   * @param whole whether arcs are kept, instead of the sizes of components alone
   */
  Film(boolean whole) {
    this.whole = whole;
  }

  boolean isDue(double atMillis) {
    return looks.isEmpty() || atMillis - last().atMillis >= gap;
  }

  void add(Look look) {
    looks.add(look);
    if (looks.size() > LOOKS_MAX) {
      thin();
      gap *= 2;
    }
  }

  List<Look> looks() {
    return looks;
  }

  int size() {
    return looks.size();
  }

  private Look last() {
    return looks.get(looks.size() - 1);
  }

  /** Drops every second look; the last one stays. */
  private void thin() {
    List<Look> kept = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      boolean stays = (looks.size() - 1 - i) % 2 == 0;
      if (stays) {
        kept.add(looks.get(i));
      } else {
        looks.get(i + 1).absorb(looks.get(i));
      }
    }
    looks = kept;
  }

  /**
   * All looks, each by what has changed since the one before: {@code t} milliseconds, {@code n}
   * live peers, {@code k} components, {@code v} arcs, {@code d} deliveries, {@code s} broadcasts;
   * drawn whole, {@code a} arcs that came or went, ascending, each as the difference to the one
   * before, {@code c} peers and their new components, {@code r} triples of source, peer and relay,
   * {@code b} who broadcast; else {@code c} the components and their sizes.
   *
   * @param charsMax thinned until it is no longer than this
   */
  ArrayNode json(int charsMax) {
    ArrayNode json = json();
    while (json.toString().length() > charsMax && looks.size() > 2) {
      thin();
      json = json();
    }
    return json;
  }

  private ArrayNode json() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    Look before = new Look(0, 0, 0, 0, 0, 0, new int[0], new int[0]);
    for (Look look : looks) {
      ObjectNode frame = json.addObject();
      frame.put("t", Math.round(look.atMillis) - Math.round(before.atMillis));
      put(frame, "n", look.alive - before.alive);
      put(frame, "k", look.components - before.components);
      put(frame, "v", look.arcs - before.arcs);
      put(frame, "d", look.deliveries - before.deliveries);
      put(frame, "s", look.sent - before.sent);
      if (whole) {
        put(frame, "a", gaps(toggled(before.drawn, look.drawn)));
        put(frame, "c", renamed(before.names, look.names));
        put(frame, "r", flat(look.relays));
        put(frame, "b", List.copyOf(look.sources));
      } else {
        put(frame, "c", bubbles(look));
      }
      before = look;
    }
    return json;
  }

  private static void put(ObjectNode frame, String key, long difference) {
    if (difference != 0) {
      frame.put(key, difference);
    }
  }

  private static void put(ObjectNode frame, String key, List<Integer> values) {
    if (!values.isEmpty()) {
      ArrayNode array = frame.putArray(key);
      values.forEach(array::add);
    }
  }

  /** What is in one of two ascending lists only. */
  private static int[] toggled(int[] before, int[] after) {
    int[] toggled = new int[before.length + after.length];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < before.length || j < after.length) {
      if (j == after.length || i < before.length && before[i] < after[j]) {
        toggled[count++] = before[i++];
      } else if (i == before.length || after[j] < before[i]) {
        toggled[count++] = after[j++];
      } else {
        i++;
        j++;
      }
    }
    return Arrays.copyOf(toggled, count);
  }

  private static List<Integer> gaps(int[] ascending) {
    List<Integer> gaps = new ArrayList<>();
    int last = 0;
    for (int value : ascending) {
      gaps.add(value - last);
      last = value;
    }
    return gaps;
  }

  private static List<Integer> renamed(int[] before, int[] after) {
    List<Integer> pairs = new ArrayList<>();
    for (int peer = 0; peer < after.length; peer++) {
      int old = peer < before.length ? before[peer] : Names.NONE;
      if (after[peer] != old) {
        pairs.add(peer);
        pairs.add(after[peer]);
      }
    }
    return pairs;
  }

  private static List<Integer> flat(Map<Integer, Integer> relays) {
    List<Integer> triples = new ArrayList<>();
    relays.forEach(
        (key, from) -> {
          triples.add(key / Recorder.WHOLE_MAX);
          triples.add(key % Recorder.WHOLE_MAX);
          triples.add(from);
        });
    return triples;
  }

  private static List<Integer> bubbles(Look look) {
    List<Integer> pairs = new ArrayList<>();
    look.sizes.entrySet().stream()
        .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
        .limit(BUBBLES_MAX)
        .forEach(
            entry -> {
              pairs.add(entry.getKey());
              pairs.add(entry.getValue());
            });
    return pairs;
  }
}
