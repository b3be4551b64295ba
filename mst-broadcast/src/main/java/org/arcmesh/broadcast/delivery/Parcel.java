package org.arcmesh.broadcast.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;

/**
 * What an origin signs, and what everybody passes on as it is: one broadcast, several that were
 * sent together, or a piece of a long one.
 *
 * <p>In bytes: the key of the stream (8), the number of the parcel in it, the number of its first
 * broadcast less that of the parcel (zigzag) times four plus the kind, the time since the parcel
 * before it in units of 16 ms, and then what the kind says. Numbers are of seven bits a byte, the
 * lowest first, the highest bit set in all but the last. {@code docs/WIRE.md} has the same.
 *
 * @param bytes all of it
 * @param stream key of the stream
 * @param sequence its number in the stream, from 0
 * @param number of its first broadcast among those of the stream, from 0
 * @param sincePreviousMillis time between the one before it and this one, at the origin, rounded
 *     down to units of 16 ms; tells a newcomer whether that one was sent before it came
 * @param causes the parcels that must be delivered before it, if the origin says so
 * @param kind what is in it
 * @param start where that begins
 */
record Parcel(
    Bytes bytes,
    long stream,
    long sequence,
    long number,
    int sincePreviousMillis,
    List<Head> causes,
    Kind kind,
    int start) {

  /** So that a push with its header and seal fits into a frame. */
  static final int BYTES_MAX = 62_000;

  /** The payload of one piece of a long broadcast. */
  static final int PIECE_BYTES = 60_000;

  /** Small broadcasts share a parcel up to this size. */
  static final int SHARED_BYTES = 16_000;

  /** A broadcast may be empty, so bytes alone are no bound. */
  static final int MESSAGES_MAX = 1_024;

  /** Ages are known less exactly, and a second fits into one byte. */
  private static final int SINCE_UNIT_MILLIS = 16;

  /** The most parcels that one names. Guess: more are never open at once in a conversation. */
  static final int CAUSES_MAX = 8;

  private static final int KEY_BYTES = 8;
  private static final int NUMBER_BYTES_MAX = 10;

  /** What is in a parcel; four kinds, in two bits. */
  enum Kind {
    /** One broadcast. */
    ONE,
    /** Several: of each its length and itself. */
    SEVERAL,
    /** The first piece of a long one: length and CRC-32C of the whole, and the piece. */
    FIRST,
    /** A further piece. */
    NEXT
  }

  /** A parcel that another one depends on: the key of its stream, and its number. */
  record Head(long stream, long sequence) {}

  /** The first piece of a long broadcast. */
  record Opening(int size, int checksum, Bytes piece) {}

  /** Broadcasts, at least one, that were sent together and depend on nothing. */
  static Parcel of(
      long stream, long sequence, long number, int sincePreviousMillis, List<Bytes> payloads) {
    return of(stream, sequence, number, sincePreviousMillis, List.of(), payloads);
  }

  /** Broadcasts, at least one, that were sent together. */
  static Parcel of(
      long stream,
      long sequence,
      long number,
      int sincePreviousMillis,
      List<Head> causes,
      List<Bytes> payloads) {
    int size = payloads.stream().mapToInt(payload -> NUMBER_BYTES_MAX + payload.size()).sum();
    Kind kind = payloads.size() == 1 ? Kind.ONE : Kind.SEVERAL;
    ByteBuffer out = begin(stream, sequence, number, sincePreviousMillis, causes, kind, size);
    for (Bytes payload : payloads) {
      if (kind == Kind.SEVERAL) {
        putNumber(out, payload.size());
      }
      out.put(payload.toBuffer());
    }
    return read(Bytes.copyOf(out.flip()));
  }

  static Parcel first(
      long stream,
      long sequence,
      long number,
      int sincePreviousMillis,
      List<Head> causes,
      int size,
      int checksum,
      Bytes piece) {
    int content = NUMBER_BYTES_MAX + Integer.BYTES + piece.size();
    ByteBuffer out =
        begin(stream, sequence, number, sincePreviousMillis, causes, Kind.FIRST, content);
    putNumber(out, size);
    out.putInt(checksum).put(piece.toBuffer());
    return read(Bytes.copyOf(out.flip()));
  }

  static Parcel next(
      long stream, long sequence, long number, int sincePreviousMillis, Bytes piece) {
    ByteBuffer out =
        begin(stream, sequence, number, sincePreviousMillis, List.of(), Kind.NEXT, piece.size());
    out.put(piece.toBuffer());
    return read(Bytes.copyOf(out.flip()));
  }

  private static ByteBuffer begin(
      long stream,
      long sequence,
      long number,
      int sincePreviousMillis,
      List<Head> causes,
      Kind kind,
      int contentBytesMax) {
    int headBytesMax =
        KEY_BYTES + 4 * NUMBER_BYTES_MAX + causes.size() * (KEY_BYTES + NUMBER_BYTES_MAX);
    ByteBuffer out = ByteBuffer.allocate(headBytesMax + contentBytesMax);
    out.putLong(stream);
    putNumber(out, sequence);
    long ahead = number - sequence;
    putNumber(out, (ahead << 1 ^ ahead >> 63) << 3 | (causes.isEmpty() ? 0 : 4) | kind.ordinal());
    putNumber(out, sincePreviousMillis / SINCE_UNIT_MILLIS);
    if (!causes.isEmpty()) {
      putNumber(out, causes.size());
      causes.forEach(cause -> putNumber(out.putLong(cause.stream()), cause.sequence()));
    }
    return out;
  }

  private static void putNumber(ByteBuffer out, long number) {
    long rest = number;
    while (rest >>> 7 != 0) {
      out.put((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * The parcel that these bytes are.
   *
   * @throws IllegalArgumentException if they are none
   */
  static Parcel read(Bytes bytes) {
    if (bytes.size() > BYTES_MAX) {
      throw new IllegalArgumentException("a parcel of " + bytes.size() + " bytes");
    }
    Reader in = new Reader(bytes, 0);
    long stream = in.key();
    long sequence = DeliveryMessage.requireSequence(in.number());
    long aheadAndKind = in.number();
    Kind kind = Kind.values()[(int) (aheadAndKind & 3)];
    long ahead = aheadAndKind >>> 3;
    long number = DeliveryMessage.requireSequence(sequence + (ahead >>> 1 ^ -(ahead & 1)));
    long since = in.number();
    if (since < 0 || since > Integer.MAX_VALUE / SINCE_UNIT_MILLIS) {
      throw new IllegalArgumentException("a parcel " + since + " units after the one before");
    }
    List<Head> causes = (aheadAndKind & 4) == 0 ? List.of() : readCauses(in);
    Parcel parcel =
        new Parcel(
            bytes, stream, sequence, number, (int) since * SINCE_UNIT_MILLIS, causes, kind, in.at);
    parcel.requireContent();
    return parcel;
  }

  private static List<Head> readCauses(Reader in) {
    long count = in.number();
    if (count < 1 || count > CAUSES_MAX) {
      throw new IllegalArgumentException("a parcel that depends on " + count + " others");
    }
    List<Head> causes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      causes.add(new Head(in.key(), DeliveryMessage.requireSequence(in.number())));
    }
    return List.copyOf(causes);
  }

  private void requireContent() {
    Reader in = new Reader(bytes, start);
    if (kind == Kind.SEVERAL) {
      int count = 0;
      for (; in.left() > 0; count++) {
        in.skip(in.number());
      }
      if (count < 2 || count > MESSAGES_MAX) {
        throw new IllegalArgumentException("a parcel of " + count + " broadcasts");
      }
    } else if (kind == Kind.FIRST) {
      long size = in.number();
      in.skip(Integer.BYTES);
      if (size > Broadcast.PAYLOAD_BYTES_MAX || in.left() < 1 || in.left() >= size) {
        throw new IllegalArgumentException("a piece of " + in.left() + " bytes of " + size);
      }
    } else if (kind == Kind.NEXT && in.left() < 1) {
      throw new IllegalArgumentException("an empty piece");
    }
  }

  /** The broadcasts in it, if it has whole ones. */
  List<Bytes> payloads() {
    if (kind == Kind.ONE) {
      return List.of(bytes.slice(start, bytes.size()));
    }
    List<Bytes> payloads = new ArrayList<>();
    Reader in = new Reader(bytes, start);
    while (in.left() > 0) {
      int size = (int) in.number();
      payloads.add(bytes.slice(in.at, in.at + size));
      in.skip(size);
    }
    return payloads;
  }

  /** How much of it is payload. */
  int payloadBytes() {
    return switch (kind) {
      case ONE, NEXT -> bytes.size() - start;
      case SEVERAL -> payloads().stream().mapToInt(Bytes::size).sum();
      case FIRST -> opening().piece().size();
    };
  }

  /** What is in a parcel of kind {@link Kind#FIRST}. */
  Opening opening() {
    Reader in = new Reader(bytes, start);
    int size = (int) in.number();
    int checksum = in.next() << 24 | in.next() << 16 | in.next() << 8 | in.next();
    return new Opening(size, checksum, bytes.slice(in.at, bytes.size()));
  }

  /** What is in a parcel of kind {@link Kind#NEXT}. */
  Bytes piece() {
    return bytes.slice(start, bytes.size());
  }

  private static final class Reader {
    private final Bytes bytes;
    private int at;

    Reader(Bytes bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    int left() {
      return bytes.size() - at;
    }

    int next() {
      if (left() < 1) {
        throw new IllegalArgumentException("a parcel that ends early");
      }
      return bytes.get(at++) & 0xff;
    }

    void skip(long count) {
      if (count < 0 || count > left()) {
        throw new IllegalArgumentException("a parcel that ends early");
      }
      at += (int) count;
    }

    long key() {
      long key = 0;
      for (int i = 0; i < KEY_BYTES; i++) {
        key = key << 8 | next();
      }
      return key;
    }

    long number() {
      long number = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        int next = next();
        number |= (long) (next & 0x7f) << shift;
        if (next < 0x80) {
          return number;
        }
      }
      throw new IllegalArgumentException("a number of too many bytes");
    }
  }
}
