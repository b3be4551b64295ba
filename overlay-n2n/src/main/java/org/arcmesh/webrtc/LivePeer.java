package org.arcmesh.webrtc;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Host;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.PeerFactory;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer that runs on an event loop, over real links.
 *
 * <p>All methods may be called by any thread, but for {@link #peer()}, which is to be touched on
 * the peer's thread. What they ask for is done on that thread, in the order in which one thread
 * asked. A peer that is over does nothing any more, without a complaint.
 */
public final class LivePeer {
  private static final Logger LOG = LoggerFactory.getLogger(LivePeer.class);

  /** A polite leave takes a second; what takes longer is cut short. */
  private static final long LEAVE_MILLIS = 3_000;

  private final WebRtcRuntime runtime;
  private final Identity identity;
  private final EventLoop loop;
  private final Consumer<OverlayEvent> events;
  private final SplittableRandom luck;
  private final WebRtcConnector connector;
  private final Doors doors;
  private final Traffic traffic = new Traffic();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Peer peer;
  private final Wire wire;
  private volatile boolean over;
  private boolean hasLeft;

  LivePeer(
      WebRtcRuntime runtime,
      Identity identity,
      PeerFactory factory,
      EventLoop loop,
      long seed,
      Consumer<OverlayEvent> events) {
    this.runtime = runtime;
    this.identity = identity;
    this.loop = loop;
    this.events = events;
    this.luck = new SplittableRandom(seed);
    this.connector = new WebRtcConnector(this, runtime);
    this.doors = new Doors(this);
    this.peer =
        factory.create(
            new Environment(
                identity,
                new LiveHost(luck.split()),
                connector,
                runtime.notary().of(identity, this::post)));
    this.wire = runtime.wire(peer.messageTables());
  }

  /** Starts the protocols. Called once, after what they talk to is there. */
  public void start() {
    run(peer::start);
  }

  public PeerId id() {
    return identity.id();
  }

  public Identity identity() {
    return identity;
  }

  /** The protocols; for the peer's thread. */
  public Peer peer() {
    return peer;
  }

  /** The peer's thread, for channels that belong to it. */
  public EventLoop loop() {
    return loop;
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Whether the peer is over. */
  public boolean isEnded() {
    return ended.isDone();
  }

  /** Completes when the peer is over, exceptionally if an error of its own ended it. */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Hands the answer of a port to the peer. */
  public void post(Message answer) {
    run(() -> peer.receive(id(), answer));
  }

  /** Runs a call of a port as an input of the peer; an exception out of it ends the peer. */
  public void run(Runnable call) {
    input(() -> peer.run(call));
  }

  /**
   * The result of a call of a port. If the peer is over, or the call throws, the future fails; an
   * {@code Error} ends the peer, too.
   */
  public <T> CompletableFuture<T> call(Supplier<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable input =
        () -> {
          try {
            result.complete(call.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          } catch (Error e) {
            result.completeExceptionally(e);
            throw e;
          }
        };
    boolean accepted =
        inLoop(
            () -> {
              runUnlessOver(() -> peer.run(input));
              failAsOver(result);
            });
    if (!accepted) {
      failAsOver(result);
    }
    return result;
  }

  private static void failAsOver(CompletableFuture<?> result) {
    if (!result.isDone()) {
      result.completeExceptionally(new IllegalStateException("the peer is over"));
    }
  }

  /** A newcomer, or a signaling node, can be reached by signals; a former door to it is closed. */
  public void openDoor(PeerId remote, Door door) {
    input(() -> doors.open(remote, door));
  }

  /** That door is closed, by whoever owns it; {@link Door#close} is not called. */
  public void closeDoor(PeerId remote, Door door) {
    input(() -> doors.closed(remote, door));
  }

  /**
   * A frame came through the door to {@code remote}; ignored if that is closed.
   *
   * @throws WireException if it is no message of signaling; the caller then hangs up
   */
  public void receiveFromDoor(PeerId remote, byte[] frame) throws WireException {
    Message message;
    try {
      message = wire.decode(frame);
      if (!(message instanceof SignalingMessage)) {
        throw new WireException(
            WireException.Reason.TYPE, message.getClass().getSimpleName() + " through a door");
      }
    } catch (WireException e) {
      traffic.countRefused(e.reason());
      throw e;
    }
    traffic.countReceived(message, frame.length);
    input(() -> doors.arrive(remote, message));
  }

  /** Stops at once and says nothing, as if the machine had lost its power. */
  public void crash() {
    over = true;
    inLoop(
        () -> {
          connector.abandonAll();
          doors.closeAll();
          runtime.ended(this);
          ended.complete(null);
        });
  }

  /**
   * Leaves politely. The future completes when the peer has said goodbye and closed its links, 3 s
   * later at most.
   */
  public CompletableFuture<Void> leave() {
    input(
        () -> {
          loop.schedule(() -> input(this::endLeave), LEAVE_MILLIS, TimeUnit.MILLISECONDS);
          peer.leave();
        });
    return ended();
  }

  /** Ends the peer at once, closing its links. */
  CompletableFuture<Void> close() {
    input(() -> end(null));
    return ended();
  }

  private void endLeave() {
    if (!hasLeft) {
      hasLeft = true;
      events.accept(new OverlayEvent.Left());
    }
    end(null);
  }

  private void end(Throwable failure) {
    over = true;
    connector.closeAll();
    doors.closeAll();
    runtime.ended(this);
    if (failure == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(failure);
    }
  }

  /** An error of ours: the peer is in a state that nobody knows, and must not go on. */
  private void fail(Throwable failure) {
    try {
      LOG.error(
          "Peer {} failed; neighbors {}, outview {}, inview {}",
          id(),
          peer.links().neighbors(),
          peer.links().outview(),
          peer.links().inview(),
          failure);
      events.accept(new OverlayEvent.Failed("the peer itself: " + failure, Duration.ZERO));
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
    end(failure);
  }

  // ---- for the parts of this peer

  /** Runs {@code event} on the peer's thread, unless the peer is over then. */
  void input(Runnable event) {
    inLoop(() -> runUnlessOver(event));
  }

  private void runUnlessOver(Runnable event) {
    if (over) {
      return;
    }
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private boolean inLoop(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("The runtime of {} is closed", id());
      return false;
    }
  }

  /**
   * What a link or a door let through, or has to say itself, then {@code from} is ourselves. If a
   * handler runs, it comes after that.
   */
  void receive(PeerId from, Message message) {
    peer.receive(from, message);
  }

  Wire wire() {
    return wire;
  }

  Faults faults() {
    return runtime.faults();
  }

  long nowMillis() {
    return runtime.nowMillis();
  }

  /** Chance of the network, which is not the peer's. */
  RandomGenerator luck() {
    return luck;
  }

  private final class LiveHost implements Host {
    private final RandomGenerator random;
    private Message lastMessage;
    private byte[] lastFrame;

    LiveHost(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public long nowMillis() {
      return runtime.nowMillis();
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void send(PeerId to, Message message) {
      if (to.equals(id())) {
        throw new AssertionError("a peer sends to itself over the network");
      }
      WebRtcLink link = connector.linkTo(to);
      if (link != null) {
        link.send(message, frame(message));
        connector.flushLater(link);
      } else if (message instanceof SignalingMessage && doors.has(to)) {
        byte[] frame = frame(message);
        traffic.countSent(message, frame.length);
        doors.send(to, frame);
      } else {
        traffic.countDropped(Traffic.Drop.NO_LINK);
      }
    }

    /** A message to many neighbors is encoded once. */
    private byte[] frame(Message message) {
      if (message != lastMessage) {
        lastFrame = wire.encode(message);
        lastMessage = message;
      }
      return lastFrame;
    }

    @Override
    public void schedule(Duration delay, int protocol, Timer timer) {
      loop.schedule(
          () -> input(() -> peer.fire(protocol, timer)), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void emit(OverlayEvent event) {
      events.accept(event);
      if (event instanceof OverlayEvent.Left && !hasLeft) {
        hasLeft = true;
        input(() -> end(null));
      }
    }
  }
}
