package org.arcmesh.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An immutable string of bytes, equal to another by content. Safe for any thread. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  /** Of the content, or 0 if it has not been asked for: many peers of a process share these. */
  private int hash;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code content}. */
  public static Bytes copyOf(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** The rest of {@code content}, copied; its position moves to its limit. */
  public static Bytes copyOf(ByteBuffer content) {
    byte[] copy = new byte[content.remaining()];
    content.get(copy);
    return wrap(copy);
  }

  /** {@code content} itself, uncopied: the caller gives it up and never changes it again. */
  public static Bytes wrap(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** The text in UTF-8. */
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes that {@code hex} spells, two digits a byte, in either case.
   *
   * @throws IllegalArgumentException if it spells none
   */
  public static Bytes hex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  /** One byte, signed as Java has it. */
  public byte get(int index) {
    return content[index];
  }

  /** A copy, the caller's to change. */
  public byte[] toArray() {
    return content.clone();
  }

  /** A read-only view, for readers that would otherwise copy. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** Adds them to what {@code digest} hashes; faster than a read-only view, which is copied. */
  void updateInto(MessageDigest digest) {
    digest.update(content);
  }

  /**
   * A copy of a part.
   *
   * @param from first index
   * @param to index after the last
   * @throws IndexOutOfBoundsException if it is not all within
   */
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, content.length);
    return wrap(Arrays.copyOfRange(content, from, to));
  }

  /** These bytes and then those of {@code tail}. */
  public Bytes concat(Bytes tail) {
    byte[] both = Arrays.copyOf(content, content.length + tail.content.length);
    System.arraycopy(tail.content, 0, both, content.length, tail.content.length);
    return wrap(both);
  }

  /** Two lower-case digits a byte. */
  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  /** The text; what is no UTF-8 becomes U+FFFD. */
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(content);
      hash = known;
    }
    return known;
  }

  /** The bytes in hex if they are few, else their number. */
  @Override
  public String toString() {
    return content.length <= 40 ? toHex() : content.length + " B";
  }
}
