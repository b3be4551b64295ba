package org.arcmesh.core;

/**
 * What a signature covers. Equal ones have equal hash codes; the bytes are made only where somebody
 * needs them, which a stand-in for cryptography does not.
 */
public interface Signable {

  /** The bytes that are signed, the same on every machine. */
  Bytes toBytes();
}
