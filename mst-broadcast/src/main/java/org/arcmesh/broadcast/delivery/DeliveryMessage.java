package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/** The messages that carry broadcasts, and those that find and repair what was lost. */
public sealed interface DeliveryMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          5,
          "delivery",
          List.of(
              Push.class,
              Digest.class,
              Pull.class,
              Prune.class,
              Source.class,
              Unknown.class,
              Mark.class,
              Reached.class));

  /** Sequence numbers stay far from overflow. */
  long SEQUENCE_MAX = (1L << 53) - 1;

  int HOPS_MAX = 1 << 20;

  /** Bits of a bitmap. */
  int BITS = 64;

  /**
   * One parcel: a broadcast, several small ones or a piece of a long one, as its origin sealed it.
   * The receiver knows the stream from a {@link Source} before.
   *
   * @param hop links it has taken once it arrives
   * @param ageMillis time that it has lain at peers on its way, so it was sent at least so long ago
   * @param repair whether it was pulled
   * @param seal the origin's proof that the parcel is its own
   * @param parcel what is passed on unchanged
   * @param tree epoch of the picture by which the origin chose the tree, {@link Trees#NONE_YET} if
   *     it had none; every relay looks at the same picture
   */
  record Push(int hop, int ageMillis, boolean repair, Bytes seal, Bytes parcel, long tree)
      implements DeliveryMessage, Expendable, Sealed {
    public Push {
      if (hop < 1 || hop > HOPS_MAX || ageMillis < 0) {
        throw new IllegalArgumentException("a push of " + hop + " hops, " + ageMillis + " ms old");
      }
      requireSequence(tree);
      Seal.require(seal);
      Parcel.read(parcel);
    }

    /** The same by the trees of another epoch. */
    Push along(long epoch) {
      return epoch == tree ? this : new Push(hop, ageMillis, repair, seal, parcel, epoch);
    }

    @Override
    public int payloadBytes() {
      return Parcel.read(parcel).payloadBytes();
    }

    /** The seal, and the two bytes that say how long it is. */
    @Override
    public int sealBytes() {
      return seal.size() + 2;
    }
  }

  /** What the author has of the streams of which it has news. */
  record Digest(List<Holdings> streams) implements DeliveryMessage {
    public static final int STREAMS_MAX = 256;

    public Digest {
      streams = List.copyOf(streams);
      LinkedHashSet<Long> ids = new LinkedHashSet<>();
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
   * @param newestAgeMillis age of the newest that it has, as a push would tell it
   */
  record Holdings(
      long stream, long baseline, long floor, long base, long bitmap, int newestAgeMillis) {
    public Holdings {
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
  record Pull(long stream, long first, long bitmap, int youngerThanMillis, boolean graft)
      implements DeliveryMessage {
    public Pull {
      requireSequence(first);
      if (youngerThanMillis < 0) {
        throw new IllegalArgumentException("a pull of a negative age");
      }
    }
  }

  /** What you push of this stream I have from somebody else: push it no more. */
  record Prune(long stream) implements DeliveryMessage {}

  /**
   * Whose a stream is. Comes before anything else that names the stream to the receiver.
   *
   * @param origin whose broadcasts they are
   * @param life as in {@link StreamId}
   * @param publicKey of the origin, which signs
   */
  record Source(PeerId origin, int life, Bytes publicKey) implements DeliveryMessage {
    private static final int KEY_BYTES = 32;

    public Source {
      Objects.requireNonNull(origin);
      if (publicKey.size() != KEY_BYTES) {
        throw new IllegalArgumentException("a public key of " + publicKey.size() + " bytes");
      }
    }

    StreamId stream() {
      return new StreamId(origin, life);
    }
  }

  /** What you said of this stream is lost on me, for I do not know whose it is: tell me. */
  record Unknown(long stream) implements DeliveryMessage {}

  /** Sent between pushes: tell me when you have dealt with what came before this. */
  record Mark(int number) implements DeliveryMessage {}

  /** I have dealt with all that came before that mark of yours. */
  record Reached(int number) implements DeliveryMessage {}

  /** A time as messages carry it. */
  static int millis(long millis) {
    return (int) Math.max(0, Math.min(millis, Integer.MAX_VALUE));
  }

  /** A number of a parcel or broadcast, checked. */
  static long requireSequence(long sequence) {
    if (sequence < 0 || sequence > SEQUENCE_MAX) {
      throw new IllegalArgumentException("sequence " + sequence);
    }
    return sequence;
  }
}
