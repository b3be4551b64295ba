package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;

/** The messages by which peers keep their pictures of the backbone alike. */
public sealed interface LinkStateMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          6,
          "linkstate",
          List.of(Update.class, Summary.class, Contents.class, Want.class, Epoch.class));

  /** Records that may be news to the receiver. */
  record Update(List<LinkRecord> records) implements LinkStateMessage {
    public static final int RECORDS_MAX = 512;

    /** It keeps a frame under 64 KiB. */
    public static final int BYTES_MAX = 48 << 10;

    public Update {
      records = List.copyOf(records);
      int bytes = 0;
      for (LinkRecord record : records) {
        bytes += record.bytes();
      }
      if (records.isEmpty() || records.size() > RECORDS_MAX || bytes > BYTES_MAX) {
        throw new IllegalArgumentException(
            "an update of " + records.size() + " records in " + bytes + " B");
      }
    }

    /** These records in as many updates as it takes. */
    static List<Update> of(List<LinkRecord> records) {
      List<Update> updates = new ArrayList<>(1);
      int first = 0;
      int bytes = 0;
      for (int next = 0; next < records.size(); next++) {
        int more = records.get(next).bytes();
        if (bytes + more > BYTES_MAX || next - first == RECORDS_MAX) {
          updates.add(new Update(records.subList(first, next)));
          first = next;
          bytes = 0;
        }
        bytes += more;
      }
      if (first < records.size()) {
        updates.add(new Update(records.subList(first, records.size())));
      }
      return updates;
    }
  }

  /**
   * What the author knew in an epoch, as hashes of so many buckets by origin as there are hashes.
   * One is enough to see that two pictures are alike.
   */
  record Summary(long epoch, List<Long> hashes) implements LinkStateMessage {
    public static final int BUCKETS_MAX = 256;

    public Summary {
      hashes = List.copyOf(hashes);
      requireEpoch(epoch);
      requireBuckets(hashes.size());
    }
  }

  /**
   * Answer to a summary: what the author has in the buckets that differ, as far as it fits.
   *
   * @param epoch of the summary
   * @param buckets number of buckets of the summary
   * @param differing those of them that {@code stamps} lists in full, ascending
   */
  record Contents(long epoch, int buckets, List<Integer> differing, List<Stamp> stamps)
      implements LinkStateMessage {
    public static final int STAMPS_MAX = 1024;

    public Contents {
      differing = List.copyOf(differing);
      stamps = List.copyOf(stamps);
      requireEpoch(epoch);
      requireBuckets(buckets);
      if (differing.size() > buckets || stamps.size() > STAMPS_MAX) {
        throw new IllegalArgumentException("contents of " + stamps.size() + " stamps");
      }
      int previous = -1;
      for (int bucket : differing) {
        if (bucket <= previous || bucket >= buckets) {
          throw new IllegalArgumentException("no ascending list of " + buckets + " buckets");
        }
        previous = bucket;
      }
    }
  }

  /** The name of one record. */
  record Stamp(long origin, long epoch) {
    public Stamp {
      requireEpoch(epoch);
    }
  }

  /** Send me your records of these origins, as they were in that epoch. */
  record Want(long epoch, List<Long> origins) implements LinkStateMessage {
    public Want {
      origins = List.copyOf(origins);
      requireEpoch(epoch);
      if (origins.isEmpty()
          || origins.size() > Contents.STAMPS_MAX
          || new LinkedHashSet<>(origins).size() != origins.size()) {
        throw new IllegalArgumentException("a wish for " + origins.size() + " records");
      }
    }
  }

  /** An epoch has begun. */
  record Epoch(long number) implements LinkStateMessage {
    public Epoch {
      requireEpoch(number);
    }
  }

  private static void requireEpoch(long epoch) {
    if (epoch < 1 || epoch > LinkRecord.EPOCH_MAX) {
      throw new IllegalArgumentException("epoch " + epoch);
    }
  }

  private static void requireBuckets(int buckets) {
    if (Integer.bitCount(buckets) != 1 || buckets > Summary.BUCKETS_MAX) {
      throw new IllegalArgumentException(buckets + " buckets are no power of two up to 256");
    }
  }
}
