package org.arcmesh.testbed.run;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.SplittableRandom;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Identity;

/**
 * Real key pairs that follow from a number, for runs that can be repeated. Never for the network.
 */
final class SeededIdentity {
  private static final int KEY_BYTES = 32;

  private SeededIdentity() {}

  static Identity of(long number) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Repeatable(number));
      KeyPair pair = generator.generateKeyPair();
      Bytes seed = Bytes.copyOf(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow());
      // An X.509 public key of Ed25519 ends with the 32 bytes of RFC 8032.
      Bytes encoded = Bytes.copyOf(pair.getPublic().getEncoded());
      return Ed25519Identity.of(
          seed.concat(encoded.slice(encoded.size() - KEY_BYTES, encoded.size())));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK from 15 has Ed25519", e);
    }
  }

  private static final class Repeatable extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final transient SplittableRandom source;

    Repeatable(long number) {
      this.source = new SplittableRandom(number);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (source != null) {
        source.nextBytes(bytes);
      }
    }
  }
}
