/**
 * Doors: how a newcomer and a signaling node meet over WebSocket, and how a live peer discovers
 * such nodes.
 *
 * <p>A signaling node is a peer with a {@link org.arcmesh.bootstrap.signaling.SignalingServer}
 * beside it. Everything of one peer here, server, calls and {@link
 * org.arcmesh.bootstrap.signaling.LiveDiscovery}, runs on that peer's event loop, so there are no
 * locks.
 */
package org.arcmesh.bootstrap.signaling;
