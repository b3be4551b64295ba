package org.arcmesh.webrtc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.wire.WireException;

/** A live peer of neighbor signaling, and of a protocol that only remembers what it was told. */
final class NeighborPeer implements Protocol<Message> {
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("live neighbors");

  final LivePeer live;
  final List<PeerId> arcsOpened = new CopyOnWriteArrayList<>();
  final List<OverlayEvent> events = new CopyOnWriteArrayList<>();
  private Context ctx;

  NeighborPeer(WebRtcRuntime runtime) {
    live = runtime.start(Ed25519Identity.generate(), this::create, events::add);
  }

  private Peer create(Environment environment) {
    Signaling signaling =
        new Signaling(
            SignalingConfig.DEFAULT,
            Admission.open(APPLICATION),
            environment.identity(),
            environment.connector());
    return new Peer(
        environment.identity().id(), environment.host(), signaling, List.of(signaling, this));
  }

  PeerId id() {
    return live.id();
  }

  /** Opens a door between us and {@code other}, in this JVM. */
  void openDoorTo(NeighborPeer other) {
    live.openDoor(other.id(), new Corridor(this, other));
    other.live.openDoor(id(), new Corridor(other, this));
  }

  void openArc(PeerId target, PeerId mediator) {
    live.run(() -> ctx.openArc(target, mediator));
  }

  void introduce(PeerId left, PeerId right) {
    live.run(() -> ctx.introduce(left, right));
  }

  boolean hasSeenDown(NeighborPeer other, Cause cause) {
    return events.contains(new OverlayEvent.NeighborDown(other.id(), cause));
  }

  private record Corridor(NeighborPeer from, NeighborPeer to) implements Door {
    @Override
    public void send(byte[] frame) {
      try {
        to.live.receiveFromDoor(from.id(), frame);
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {}
  }

  @Override
  public MessageTable messages() {
    return new MessageTable(201, "neighbor", List.of());
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    throw new AssertionError(message);
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    arcsOpened.add(target);
  }
}
