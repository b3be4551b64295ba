package org.arcmesh.bootstrap.signaling;

import io.netty.channel.EventLoop;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.Door;
import org.arcmesh.wire.WireException;

/**
 * The live peer on whose behalf doors are opened: what they need of it. All but {@link #identity}
 * and {@link #loop} is called on the peer's event loop.
 */
public interface DoorPeer {

  Identity identity();

  /** The peer's thread; the sockets of its doors are served by it, too. */
  EventLoop loop();

  /** Gives the peer a message from itself: the answer of a port. */
  void post(Message answer);

  /** From now on signals to {@code remote} go through {@code door}, unless there is a link. */
  void openDoor(PeerId remote, Door door);

  /** Nothing if another door to {@code remote} has taken its place. */
  void closeDoor(PeerId remote, Door door);

  /**
   * A frame came through the door to {@code remote}.
   *
   * @throws WireException if it is no frame of signaling
   */
  void receiveFromDoor(PeerId remote, byte[] frame) throws WireException;
}
