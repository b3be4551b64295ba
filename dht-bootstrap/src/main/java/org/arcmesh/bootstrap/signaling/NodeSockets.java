package org.arcmesh.bootstrap.signaling;

/**
 * WebSockets that a peer has dialed.
 *
 * @param open now
 * @param opened so far
 */
public record NodeSockets(int open, long opened) {
  static final NodeSockets NONE = new NodeSockets(0, 0);
}
