package org.arcmesh.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.Notary;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.PeerFactory;
import org.arcmesh.n2n.SetUps;

/**
 * Many peers in one thread and virtual time.
 *
 * <p>A run is a function of its seed: the same seed, the same peers and the same calls give the
 * same {@link #traceHash}, on every machine. Not safe for several threads.
 */
public final class Simulation {
  /** The resolution of virtual time. */
  private static final long TICK_MICROS = 100;

  /** With {@link InstantLinks}: a peer that is no more is noticed as fast as by heartbeats. */
  public static final Duration SILENCE = Duration.ofMillis(3_500);

  // Kinds of events: detail and way are, in turn, the sender and its link; the protocol; the name.
  private static final byte MESSAGE = 0;
  private static final byte TIMER = 1;
  private static final byte ACTION = 2;

  /** Not of any peer, nor in the trace. */
  private static final byte OUTSIDE = 3;

  private final long seed;
  private final NetworkModel network;
  private final LongFunction<Identity> identities;
  private final SplittableRandom seeds;
  private final SplittableRandom lossRandom;
  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace();
  private final Faults faults = new Faults();
  private final Traffic traffic = new Traffic();
  private final List<SimPeer> peers = new ArrayList<>();
  private final Numbers numbers = new Numbers();
  private final List<BiConsumer<PeerId, OverlayEvent>> listeners = new ArrayList<>();
  private final SimDirectory directory;
  private Optional<SetUps> setUps = Optional.empty();
  private final List<InstantLinks> instantLinks = new ArrayList<>();
  private long nowMicros;
  private long downNoticedAt = -1;
  private boolean isAnyDown;

  /** A simulation with delays of 10 to 50 ms. */
  public static Simulation of(long seed) {
    return new Simulation(
        seed,
        new NetworkModel.Uniform(Duration.ofMillis(10), Duration.ofMillis(50)),
        StandInIdentity::new);
  }

  /**
   * @param identities the identity of the peer with that number, drawn from the seed
   */
  public Simulation(long seed, NetworkModel network, LongFunction<Identity> identities) {
    this.seed = seed;
    this.network = network;
    this.identities = identities;
    this.seeds = new SplittableRandom(seed);
    this.lossRandom = seeds.split();
    this.directory = new SimDirectory(this, seeds.split());
  }

  /**
   * Has all peers together set up at most so many links a second, as the peers of one process do on
   * real links. Without it each peer is as good as alone on a machine of its own.
   */
  public void limitSetUps(int linksPerSecond) {
    setUps = Optional.of(new SetUps(linksPerSecond));
  }

  Optional<SetUps> setUps() {
    return setUps;
  }

  /** Adds a peer; it starts when time goes on. */
  public PeerId add(PeerFactory factory) {
    Identity identity = identities.apply(seeds.nextLong());
    SimPeer peer = new SimPeer(this, peers.size(), identity, seeds.split());
    numbers.add(identity.id());
    peers.add(peer);
    peer.start(factory.create(new Environment(identity, peer, peer, Notary.prompt(identity))));
    return identity.id();
  }

  /** Runs for {@code time}. */
  public void run(Duration time) {
    runUntil(() -> false, time);
  }

  /**
   * Runs until {@code condition} holds, which is asked every 10 ms, but at most for {@code atMost}.
   *
   * @return whether it holds
   */
  public boolean runUntil(BooleanSupplier condition, Duration atMost) {
    long end = nowMicros + atMost.toNanos() / 1000;
    while (true) {
      if (condition.getAsBoolean()) {
        return true;
      }
      if (nowMicros >= end) {
        return false;
      }
      runTo(Math.min(end, nowMicros + 10_000));
    }
  }

  private void runTo(long micros) {
    while (queue.take(micros / TICK_MICROS)) {
      nowMicros = queue.tick() * TICK_MICROS;
      happen();
    }
    nowMicros = micros;
  }

  /** What the queue has just handed out happens, unless its peer is no longer alive. */
  private void happen() {
    Object subject = queue.subject();
    Object way = queue.way();
    int detail = queue.detail();
    byte kind = queue.kind();
    if (kind == OUTSIDE) {
      ((Runnable) subject).run();
      return;
    }
    SimPeer peer = peers.get(queue.peer());
    if (!peer.isAlive()) {
      return;
    }
    trace.add(queue.tick(), peer.number, kind == ACTION ? way : subject);
    if (kind == MESSAGE) {
      peer.arrive(numbers.id(detail), (Message) subject, way);
    } else if (kind == TIMER) {
      peer.peer().fire(detail, (Timer) subject);
    } else {
      ((Runnable) subject).run();
    }
  }

  /** Calls {@code action} on the thread of the simulation after {@code delay}. */
  public void schedule(Duration delay, Runnable action) {
    queue.add(tickAfter(delay.toNanos() / 1000), OUTSIDE, -1, 0, action, null);
  }

  /** Virtual time since the start. */
  public long nowMillis() {
    return nowMicros / 1000;
  }

  /** Peers that neither crashed nor left, in the order of their start. */
  public List<PeerId> alive() {
    return peers.stream().filter(SimPeer::isAlive).map(SimPeer::id).toList();
  }

  /** Whether a peer neither crashed nor left. */
  public boolean isAlive(PeerId id) {
    return find(id).isAlive();
  }

