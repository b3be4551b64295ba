package org.arcmesh.webrtc;

/**
 * The way to a peer with which there is no link yet: a newcomer's WebSocket, from either end.
 *
 * <p>Both methods are called on the peer's thread and must not block.
 */
public interface Door {

  /** Sends one frame; lost if the other end is gone. */
  void send(byte[] frame);

  /** Hangs up. What was sent before still goes out. */
  void close();
}
