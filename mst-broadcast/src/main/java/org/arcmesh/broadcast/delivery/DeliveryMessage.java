package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;

/** The messages that carry broadcasts, and those that find and repair what was lost. */
public sealed interface DeliveryMessage extends Message {
  MessageTable TABLE =
      new MessageTable(5, "delivery", List.of(Push.class, Digest.class, Pull.class, Prune.class));

  /** Sequence numbers stay far from overflow. */
  long SEQUENCE_MAX = (1L << 53) - 1;

  int HOPS_MAX = 1 << 20;

  /** Bits of a bitmap. */
  int BITS = 64;

  /**
   * One broadcast.
   *
   * @param stream whose
   * @param sequence its number in the stream, from 0
   * @param hop links it has taken once it arrives
   * @param ageMillis time since it was sent, as far as the author knows
   * @param sincePreviousMillis time between the one before it and this one, at the origin; tells a
   *     newcomer whether that one was sent before it came
   * @param repair whether it was pulled
   * @param tree epoch of the picture by which the origin chose the tree, {@link Trees#NONE_YET} if
   *     it had none; every relay looks at the same picture
   */
  record Push(
      StreamId stream,
      long sequence,
      int hop,
      int ageMillis,
      int sincePreviousMillis,
      boolean repair,
      Bytes payload,
      long tree)
      implements DeliveryMessage, Expendable {
    public Push {
      Objects.requireNonNull(stream);
      requireSequence(sequence);
      requireSequence(tree);
      if (hop < 1 || hop > HOPS_MAX || ageMillis < 0 || sincePreviousMillis < 0) {
        throw new IllegalArgumentException("a push of " + hop + " hops, " + ageMillis + " ms old");
      }
      if (payload.size() > Broadcast.PAYLOAD_BYTES_MAX) {
        throw new IllegalArgumentException("a payload of " + payload.size() + " bytes");
      }
    }
  }

  /** What the author has of the streams of which it has news. */
  record Digest(List<Holdings> streams) implements DeliveryMessage {
    public static final int STREAMS_MAX = 256;

    public Digest {
      streams = List.copyOf(streams);
      LinkedHashSet<StreamId> ids = new LinkedHashSet<>();
      streams.forEach(holdings -> ids.add(holdings.stream()));
      if (streams.isEmpty() || streams.size() > STREAMS_MAX || ids.size() != streams.size()) {
        throw new IllegalArgumentException("a digest of " + streams.size() + " streams");
      }
    }
  }

  /**
   * What a peer has of a stream.
   *
   * @param baseline the first broadcast that it was to deliver
   * @param floor the first one that it still keeps; what lies between the two it no longer keeps
   * @param base the first one that it has not received
   * @param bitmap bit i: it has {@code base + 1 + i}
   * @param newestAgeMillis age of the newest that it has
   */
  record Holdings(
      StreamId stream, long baseline, long floor, long base, long bitmap, int newestAgeMillis) {
    public Holdings {
      Objects.requireNonNull(stream);
      requireSequence(base);
      if (baseline < 0 || baseline > floor || floor > base || newestAgeMillis < 0) {
        throw new IllegalArgumentException("holdings " + baseline + ", " + floor + ", " + base);
      }
    }

    boolean has(long sequence) {
      long bit = sequence - base - 1;
      return sequence >= floor && sequence < base
          || bit >= 0 && bit < BITS && (bitmap >>> bit & 1) != 0;
    }

    /** Whether the author once had it, and no longer keeps it. */
    boolean hadOnce(long sequence) {
      return sequence >= baseline && sequence < floor;
    }

    /** The highest that the author has, or -1. */
    long highest() {
      return bitmap == 0 ? base - 1 : base + BITS - Long.numberOfLeadingZeros(bitmap);
    }
  }

  /**
   * Send me what you have of these.
   *
   * @param bitmap bit i: {@code first + i}
   * @param youngerThanMillis nothing older than this
   * @param graft and push me this stream from now on
   */
  record Pull(StreamId stream, long first, long bitmap, int youngerThanMillis, boolean graft)
      implements DeliveryMessage {
    public Pull {
      Objects.requireNonNull(stream);
      requireSequence(first);
      if (youngerThanMillis < 0) {
        throw new IllegalArgumentException("a pull of a negative age");
      }
    }
  }

  /** What you push of this stream I have from somebody else: push it no more. */
  record Prune(StreamId stream) implements DeliveryMessage {
    public Prune {
      Objects.requireNonNull(stream);
    }
  }

  /** A time as messages carry it. */
  static int millis(long millis) {
    return (int) Math.max(0, Math.min(millis, Integer.MAX_VALUE));
  }

  private static void requireSequence(long sequence) {
    if (sequence < 0 || sequence > SEQUENCE_MAX) {
      throw new IllegalArgumentException("sequence " + sequence);
    }
  }
}
