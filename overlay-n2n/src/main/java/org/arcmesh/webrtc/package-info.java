/**
 * The live runtime: peers on event loops, links that are WebRTC data channels.
 *
 * <p>A peer and everything of its links lives on one event loop. All native calls are made by one
 * thread of their own, and native threads only copy bytes and post them.
 */
package org.arcmesh.webrtc;