  /** A peer, alive or not. */
  public Peer peer(PeerId id) {
    return find(id).peer();
  }

  /** Stops a peer at once: no goodbye, nobody is told. */
  public void crash(PeerId id) {
    find(id).crash();
    if (isInstant() && downNoticedAt != nowMicros) {
      downNoticedAt = nowMicros; // One look for all that crash at one time.
      schedule(SILENCE, this::noticeDown);
    }
  }

  private void noticeDown() {
    for (int number = 0; number < peers.size(); number++) {
      SimPeer peer = peers.get(number);
      if (peer.isAlive()) {
        peer.peer().run(instantLinks.get(number)::lookForDown);
      }
    }
  }

  /**
   * The link layer of a peer whose arcs open without signaling; in one simulation either all peers
   * have such a one or none. To be called while the peer is made.
   */
  public InstantLinks instantLinks() {
    InstantLinks links = new InstantLinks(this);
    instantLinks.add(links);
    return links;
  }

  InstantLinks instantLinksOf(PeerId id) {
    return instantLinks.get(find(id).number);
  }

  boolean isInstant() {
    return !instantLinks.isEmpty();
  }

  /** Whether a peer has been down for so long that its neighbors have noticed. */
  boolean isKnownDown(PeerId id) {
    if (!isAnyDown) {
      return false; // Asked for every arc that opens.
    }
    SimPeer peer = find(id);
    return !peer.isAlive() && nowMicros - peer.downSinceMicros() >= SILENCE.toNanos() / 1000;
  }

  /** Has a peer leave politely; it is alive until it has. */
  public void leave(PeerId id) {
    SimPeer peer = find(id);
    act(0, peer, "leave", () -> peer.peer().leave());
  }

  /**
   * Opens a door from {@code guest} to {@code node}, both ways: a way for signals, as the WebSocket
   * of a signaling node is.
   */
  public void openDoor(PeerId guest, PeerId node) {
    find(guest).openDoor(find(node));
    find(node).openDoor(find(guest));
  }

  public void closeDoor(PeerId guest, PeerId node) {
    find(guest).closeDoor(node);
    find(node).closeDoor(guest);
  }

  /** What the network suffers; changes take effect at once. */
  public Faults faults() {
    return faults;
  }

  /** Where signaling nodes are announced and found. */
  public SimDirectory directory() {
    return directory;
  }

  /** The frames sent so far. */
  public Traffic traffic() {
    return traffic;
  }

  /** Tells {@code listener} every event of every peer from now on. */
  public void onEvent(BiConsumer<PeerId, OverlayEvent> listener) {
    listeners.add(listener);
  }

  /** The hash of all that happened so far. */
  public long traceHash() {
    return trace.hash();
  }

  /** How many events happened so far. */
  public long events() {
    return trace.events();
  }

  /** The one-way delay between two peers. */
  public Duration delay(PeerId left, PeerId right) {
    return Duration.ofNanos(1000 * delayMicros(number(left), number(right)));
  }

  long nowMicros() {
    return nowMicros;
  }

  /** Has {@code message} arrive; {@code way} is null for an answer of a port. */
  void deliver(long afterMicros, int to, SimPeer from, Message message, Object way) {
    queue.add(tickAfter(afterMicros), MESSAGE, to, from.number, message, way);
  }

  /** A peer is no longer alive. */
  void downNow() {
    isAnyDown = true;
  }

  void remind(long afterMicros, SimPeer peer, int protocol, Timer timer) {
    queue.add(tickAfter(afterMicros), TIMER, peer.number, protocol, timer, null);
  }

  /** Has something else happen to {@code peer}; the trace knows it by {@code name}. */
  void act(long afterMicros, SimPeer peer, String name, Runnable action) {
    queue.add(tickAfter(afterMicros), ACTION, peer.number, 0, action, name);
  }

  private long tickAfter(long micros) {
    return (nowMicros + micros + TICK_MICROS - 1) / TICK_MICROS;
  }

  SimPeer find(PeerId id) {
    return peers.get(number(id));
  }

  int number(PeerId id) {
    int number = numbers.of(id);
    if (number < 0) {
      throw new AssertionError("no peer of this simulation has the id " + id);
    }
    return number;
  }

  long delayMicros(SimPeer left, SimPeer right) {
    return delayMicros(left.number, right.number);
  }

  long delayMicros(int left, int right) {
    return network.micros(seed, left, right);
  }

  /**
   * How long a frame is on its way, or -1 if it is lost: links are reliable, so the loss of a frame
   * that no protocol repairs makes it late by one retransmission.
   */
  long transitMicros(Message message, long tripMicros) {
    if (faults.loss() == 0 || lossRandom.nextDouble() >= faults.loss()) {
      return tripMicros;
    }
    return message instanceof Message.Expendable ? -1 : 3 * tripMicros;
  }

  /** Whether a message that takes so many hops is lost on one of them. */
  boolean loses(int hops) {
    return faults.loss() > 0 && lossRandom.nextDouble() >= StrictMath.pow(1 - faults.loss(), hops);
  }

  void emitted(PeerId peer, OverlayEvent event) {
    for (BiConsumer<PeerId, OverlayEvent> listener : listeners) {
      listener.accept(peer, event);
    }
  }
}
