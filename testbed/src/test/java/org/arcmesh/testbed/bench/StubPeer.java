package org.arcmesh.testbed.bench;

import io.netty.channel.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.ServedPeer;
import org.arcmesh.core.Component;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.webrtc.Door;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;

/** A peer with doors and without links. */
final class StubPeer implements ServedPeer {
  private static final Wire WIRE = new Wire(List.of(SignalingMessage.TABLE));

  private final Identity identity = Ed25519Identity.generate();
  private final Component component = new Component(List.of(identity.id().prefix()), 0, 1);
  private final Map<PeerId, Door> doors = new LinkedHashMap<>();
  private final EventLoop loop;
  private final Consumer<Message> answers;
  private final Signals signals;

  /** Hears what comes through doors. */
  interface Signals {
    void receive(StubPeer self, PeerId from, Message message);
  }

  /**
   * One who hears nothing through doors: what is measured is discovery alone.
   *
   * @param answers of its discovery
   */
  StubPeer(EventLoop loop, Consumer<Message> answers) {
    this(loop, answers, (self, from, message) -> {});
  }

  StubPeer(EventLoop loop, Consumer<Message> answers, Signals signals) {
    this.loop = loop;
    this.answers = answers;
    this.signals = signals;
  }

  void send(PeerId remote, Message message) {
    Door door = doors.get(remote);
    if (door != null) {
      door.send(WIRE.encode(message));
    }
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
  public void openDoor(PeerId remote, Door door) {
    doors.put(remote, door);
  }

  @Override
  public void closeDoor(PeerId remote, Door door) {
    doors.remove(remote, door);
  }

  @Override
  public void receiveFromDoor(PeerId remote, byte[] frame) throws WireException {
    signals.receive(this, remote, WIRE.decode(frame));
  }

  @Override
  public Component component() {
    return component;
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
