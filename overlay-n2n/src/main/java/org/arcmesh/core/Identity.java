package org.arcmesh.core;

/**
 * The key pair of a peer, and the check of other peers' signatures.
 *
 * <p>{@link Ed25519Identity} is the real one; in virtual time a cheap stand-in takes its place.
 * Implementations are safe for any thread.
 */
public interface Identity {

  /** The public key, in the 32 bytes of RFC 8032. */
  Bytes publicKey();

  /** The id that follows from the public key. */
  PeerId id();

  /** Our signature of {@code content}, 64 bytes. */
  Bytes sign(Bytes content);

  /**
   * Whether the owner of {@code publicKey} signed {@code content}. Malformed and small-order keys
   * have signed nothing.
   */
  boolean isSignedBy(Bytes publicKey, Bytes content, Bytes signature);

  /** Our signature of {@code content}, 64 bytes. */
  default Bytes sign(Signable content) {
    return sign(content.toBytes());
  }

  /** Whether the owner of {@code publicKey} signed {@code content}. */
  default boolean isSignedBy(Bytes publicKey, Signable content, Bytes signature) {
    return isSignedBy(publicKey, content.toBytes(), signature);
  }

  /** Whether {@code id} follows from {@code publicKey}. */
  default boolean isOf(PeerId id, Bytes publicKey) {
    return PeerId.ofPublicKey(publicKey).equals(id);
  }
}
