package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongMapTest {

  @Test
  void zeroIsANumberAsOthers() {
    LongMap<String> map = new LongMap<>();

    assertNull(map.get(0));
    map.put(0, "zero");

    assertEquals("zero", map.get(0));
    assertNull(map.get(-1));
  }

  @Test
  void nullIsNoValue() {
    assertThrows(NullPointerException.class, () -> new LongMap<String>().put(1, null));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsAMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LongMap<Integer> map = new LongMap<>();
    Map<Long, Integer> model = new LinkedHashMap<>();

    for (int step = 0; step < 20_000; step++) {
      long key = random.nextInt(60) * 8L; // Many meet at the same slot.
      if (random.nextBoolean()) {
        map.put(key, step);
        model.put(key, step);
      } else {
        assertEquals(model.remove(key), map.remove(key));
      }
      assertEquals(model.size(), map.size());
    }

    for (long key = 0; key < 60 * 8; key++) {
      assertEquals(model.get(key), map.get(key));
      assertEquals(model.containsKey(key), map.containsKey(key));
    }
  }
}
