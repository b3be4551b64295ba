package org.arcmesh.broadcast.linkstate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/** The messages by which peers keep their pictures of the backbone alike. */
public sealed interface LinkStateMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          6, "linkstate", List.of(Update.class, Summary.class, Contents.class, Want.class));

  /** Records that may be news to the receiver. */
  record Update(List<LinkRecord> records) implements LinkStateMessage {
    /** With {@link #CLAIMS_MAX} it keeps a frame under 64 KiB. */
    public static final int RECORDS_MAX = 256;

    public static final int CLAIMS_MAX = 1024;

    public Update {
      records = List.copyOf(records);
      int claims = 0;
      for (LinkRecord record : records) {
        claims += record.claims().size();
      }
      if (records.isEmpty() || records.size() > RECORDS_MAX || claims > CLAIMS_MAX) {
        throw new IllegalArgumentException(
            "an update of " + records.size() + " records with " + claims + " claims");
      }
    }
  }

  /**
   * What the author knows, as hashes: records of the peers it reaches, in as many buckets by origin
   * as there are hashes. One hash is enough to see that two pictures are alike.
   */
  record Summary(List<Long> hashes) implements LinkStateMessage {
    public static final int BUCKETS_MAX = 256;

    public Summary {
      hashes = List.copyOf(hashes);
      requireBuckets(hashes.size());
    }
  }

  /**
   * Answer to a summary: what the author has in the buckets that differ, as far as it fits.
   *
   * @param buckets number of buckets of the summary
   * @param differing those of them that {@code stamps} lists in full, ascending
   */
  record Contents(int buckets, List<Integer> differing, List<Stamp> stamps)
      implements LinkStateMessage {
    public static final int STAMPS_MAX = 1024;

    public Contents {
      differing = List.copyOf(differing);
      stamps = List.copyOf(stamps);
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
  record Stamp(PeerId origin, long number) {
    public Stamp {
      Objects.requireNonNull(origin);
      if (number < 0 || number > LinkRecord.NUMBER_MAX) {
        throw new IllegalArgumentException("a stamp with the number " + number);
      }
    }
  }

  /** Send me your records of these origins. */
  record Want(List<PeerId> origins) implements LinkStateMessage {
    public Want {
      origins = List.copyOf(origins);
      if (origins.isEmpty()
          || origins.size() > Contents.STAMPS_MAX
          || new LinkedHashSet<>(origins).size() != origins.size()) {
        throw new IllegalArgumentException("a wish for " + origins.size() + " records");
      }
    }
  }

  private static void requireBuckets(int buckets) {
    if (Integer.bitCount(buckets) != 1 || buckets > Summary.BUCKETS_MAX) {
      throw new IllegalArgumentException(buckets + " buckets are no power of two up to 256");
    }
  }
}
