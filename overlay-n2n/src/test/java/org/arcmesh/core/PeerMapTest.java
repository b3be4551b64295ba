package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerMapTest {
  private final PeerMap<String> map = new PeerMap<>();

  /** Ids whose hash codes collide in groups. */
  private static PeerId peer(int number) {
    byte[] bytes = new byte[PeerId.SIZE];
    bytes[0] = (byte) number;
    bytes[8] = (byte) number;
    bytes[15] = (byte) (number % 7);
    return PeerId.of(Bytes.wrap(bytes));
  }

  private static List<String> walk(PeerMap<String> map) {
    List<String> values = new ArrayList<>();
    for (int place = 0; place < map.places(); place++) {
      if (map.at(place) != null) {
        values.add(map.at(place));
      }
    }
    return values;
  }

  @Test
  void anEmptyMapHasNothing() {
    assertTrue(map.isEmpty());
    assertNull(map.get(peer(1)));
    assertNull(map.getInTurn(peer(1)));
    assertNull(map.remove(peer(1)));
    assertNull(map.first());
    assertEquals(List.of(), map.keys());
  }

  @Test
  void aKeyIsFoundByItsContent() {
    map.put(peer(1), "one");

    assertEquals("one", map.get(peer(1)));
    assertEquals("one", map.getInTurn(peer(1)));
    assertFalse(map.containsKey(peer(2)));
  }

  @Test
  void aSecondPutKeepsThePlace() {
    map.put(peer(1), "one");
    map.put(peer(2), "two");

    assertEquals("one", map.put(peer(1), "uno"));

    assertEquals(List.of("uno", "two"), walk(map));
    assertEquals("uno", map.first());
  }

  @Test
  void whatAWalkMeetsMayBeRemoved() {
    for (int i = 0; i < 20; i++) {
      map.put(peer(i), "peer " + i);
    }

    for (int place = 0; place < map.places(); place++) {
      if (place % 2 == 0) {
        map.remove(peer(place));
      }
    }

    assertEquals(10, map.size());
    assertEquals("peer 1", walk(map).get(0));
    assertEquals("peer 19", walk(map).get(9));
  }

  @Test
  void nullIsNoValue() {
    assertThrows(NullPointerException.class, () -> map.put(peer(1), null));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsALinkedHashMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<PeerId, String> model = new LinkedHashMap<>();

    for (int step = 0; step < 20_000; step++) {
      PeerId key = peer(random.nextInt(100));
      int action = random.nextInt(100);
      if (action < 30) {
        assertEquals(model.put(key, "step " + step), map.put(key, "step " + step));
      } else if (action < 60) {
        assertEquals(model.remove(key), map.remove(key));
      } else if (action == 60 && random.nextInt(50) == 0) {
        model.clear();
        map.clear();
      } else if (action < 80) {
        assertEquals(model.get(key), map.getInTurn(key));
      }
      assertEquals(model.get(key), map.get(key));
      assertEquals(model.containsKey(key), map.containsKey(key));
      assertEquals(model.size(), map.size());
    }

    assertEquals(List.copyOf(model.keySet()), map.keys());
    assertEquals(List.copyOf(model.values()), walk(map));
    model.forEach((key, value) -> assertEquals(value, map.getInTurn(key)));
  }
}
