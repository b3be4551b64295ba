package org.arcmesh.webrtc;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Identity;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.n2n.PeerFactory;
import org.arcmesh.n2n.SetUps;
import org.arcmesh.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs peers on real time and real links: one event loop per core, every peer on one of them.
 *
 * <p>Safe for any thread, but {@link #close} must not be called by that of a peer. An open runtime
 * keeps the JVM alive.
 */
public final class WebRtcRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebRtcRuntime.class);

  private static final long CLOSE_MILLIS = 2_000;

  /**
   * No link is offered while what is there waits longer than this for the native thread: a set-up
   * goes through about six such waits and has 5 s. On a busy machine that is less than 80 a second.
   */
  private static final long BEHIND_MILLIS_MAX = 750;

  private final WebRtcConfig config;
  private final Faults faults;
  private final Runnable atExit = this::exit;
  private final NativeFactory factory;
  private final MultiThreadIoEventLoopGroup loops;
  private final SecureRandom seeds = new SecureRandom();
  private final long startedAt = System.nanoTime();
  private final Map<List<MessageTable>, Wire> wires = new ConcurrentHashMap<>();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final SetUps setUps;
  private final List<NotaryThread> notaries;
  private final AtomicInteger notariesUsed = new AtomicInteger();
  private final Set<LivePeer> peers = new LinkedHashSet<>();
  private final Set<Runnable> exitActions = new LinkedHashSet<>();
  private boolean closed;

  /**
   * @param faults what the testbed does to all frames; a new one for a network without
   * @throws MissingLibraries if WebRTC cannot be loaded on this machine
   */
  public WebRtcRuntime(WebRtcConfig config, Faults faults) {
    this.config = config;
    this.faults = faults;
    this.setUps = new SetUps(config.setUpsPerSecond());
    this.factory = NativeFactory.acquire(atExit);
    int cores = Runtime.getRuntime().availableProcessors();
    this.notaries = Stream.generate(NotaryThread::new).limit(cores).toList();
    this.loops =
        new MultiThreadIoEventLoopGroup(
            cores, new DefaultThreadFactory("arcmesh-loop", true), NioIoHandler.newFactory());
  }

  /**
   * A peer on this runtime, not yet started: what its protocols talk to may still be tied to it.
   *
   * @param events hears of everything that happens to the peer, on the peer's thread; an exception
   *     out of it ends the peer
   */
  public LivePeer create(Identity identity, PeerFactory peer, Consumer<OverlayEvent> events) {
    LivePeer live = new LivePeer(this, identity, peer, loops.next(), seeds.nextLong(), events);
    synchronized (peers) {
      if (closed) {
        throw new IllegalStateException("the runtime is closed");
      }
      peers.add(live);
    }
    return live;
  }

  /** A peer that runs. */
  public LivePeer start(Identity identity, PeerFactory peer, Consumer<OverlayEvent> events) {
    LivePeer live = create(identity, peer, events);
    live.start();
    return live;
  }

  /**
   * Has {@code action} run if the JVM exits while this runtime is open, before its peers are
   * closed: the place for last words. Shutdown hooks of the JVM run beside it, not before.
   */
  public void onExit(Runnable action) {
    synchronized (peers) {
      exitActions.add(action);
    }
  }

  /** Ends all peers, impolitely but visibly, and gives everything back. */
  @Override
  public void close() {
    List<LivePeer> left;
    synchronized (peers) {
      if (closed) {
        return;
      }
      closed = true;
      left = List.copyOf(peers);
    }
    CompletableFuture<?>[] ends =
        left.stream().map(LivePeer::close).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(failure -> null)
        .join();
    factory.release(atExit);
    notaries.forEach(NotaryThread::close);
    loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void exit() {
    List<Runnable> actions;
    synchronized (peers) {
      actions = List.copyOf(exitActions);
    }
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("An action at exit failed", e);
      }
    }
    close();
  }

  // ---- for the peers

  void ended(LivePeer peer) {
    synchronized (peers) {
      peers.remove(peer);
    }
  }

  WebRtcConfig config() {
    return config;
  }

  Faults faults() {
    return faults;
  }

  NativeFactory factory() {
    return factory;
  }

  /** The one whose turn it is to have one more peer. */
  NotaryThread notary() {
    return notaries.get(Math.floorMod(notariesUsed.getAndIncrement(), notaries.size()));
  }

  long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
  }

  /** Peers of the same protocols share what is known of their messages. */
  Wire wire(List<MessageTable> tables) {
    return wires.computeIfAbsent(tables, Wire::new);
  }

  /** Milliseconds after which a peer may ask again to offer a link, or 0 if it may do so now. */
  int offerAfterMillis() {
    synchronized (setUps) {
      return factory.thread().behindMillis() > BEHIND_MILLIS_MAX
          ? setUps.later(nowMillis())
          : setUps.offer(nowMillis());
    }
  }

  /** The same for the answer to an offer. */
  int answerAfterMillis() {
    synchronized (setUps) {
      return setUps.answer(nowMillis());
    }
  }

  /** Whether one more handshake may begin. */
  boolean beginHandshake() {
    if (handshakes.incrementAndGet() > config.handshakesMax()) {
      handshakes.decrementAndGet();
      return false;
    }
    return true;
  }

  void endHandshake() {
    handshakes.decrementAndGet();
  }
}
