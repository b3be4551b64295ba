package org.arcmesh.core;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions of Arcmesh, from the JDK. */
public final class Digest {
  private Digest() {}

  public static Bytes sha1(Bytes content) {
    return hash("SHA-1", content);
  }

  public static Bytes sha256(Bytes content) {
    return hash("SHA-256", content);
  }

  public static Bytes hmacSha256(Bytes secret, Bytes content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.toArray(), "HmacSHA256"));
      mac.update(content.toBuffer());
      return Bytes.wrap(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  private static Bytes hash(String algorithm, Bytes content) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(content.toBuffer());
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }
}
