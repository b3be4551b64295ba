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

  /** Of these contents, one after the other. */
  public static Bytes sha256(Bytes... contents) {
    return hash("SHA-256", contents);
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

  private static Bytes hash(String algorithm, Bytes... contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (Bytes content : contents) {
        content.updateInto(digest);
      }
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }
}
