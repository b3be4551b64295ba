package org.arcmesh.bootstrap.signaling;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Component;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerSampling;
import org.arcmesh.core.Protocol;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.webrtc.LivePeer;
import org.arcmesh.webrtc.WebRtcRuntime;

/**
 * A live peer that looks its application up, enters at the first node it finds, opens one arc to
 * its contact, and hangs up.
 */
final class Newcomer implements Protocol<Message>, PeerSampling {
  private final LiveDiscovery discovery;
  private final LivePeer live;
  private final LiveDoors doors;
  private final List<Entered> entered = new CopyOnWriteArrayList<>();
  private final List<PeerId> opened = new CopyOnWriteArrayList<>();
  private final List<Cause> failed = new CopyOnWriteArrayList<>();
  private Signaling signaling;
  private SignalingServer server;
  private Endpoint dialed;

  Newcomer(WebRtcRuntime runtime, Endpoint... contacts) {
    discovery =
        new LiveDiscovery(
            Hellos.PATIENT, Hellos.CHESS, MainlineLookup.NONE, Contacts.plain(List.of(contacts)));
    live = runtime.create(Ed25519Identity.generate(), this::create, event -> {});
    Component component = new Component(List.of(live.id().prefix()), 0, 1);
    doors = new LiveDoors(live, () -> component, this, discovery);
    discovery.bind(doors);
    live.start();
  }

  private Peer create(Environment environment) {
    signaling =
        new Signaling(
            SignalingConfig.DEFAULT,
            Admission.open(Hellos.CHESS),
            environment.identity(),
            environment.connector());
    return new Peer(
        environment.identity().id(), environment.host(), signaling, List.of(signaling, this));
  }

  /** Accepts newcomers. */
  Endpoint serve() throws BindException {
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)),
            Hellos.CHESS,
            doors,
            Hellos.PATIENT);
    discovery.serve(server.endpoint());
    return server.endpoint();
  }

  void stopServing() {
    server.close();
  }

  PeerId id() {
    return live.id();
  }

  List<Entered> entered() {
    return entered;
  }

  /** Peers to whom it has opened an arc. */
  List<PeerId> opened() {
    return opened;
  }

  List<Cause> failed() {
    return failed;
  }

  @Override
  public MessageTable messages() {
    return new MessageTable(200, "newcomer", List.of());
  }

  @Override
  public List<Class<? extends Message>> answers() {
    return Discovery.ANSWERS;
  }

  @Override
  public void start(Context ctx) {
    discovery.lookup();
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    if (message instanceof Found found && dialed == null) {
      dialed = found.endpoint();
      discovery.enter(dialed);
    } else if (message instanceof Entered in) {
      entered.add(in);
      ctx.openArc(in.contact(), in.node());
    }
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    opened.add(target);
    discovery.hangUp(dialed);
  }

  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    failed.add(cause);
  }

  @Override
  public List<PeerId> view() {
    return signaling.neighbors();
  }

  @Override
  public List<PeerId> sample(int count) {
    return signaling.neighbors().stream().limit(count).toList();
  }

  @Override
  public double sizeEstimate() {
    return 1;
  }

  @Override
  public void join(PeerId contact, PeerId mediator) {
    throw new AssertionError("nobody asks for this here");
  }
}
