package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.PeerId;

/**
 * Records that are to be passed on, and who has them already: in a flood most neighbors hear of a
 * record from others before we come to tell them.
 */
final class News {
  private final Map<Long, Item> byOrigin = new LinkedHashMap<>();

  private static final class Item {
    final LinkRecord record;
    final List<PeerId> knownTo = new ArrayList<>(4);

    Item(LinkRecord record) {
      this.record = record;
    }
  }

  boolean isEmpty() {
    return byOrigin.isEmpty();
  }

  /** A record that is new to us, and whom we have it from. */
  void add(LinkRecord record, PeerId from) {
    Item before = byOrigin.get(record.origin());
    if (before == null || before.record.epoch() < record.epoch()) {
      Item item = new Item(record);
      item.knownTo.add(from);
      byOrigin.put(record.origin(), item);
    } // Else it is news of an older picture only, which a comparison tells.
  }

  /** {@code from} has told us a record that we had. */
  void heardAgain(LinkRecord record, PeerId from) {
    Item item = byOrigin.isEmpty() ? null : byOrigin.get(record.origin());
    if (item != null && record.epoch() >= item.record.epoch()) {
      item.knownTo.add(from);
    }
  }

  /** What {@code neighbor} may not know. */
  List<LinkRecord> listFor(PeerId neighbor) {
    List<LinkRecord> records = new ArrayList<>(byOrigin.size());
    for (Item item : byOrigin.values()) {
      if (item.record.origin() != neighbor.prefix() && !item.knownTo.contains(neighbor)) {
        records.add(item.record);
      }
    }
    return records;
  }

  void clear() {
    byOrigin.clear();
  }
}
