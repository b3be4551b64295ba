package org.arcmesh.testbed.bench;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.ServedPeer;
import org.arcmesh.core.Component;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.Door;

/** A peer without links, at both sides of a door: what is measured is discovery alone. */
final class Caller implements ServedPeer {
  static final Component ALONE = new Component(List.of(), 0, 1);

  private final Identity identity = Ed25519Identity.generate();
  private final EventLoop loop;
  private final Consumer<Message> answers;

  Caller(EventLoop loop, Consumer<Message> answers) {
    this.loop = loop;
    this.answers = answers;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void post(Message answer) {
    answers.accept(answer);
  }

  @Override
  public void openDoor(PeerId remote, Door door) {}

  @Override
  public void closeDoor(PeerId remote, Door door) {}

  @Override
  public void receiveFromDoor(PeerId remote, byte[] frame) {}

  @Override
  public Component component() {
    return ALONE;
  }

  @Override
  public PeerId contact(PeerId guest) {
    return identity.id();
  }

  @Override
  public int links() {
    return 0;
  }

  @Override
  public int nodeSockets() {
    return 0;
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    return false;
  }

  @Override
  public List<Endpoint> alternates() {
    return List.of();
  }
}
