package org.arcmesh.core;

/**
 * Which application's overlay a peer belongs to: the SHA-1 of the application's name, or an
 * infohash given as such. Overlays of different keys never mix: every signature covers the key.
 *
 * @param bytes 20 bytes, as a key of the mainline DHT (BEP 5)
 */
public record ApplicationKey(Bytes bytes) {
  public ApplicationKey {
    if (bytes.size() != 20) {
      throw new IllegalArgumentException("an application key has 20 bytes, not " + bytes.size());
    }
  }

  public static ApplicationKey ofName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the application's name is blank");
    }
    return new ApplicationKey(Digest.sha1(Bytes.utf8(name)));
  }

  /** Reads an infohash, 40 hex digits. */
  public static ApplicationKey ofInfohash(String hex) {
    if (!hex.matches("[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException("'" + hex + "' is no infohash of 40 hex digits");
    }
    return new ApplicationKey(Bytes.hex(hex));
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
