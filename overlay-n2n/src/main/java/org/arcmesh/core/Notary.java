package org.arcmesh.core;

import java.util.List;
import java.util.Optional;

/**
 * Signs for a peer and checks what others have signed: a port, since both take longer than a
 * handler may.
 *
 * <p>Called on the peer's thread. Where an answer takes no time, as in virtual time, it is
 * returned; else nothing is, and it comes later as a message to the peer itself. Answers to checks
 * come in the order in which they were asked for.
 */
public interface Notary {

  /** The classes of all answers, for {@link Protocol#answers()}. */
  List<Class<? extends Message>> ANSWERS = List.of(Signed.class, Checked.class);

  /** Our public key, as {@link Identity#publicKey}. */
  Bytes publicKey();

  /** Whether {@code id} follows from {@code publicKey}; at once. */
  boolean isOf(PeerId id, Bytes publicKey);

  /**
   * Our signature of {@code content}.
   *
   * @param job named by the caller; comes back in {@link Signed}
   * @return the signature, or nothing if it comes later
   */
  Optional<Bytes> sign(long job, Signable content);

  /**
   * Whether the owner of {@code publicKey} has signed {@code content}.
   *
   * @param job named by the caller; comes back in {@link Checked}
   * @return what is the case, or nothing if the answer comes later
   */
  Optional<Boolean> check(long job, Bytes publicKey, Signable content, Bytes signature);

  /** Signs and checks at once, in the caller's thread. */
  static Notary prompt(Identity identity) {
    return new Notary() {
      @Override
      public Bytes publicKey() {
        return identity.publicKey();
      }

      @Override
      public boolean isOf(PeerId id, Bytes publicKey) {
        return identity.isOf(id, publicKey);
      }

      @Override
      public Optional<Bytes> sign(long job, Signable content) {
        return Optional.of(identity.sign(content));
      }

      @Override
      public Optional<Boolean> check(long job, Bytes publicKey, Signable content, Bytes signature) {
        return Optional.of(identity.isSignedBy(publicKey, content, signature));
      }
    };
  }

  /** What was to be signed is. */
  record Signed(long job, Bytes signature) implements Message {}

  /** What was to be checked is. */
  record Checked(long job, boolean genuine) implements Message {}
}
