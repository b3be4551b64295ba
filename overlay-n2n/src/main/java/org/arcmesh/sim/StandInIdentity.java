package org.arcmesh.sim;

import java.nio.ByteBuffer;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Identity;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Signable;

/**
 * An identity for virtual time: its signatures bind as real ones do as long as nobody tries to
 * forge them, and cost next to nothing. For the same reason its id is the first bytes of its key,
 * which are as random as a hash of them.
 */
public final class StandInIdentity implements Identity {
  private final long number;
  private final PeerId id;

  /** Of 10^6 peers most are never asked for it: null until then. */
  private Bytes publicKey;

  /** An identity that follows from {@code number}; different numbers, different identities. */
  public StandInIdentity(long number) {
    this.number = number;
    this.id = idOf(keyOf(number));
  }

  private static Bytes keyOf(long number) {
    ByteBuffer key = ByteBuffer.allocate(32);
    for (int word = 0; word < 4; word++) {
      key.putLong(Trace.mix(number * 4 + word + 1));
    }
    return Bytes.wrap(key.array());
  }

  private static PeerId idOf(Bytes publicKey) {
    return PeerId.of(publicKey.slice(0, PeerId.SIZE));
  }

  @Override
  public Bytes publicKey() {
    if (publicKey == null) {
      publicKey = keyOf(number);
    }
    return publicKey;
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public boolean isOf(PeerId id, Bytes publicKey) {
    return idOf(publicKey).equals(id);
  }

  @Override
  public Bytes sign(Bytes content) {
    return signature(publicKey(), content.hashCode());
  }

  @Override
  public boolean isSignedBy(Bytes publicKey, Bytes content, Bytes signature) {
    return signature.equals(signature(publicKey, content.hashCode()));
  }

  @Override
  public Bytes sign(Signable content) {
    return signature(publicKey(), content.hashCode());
  }

  @Override
  public boolean isSignedBy(Bytes publicKey, Signable content, Bytes signature) {
    return signature.equals(signature(publicKey, content.hashCode()));
  }

  /** 64 bytes, of which eight say it all. */
  private static Bytes signature(Bytes publicKey, int content) {
    ByteBuffer signature = ByteBuffer.allocate(64);
    return Bytes.wrap(signature.putLong(Trace.mix(publicKey.hashCode() * 31L + content)).array());
  }
}
