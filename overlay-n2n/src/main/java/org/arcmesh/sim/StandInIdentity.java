package org.arcmesh.sim;

import java.nio.ByteBuffer;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Identity;
import org.arcmesh.core.PeerId;

/**
 * An identity for virtual time: its signatures bind as real ones do as long as nobody tries to
 * forge them, and cost next to nothing.
 */
public final class StandInIdentity implements Identity {
  private final Bytes publicKey;
  private final PeerId id;

  /** An identity that follows from {@code number}; different numbers, different identities. */
  public StandInIdentity(long number) {
    ByteBuffer key = ByteBuffer.allocate(32);
    for (int word = 0; word < 4; word++) {
      key.putLong(Trace.mix(number * 4 + word + 1));
    }
    this.publicKey = Bytes.wrap(key.array());
    this.id = PeerId.ofPublicKey(publicKey);
  }

  @Override
  public Bytes publicKey() {
    return publicKey;
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public Bytes sign(Bytes content) {
    return signature(publicKey, content);
  }

  @Override
  public boolean isSignedBy(Bytes publicKey, Bytes content, Bytes signature) {
    return signature.equals(signature(publicKey, content));
  }

  private static Bytes signature(Bytes publicKey, Bytes content) {
    ByteBuffer signature = ByteBuffer.allocate(64);
    long hash = Trace.mix(publicKey.hashCode() * 31L + content.hashCode());
    for (int word = 0; word < 8; word++) {
      signature.putLong(Trace.mix(hash + word));
    }
    return Bytes.wrap(signature.array());
  }
}
