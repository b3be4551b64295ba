package org.arcmesh.bootstrap.signaling;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Links;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerSampling;
import org.arcmesh.webrtc.Door;
import org.arcmesh.webrtc.LivePeer;
import org.arcmesh.wire.WireException;

/** The doors of a peer of the live runtime. */
final class LiveDoors implements ServedPeer {
  /** Any of so many neighbors may be a newcomer's contact. */
  private static final int CONTACTS_MAX = 64;

  private final LivePeer peer;
  private final Supplier<Component> component;
  private final PeerSampling sampling;
  private final LiveDiscovery discovery;

  LiveDoors(
      LivePeer peer,
      Supplier<Component> component,
      PeerSampling sampling,
      LiveDiscovery discovery) {
    this.peer = peer;
    this.component = component;
    this.sampling = sampling;
    this.discovery = discovery;
  }

  @Override
  public Identity identity() {
    return peer.identity();
  }

  @Override
  public EventLoop loop() {
    return peer.loop();
  }

  @Override
  public void post(Message answer) {
    peer.post(answer);
  }

  @Override
  public void openDoor(PeerId remote, Door door) {
    peer.openDoor(remote, door);
  }

  @Override
  public void closeDoor(PeerId remote, Door door) {
    peer.closeDoor(remote, door);
  }

  @Override
  public void receiveFromDoor(PeerId remote, byte[] frame) throws WireException {
    peer.receiveFromDoor(remote, frame);
  }

  @Override
  public Component component() {
    return component.get();
  }

  /** Uniform over the peer and its view, so that newcomers do not all hang on signaling nodes. */
  @Override
  public PeerId contact(PeerId guest) {
    List<PeerId> contacts = new ArrayList<>(sampling.sample(CONTACTS_MAX));
    contacts.removeIf(neighbor -> neighbor.equals(guest) || !isNeighbor(neighbor));
    contacts.add(peer.id());
    return contacts.get(ThreadLocalRandom.current().nextInt(contacts.size()));
  }

  @Override
  public int links() {
    return peerLinks().neighbors().size();
  }

  @Override
  public int nodeSockets() {
    return discovery.sockets().open();
  }

  @Override
  public boolean isNeighbor(PeerId other) {
    return peerLinks().isNeighbor(other);
  }

  private Links peerLinks() {
    return peer.peer().links();
  }

  @Override
  public List<Endpoint> alternates() {
    return discovery.known();
  }
}
