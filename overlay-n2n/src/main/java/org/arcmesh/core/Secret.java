package org.arcmesh.core;

import java.security.MessageDigest;
import java.util.Objects;

/**
 * What all members of a private overlay share, and nobody else knows.
 *
 * <p>Whoever sees one of its codes together with what the code is of can try secrets out at home,
 * as fast as it can hash. So a secret is to be random: words are not enough.
 */
public final class Secret {
  /** What nobody tries out: 128 bits, if they are random. */
  public static final int BYTES_MIN = 16;

  public static final int BYTES_MAX = 1_024;

  /** The size of a code. */
  public static final int CODE_BYTES = 32;

  private final Bytes bytes;

  private Secret(Bytes bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if they are too few or too many
   */
  public static Secret of(Bytes bytes) {
    if (bytes.size() < BYTES_MIN || bytes.size() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a secret has %d to %d bytes, not %d".formatted(BYTES_MIN, BYTES_MAX, bytes.size()));
    }
    return new Secret(bytes);
  }

  /** The HMAC-SHA256 (RFC 2104) of {@code content} under this secret. */
  public Bytes code(Bytes content) {
    return Digest.hmacSha256(bytes, content);
  }

  /** The code of {@code content} where it says {@code purpose}: no code is good for two. */
  public Bytes code(String purpose, Bytes content) {
    return code(Bytes.utf8(purpose + '\0').concat(content));
  }

  /** Whether {@code code} is that of {@code content}; takes as long if it is not. */
  public boolean isCode(Bytes code, String purpose, Bytes content) {
    return MessageDigest.isEqual(code.toArray(), code(purpose, content).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.bytes.equals(bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Secret.class, bytes);
  }

  /** Says nothing of it: what is printed is read by others. */
  @Override
  public String toString() {
    return "Secret";
  }
}
