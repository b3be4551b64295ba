package org.arcmesh;

import io.netty.channel.EventLoop;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.LiveDiscovery;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.bootstrap.signaling.ServedPeer;
import org.arcmesh.bootstrap.signaling.SignalingServer;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.Door;
import org.arcmesh.webrtc.LivePeer;
import org.arcmesh.webrtc.WebRtcRuntime;
import org.arcmesh.wire.WireException;

/**
 * A peer of the whole {@link Stack} on real links, with its discovery and, if it is one, its
 * signaling node.
 *
 * <p>Applications use {@link Overlay}; this is for testbeds, which run many peers in one runtime.
 * Any thread may call, unless it says otherwise.
 */
public final class LiveStack {
  private final Admission admission;
  private final DoorConfig doors;
  private final LiveDiscovery discovery;
  private final Stack stack;
  private final LivePeer peer;
  private final Consumer<OverlayEvent> events;
  private final Served served;
  private final List<SignalingServer> open = new ArrayList<>();
  private boolean closed;

  private LiveStack(
      Admission admission,
      DoorConfig doors,
      LiveDiscovery discovery,
      Stack stack,
      LivePeer peer,
      Consumer<OverlayEvent> events,
      Consumer<Message> answers) {
    this.admission = admission;
    this.doors = doors;
    this.discovery = discovery;
    this.stack = stack;
    this.peer = peer;
    this.events = events;
    this.served = new Served(answers);
  }

  /**
   * A peer that is not yet started: {@link #serve} before {@link #start}, if it is to be a
   * signaling node.
   *
   * @param mainline where to look signaling nodes up; {@link MainlineLookup#NONE} for contacts only
   * @param contacts signaling nodes known beforehand
   * @param events hears of everything that happens to the peer, on its thread
   * @param answers sees what discovery answers before the peer does, on its thread
   */
  public static LiveStack create(
      WebRtcRuntime runtime,
      Identity identity,
      StackSettings settings,
      DoorConfig doors,
      MainlineLookup mainline,
      Contacts contacts,
      Consumer<OverlayEvent> events,
      Consumer<Message> answers) {
    LiveDiscovery discovery = new LiveDiscovery(doors, settings.admission(), mainline, contacts);
    AtomicReference<Stack> made = new AtomicReference<>();
    LivePeer peer =
        runtime.create(
            identity, Stack.factory(settings, environment -> discovery, made::set), events);
    LiveStack live =
        new LiveStack(settings.admission(), doors, discovery, made.get(), peer, events, answers);
    discovery.bind(live.served);
    peer.ended().whenComplete((done, failure) -> live.closeDoors());
    return live;
  }

  /**
   * Makes the peer a signaling node, until it ends or {@link #retire retires}: opens the door to
   * newcomers, and has discovery tell others. Waits until the port is open: not to be called on the
   * peer's thread.
   *
   * @return where others reach it
   * @throws BindException naming the address, if it cannot be listened on
   */
  public Endpoint serve(Entrance entrance) throws BindException {
    Endpoint endpoint = open(entrance);
    discovery.serve(endpoint);
    return endpoint;
  }

  /** Opens a door of which nobody is told, as {@link #serve} does one of which others are. */
  Endpoint open(Entrance entrance) throws BindException {
    SignalingServer server = SignalingServer.start(entrance, admission, served, doors);
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        open.add(server);
      }
    }
    if (late) {
      server.close();
      throw new BindException("the peer has ended");
    }
    return server.endpoint();
  }

  /** Has discovery tell others of a door that is open. */
  void announce(Endpoint door) {
    discovery.serve(door);
    discovery.announce();
  }

  /**
   * Stops being a signaling node: withdraws the announcement, sends newcomers on to other nodes for
   * a while, then closes the door. The peer stays. Nothing to do if it is none.
   *
   * @return completes when the door is closed
   */
  public CompletableFuture<Void> retire(Duration patience) {
    List<SignalingServer> retiring;
    synchronized (this) {
      retiring = List.copyOf(open);
    }
    CompletableFuture<Void> gone = new CompletableFuture<>();
    if (retiring.isEmpty()) {
      gone.complete(null);
      return gone;
    }
    Runnable close =
        () -> {
          retiring.forEach(SignalingServer::close);
          synchronized (this) {
            open.removeAll(retiring);
          }
          gone.complete(null);
        };
    peer.run(
        () -> {
          discovery.withdraw();
          discovery.serveNoMore();
          retiring.forEach(SignalingServer::retire);
          peer.loop().schedule(close, patience.toMillis(), TimeUnit.MILLISECONDS);
        });
    peer.ended().whenComplete((done, failure) -> gone.complete(null));
    return gone;
  }

  /** Probes a node, on the peer's thread. */
  void probe(Endpoint node) {
    discovery.probe(node, stack.component());
  }

  /** Starts the peer, which begins to look for others at once. */
  public void start() {
    peer.run(() -> events.accept(new OverlayEvent.Started(peer.id())));
    peer.start();
  }

  public LivePeer peer() {
    return peer;
  }

  public LiveDiscovery discovery() {
    return discovery;
  }

  /** Asks something of the protocols, on the peer's thread; fails if the peer has ended. */
  public <T> CompletableFuture<T> call(Function<Stack, T> question) {
    return peer.call(() -> question.apply(stack));
  }

  /**
   * Looks at the protocols, on the peer's thread or, once the peer has ended, at what they left.
   */
  public <T> CompletableFuture<T> look(Function<Stack, T> question) {
    return peer.isEnded()
        ? CompletableFuture.completedFuture(question.apply(stack))
        : call(question);
  }

  /** Leaves politely; completes when the last link is closed. */
  public CompletableFuture<Void> leave() {
    closeDoors();
    return peer.leave();
  }

  /** Ends at once and without a word, as a crash does. */
  public void crash() {
    closeDoors();
    peer.crash();
  }

  private void closeDoors() {
    List<SignalingServer> closing;
    synchronized (this) {
      closed = true;
      closing = List.copyOf(open);
      open.clear();
    }
    closing.forEach(SignalingServer::close);
    discovery.close();
  }

  /** The peer as its doors see it. */
  private final class Served implements ServedPeer {
    private final Consumer<Message> answers;

    Served(Consumer<Message> answers) {
      this.answers = answers;
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
      answers.accept(answer);
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
      return stack.component();
    }

    @Override
    public PeerId contact(PeerId guest) {
      return stack.contact(guest);
    }

    @Override
    public int links() {
      return stack.links().neighbors().size();
    }

    @Override
    public int nodeSockets() {
      return discovery.sockets().open();
    }

    @Override
    public boolean isNeighbor(PeerId remote) {
      return stack.links().isNeighbor(remote);
    }

    @Override
    public List<Endpoint> alternates() {
      return discovery.known();
    }
  }
}
