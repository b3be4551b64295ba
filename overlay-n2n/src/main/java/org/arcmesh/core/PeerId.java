package org.arcmesh.core;

import java.nio.ByteBuffer;

/**
 * Who a peer is: the first 20 bytes of the SHA-256 of its public key.
 *
 * <p>So an id cannot be chosen freely, can be proven, and fits the key space of the mainline DHT.
 * Ids are ordered as unsigned numbers.
 */
public final class PeerId implements Comparable<PeerId> {
  /** Length of an id in bytes. */
  public static final int SIZE = 20;

  private final long high;
  private final long middle;
  private final int low;

  private PeerId(long high, long middle, int low) {
    this.high = high;
    this.middle = middle;
    this.low = low;
  }

  /**
   * The id that these bytes are.
   *
   * @throws IllegalArgumentException if they are not {@value #SIZE}
   */
  public static PeerId of(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.size());
    }
    ByteBuffer buffer = bytes.toBuffer();
    return new PeerId(buffer.getLong(), buffer.getLong(), buffer.getInt());
  }

  /** The id that {@code hex} spells in 40 digits. */
  public static PeerId parse(String hex) {
    return of(Bytes.hex(hex));
  }

  /** The id of whoever has the private key to it, which nobody can choose freely. */
  public static PeerId ofPublicKey(Bytes publicKey) {
    return of(Digest.sha256(publicKey).slice(0, SIZE));
  }

  /** Its 20 bytes. */
  public Bytes toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    buffer.putLong(high).putLong(middle).putInt(low);
    return Bytes.wrap(buffer.array());
  }

  /** The first eight bytes as a number: enough to tell peers apart where space matters. */
  public long prefix() {
    return high;
  }

  /** The first eight hex digits, for people. */
  public String shortName() {
    return toBytes().slice(0, 4).toHex();
  }

  @Override
  public int compareTo(PeerId other) {
    int order = Long.compareUnsigned(high, other.high);
    if (order == 0) {
      order = Long.compareUnsigned(middle, other.middle);
    }
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof PeerId id && high == id.high && middle == id.middle && low == id.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ middle) * 31 + low;
  }

  /** The id in 40 hex digits. */
  @Override
  public String toString() {
    return toBytes().toHex();
  }
}
