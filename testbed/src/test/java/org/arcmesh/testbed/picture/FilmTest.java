package org.arcmesh.testbed.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FilmTest {
  private final Film film = new Film(true);

  @Test
  void aLookIsToldByWhatHasChanged() {
    film.add(look(1_000, List.of(1, 302), 0, 0));
    Look second = look(1_250, List.of(1, 305, 700), 0, 0, 1);
    second.relays.put(2 * Recorder.WHOLE_MAX + 1, 0);
    second.sources.add(2);
    film.add(second);

    assertEquals(
        "[{'t':1000,'n':2,'k':1,'v':2,'a':[1,301],'c':[0,0,1,0]},"
            + "{'t':250,'n':1,'v':1,'a':[302,3,395],'c':[2,1],'r':[2,1,0],'b':[2]}]",
        film.json(1_000).toString().replace('"', '\''));
  }

  @Test
  void whatIsDroppedOfALongRunLosesNoTruth() {
    SplittableRandom random = new SplittableRandom(1);
    Map<Integer, Integer> relays = new TreeMap<>();
    Look last = null;
    int sources = 0;
    for (int i = 0; i < 5 * Film.LOOKS_MAX; i++) {
      last = look(i * 250, random.ints(20, 0, 90_000).boxed().toList(), 0, 0);
      last.relays.put(random.nextInt(50), random.nextInt(50));
      relays.putAll(last.relays);
      if (i % 1_000 == 0) {
        last.sources.add(sources++);
      }
      film.add(last);
    }

    JsonNode json = film.json(Integer.MAX_VALUE);

    assertTrue(json.size() <= Film.LOOKS_MAX, "looks: " + json.size());
    TreeSet<Integer> arcs = new TreeSet<>();
    Map<Integer, Integer> told = new TreeMap<>();
    TreeSet<Integer> heard = new TreeSet<>();
    long time = 0;
    for (JsonNode frame : json) {
      time += frame.path("t").asLong();
      int arc = 0;
      for (JsonNode gap : frame.path("a")) {
        arc += gap.asInt();
        if (!arcs.remove(arc)) {
          arcs.add(arc);
        }
      }
      JsonNode triples = frame.path("r");
      for (int i = 0; i < triples.size(); i += 3) {
        int key = triples.get(i).asInt() * Recorder.WHOLE_MAX + triples.get(i + 1).asInt();
        told.put(key, triples.get(i + 2).asInt());
      }
      frame.path("b").forEach(source -> heard.add(source.asInt()));
    }
    assertEquals((long) last.atMillis, time);
    assertEquals(last.drawn.length, arcs.size());
    assertEquals(last.drawn[0], arcs.first());
    assertEquals(relays, told);
    assertEquals(sources, heard.size());
  }

  @Test
  void looksAreFartherApartOnceThereAreTooMany() {
    for (int i = 0; i <= Film.LOOKS_MAX; i++) {
      film.add(look(i * 100, List.of(), 0, 0));
    }

    double end = Film.LOOKS_MAX * 100;
    assertFalse(film.isDue(end + 150));
    assertTrue(film.isDue(end + 200));
  }

  @Test
  void aFilmIsThinnedUntilItIsShortEnough() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      film.add(look(i * 250, random.ints(500, 0, 90_000).boxed().toList(), 0, 0));
    }

    assertTrue(film.json(100_000).toString().length() <= 100_000);
    assertTrue(film.size() > 10, "looks: " + film.size());
  }

  private static Look look(double atMillis, List<Integer> arcs, int... names) {
    int[] drawn = arcs.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    return new Look(atMillis, names.length, 1, arcs.size(), 0, 0, drawn, names);
  }
}
