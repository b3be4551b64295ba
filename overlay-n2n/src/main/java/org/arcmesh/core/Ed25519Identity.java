package org.arcmesh.core;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** An Ed25519 key pair of the JDK (RFC 8032). */
public final class Ed25519Identity implements Identity {
  private static final int KEY_BYTES = 32;

  /** Height y of the eight points whose order divides 8; both signs of x are refused with them. */
  private static final Set<BigInteger> SMALL_ORDER_HEIGHTS = smallOrderHeights();

  private final PrivateKey privateKey;
  private final Bytes publicKey;
  private final PeerId id;

  private Ed25519Identity(PrivateKey privateKey, Bytes publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.id = PeerId.ofPublicKey(publicKey);
  }

  /** A new identity from the JDK's secure randomness. */
  public static Ed25519Identity generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Ed25519Identity(pair.getPrivate(), encode((EdECPublicKey) pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw noEd25519(e);
    }
  }

  /**
   * The identity that {@link #toBytes()} wrote.
   *
   * @throws IllegalArgumentException if these bytes are no such identity
   */
  public static Ed25519Identity of(Bytes stored) {
    if (stored.size() != 2 * KEY_BYTES) {
      throw new IllegalArgumentException("an identity has 64 bytes, not " + stored.size());
    }
    Bytes publicKey = stored.slice(KEY_BYTES, 2 * KEY_BYTES);
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(
                      NamedParameterSpec.ED25519, stored.slice(0, KEY_BYTES).toArray()));
      Ed25519Identity identity = new Ed25519Identity(privateKey, publicKey);
      Bytes probe = Bytes.utf8("arcmesh");
      if (!identity.isSignedBy(publicKey, probe, identity.sign(probe))) {
        throw new IllegalArgumentException(
            "the two halves of this identity do not belong together");
      }
      return identity;
    } catch (GeneralSecurityException e) {
      throw noEd25519(e);
    }
  }

  /** The private key and the public key, 32 bytes each. Keep it secret. */
  public Bytes toBytes() {
    byte[] seed = ((EdECPrivateKey) privateKey).getBytes().orElseThrow();
    return Bytes.wrap(seed).concat(publicKey);
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
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(content.toBuffer());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw noEd25519(e);
    }
  }

  @Override
  public boolean isSignedBy(Bytes publicKey, Bytes content, Bytes signature) {
    if (publicKey.size() != KEY_BYTES || signature.size() != 2 * KEY_BYTES) {
      return false;
    }
    try {
      PublicKey key = decode(publicKey);
      if (isOfSmallOrder(key)) {
        return false; // The JDK accepts these keys, under which anybody can sign anything.
      }
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(content.toBuffer());
      return check.verify(signature.toArray());
    } catch (SignatureException | InvalidKeySpecException | java.security.InvalidKeyException e) {
      return false; // The remote's fault: no point of the curve, or no signature at all.
    } catch (GeneralSecurityException e) {
      throw noEd25519(e);
    }
  }

  /** Whether {@code publicKey} is one of those under which anybody can sign anything. */
  public static boolean isOfSmallOrder(Bytes publicKey) {
    if (publicKey.size() != KEY_BYTES) {
      return false;
    }
    try {
      return isOfSmallOrder(decode(publicKey));
    } catch (GeneralSecurityException noPoint) {
      return false;
    }
  }

  private static boolean isOfSmallOrder(PublicKey key) {
    return SMALL_ORDER_HEIGHTS.contains(((EdECPublicKey) key).getPoint().getY());
  }

  /** Little-endian y with the sign of x in the highest bit, RFC 8032, 5.1.2. */
  private static Bytes encode(EdECPublicKey key) {
    byte[] encoded = new byte[KEY_BYTES];
    byte[] height = key.getPoint().getY().toByteArray();
    for (int i = 0; i < Math.min(height.length, KEY_BYTES); i++) {
      encoded[i] = height[height.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      encoded[KEY_BYTES - 1] |= (byte) 0x80;
    }
    return Bytes.wrap(encoded);
  }

  private static PublicKey decode(Bytes key) throws GeneralSecurityException {
    byte[] height = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      height[i] = key.get(KEY_BYTES - 1 - i);
    }
    boolean xOdd = (height[0] & 0x80) != 0;
    height[0] &= 0x7f;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, height))));
  }

  private static Set<BigInteger> smallOrderHeights() {
    BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    // The points of order 8, as every list of Ed25519's small-order points has them.
    BigInteger eight =
        new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);
    return Set.of( // lookup only
        BigInteger.ZERO,
        BigInteger.ONE,
        p.subtract(BigInteger.ONE),
        p,
        p.add(BigInteger.ONE),
        eight,
        p.subtract(eight));
  }

  private static AssertionError noEd25519(GeneralSecurityException e) {
    return new AssertionError("every JDK from 15 on has Ed25519", e);
  }
}
