package org.arcmesh.broadcast.linkstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

/** What is known of all, as it was at each epoch. */
class RecordsTest {
  private static final long EPOCH = 9;

  private final Records records = new Records(new Pictures(TreeMode.LAST, 1.1), 20_000, EPOCH);

  private void put(int first, int last) {
    for (int number = first; number <= last; number++) {
      PeerId origin = PeerId.ofPublicKey(Bytes.utf8("peer " + number));
      records.put(LinkRecord.of(origin, EPOCH - 2, List.of()));
    }
  }

  @Test
  void whatComesLateIsSeenAtOnceByFew() {
    put(1, 3);
    assertEquals(3, records.topology(EPOCH, 10_000).size());

    put(4, 4);

    assertEquals(4, records.topology(EPOCH, 10_002).size());
  }

  @Test
  void ofAThousandItIsSeenAThirdOfASecondLater() {
    put(1, 1_000);
    Topology seen = records.topology(EPOCH, 10_000);
    put(1_001, 1_001);

    assertSame(seen, records.topology(EPOCH, 10_300));
    assertEquals(1_001, records.topology(EPOCH, 10_301).size());
  }

  @Test
  void whatIsSeenOfTheNextEpochIsSeenWhenItComes() {
    put(1, 1_000);
    Topology ahead = records.topology(EPOCH + 1, 10_000);

    records.advance(EPOCH + 1);

    assertSame(ahead, records.topology(EPOCH + 1, 10_001));
  }
}
