package org.arcmesh.bootstrap.signaling;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

/** A peer on an event loop of its own that remembers what it is given. */
final class TestPeer implements ServedPeer, AutoCloseable {
  static final Wire SIGNALING = new Wire(List.of(SignalingMessage.TABLE));

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Identity identity = Ed25519Identity.generate();
  private final Map<PeerId, Door> doors = new LinkedHashMap<>();
  private final List<PeerId> neighbors = new CopyOnWriteArrayList<>();
  private final List<Message> posted = new CopyOnWriteArrayList<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Endpoint> alternates = new CopyOnWriteArrayList<>();
  private volatile Component component;
  private volatile Consumer<Message> protocols = answer -> {};

  record Received(PeerId from, Message message) {}

  TestPeer(long... hashes) {
    List<Long> smallest = new ArrayList<>();
    for (long hash : hashes) {
      smallest.add(hash);
    }
    component = new Component(smallest, 5_000, Math.max(1, hashes.length));
  }

  PeerId id() {
    return identity.id();
  }

  void addNeighbor(PeerId neighbor) {
    neighbors.add(neighbor);
  }

  /** Says in its hellos that there is another node. */
  void recommend(Endpoint alternate) {
    alternates.add(alternate);
  }

  /** Has {@code protocols} hear, on the loop, whatever is posted. */
  void onPosted(Consumer<Message> protocols) {
    this.protocols = protocols;
  }

  List<Message> posted() {
    return posted;
  }

  <T extends Message> List<T> posted(Class<T> kind) {
    return posted.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Received> received() {
    return received;
  }

  boolean hasDoorTo(PeerId remote) {
    return call(() -> doors.containsKey(remote));
  }

  void send(PeerId remote, Message message) {
    loop.execute(() -> doors.get(remote).send(SIGNALING.encode(message)));
  }

  /** Nothing if there is no door. */
  void sendRaw(PeerId remote, byte[] frame) {
    run(
        () -> {
          if (doors.containsKey(remote)) {
            doors.get(remote).send(frame);
          }
        });
  }

  <T> T call(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, loop).join();
  }

  /** Asks a port something, as a protocol does: on the loop. */
  void run(Runnable call) {
    CompletableFuture.runAsync(call, loop).join();
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
    requireLoop();
    posted.add(answer);
    loop.execute(() -> protocols.accept(answer));
  }

  @Override
  public void openDoor(PeerId remote, Door door) {
    requireLoop();
    doors.put(remote, door);
  }

  @Override
  public void closeDoor(PeerId remote, Door door) {
    requireLoop();
    doors.remove(remote, door);
  }

  @Override
  public void receiveFromDoor(PeerId remote, byte[] frame) throws WireException {
    requireLoop();
    received.add(new Received(remote, SIGNALING.decode(frame)));
  }

  @Override
  public Component component() {
    requireLoop();
    return component;
  }

  @Override
  public PeerId contact(PeerId guest) {
    requireLoop();
    return neighbors.isEmpty() ? id() : neighbors.get(0);
  }

  @Override
  public int links() {
    requireLoop();
    return neighbors.size();
  }

  @Override
  public int nodeSockets() {
    requireLoop();
    return 0;
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    requireLoop();
    return neighbors.contains(peer);
  }

  @Override
  public List<Endpoint> alternates() {
    requireLoop();
    return alternates;
  }

  private void requireLoop() {
    if (!loop.inEventLoop()) {
      throw new AssertionError("a peer is touched on its event loop only");
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
