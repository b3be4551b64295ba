package org.arcmesh.bootstrap.signaling;

/** A way for signals to one peer, to which there is no link. Used on the peer's thread. */
public interface Door {
  void send(byte[] frame);

  void close();
}
