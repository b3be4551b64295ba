package org.arcmesh.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.Notary;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.PeerFactory;
import org.arcmesh.n2n.SetUps;

/**
 * Many peers in virtual time.
 *
 * <p>A run is a function of its seed and of the number of shards: the same seed, the same peers and
 * the same calls give the same {@link #traceHash}, on every machine and on as many threads as you
 * like. To be called from one thread, and not by handlers of peers: what is done from outside is
 * done while all shards stand still.
 */
public final class Simulation {
  /** With {@link InstantLinks}: a peer that is no more is noticed as fast as by heartbeats. */
  public static final Duration SILENCE = Duration.ofMillis(3_500);

  // Guess: what is between two barriers should take many times what a barrier takes.
  private static final int SHARDS = 2;
  private static final int SHARDED_PEERS = 5_000;
  private static final long SHARDED_MICROS = 5_000;

  private final long seed;
  private final NetworkModel network;
  private final LongFunction<Identity> identities;
  private final SplittableRandom seeds;
  private final Faults faults = new Faults();
  private final List<SimPeer> peers = new ArrayList<>();
  private final Numbers numbers = new Numbers();
  private final Shards shards;
  private final PriorityQueue<Outside> agenda = new PriorityQueue<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final SimDirectory directory;
  private Optional<SetUps> setUps = Optional.empty();
  private final List<InstantLinks> instantLinks = new ArrayList<>();
  private long nowMicros;
  private long scheduled;
  private long downNoticedAt = -1;
  private boolean isAnyDown;

  /** Hears of all that peers emit, in the order of time, while all shards stand still. */
  @FunctionalInterface
  public interface Listener {
    void onEvent(PeerId peer, OverlayEvent event, long atMillis);
  }

  /** What is not of any peer, nor in the trace: it happens after all that peers do at its tick. */
  private record Outside(long tick, long sequence, Runnable action) implements Comparable<Outside> {
    @Override
    public int compareTo(Outside other) {
      int order = Long.compare(tick, other.tick);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  /** A simulation with delays of 10 to 50 ms. */
  public static Simulation of(long seed) {
    return new Simulation(
        seed,
        new NetworkModel.Uniform(Duration.ofMillis(10), Duration.ofMillis(50)),
        StandInIdentity::new);
  }

  /** A simulation of one shard. */
  public Simulation(long seed, NetworkModel network, LongFunction<Identity> identities) {
    this(seed, network, identities, 1, 1);
  }

  /**
   * @param identities the identity of the peer with that number, drawn from the seed
   * @param shards in how many parts the peers go on side by side; several need a network with
   *     delays, see {@link #shards}
   * @param threads on how many threads at most, which changes nothing but how long it takes
   */
  public Simulation(
      long seed, NetworkModel network, LongFunction<Identity> identities, int shards, int threads) {
    this.seed = seed;
    this.network = network;
    this.identities = identities;
    this.seeds = new SplittableRandom(seed);
    this.shards = new Shards(shards, network.microsMin(), threads, peers, numbers, seeds);
    this.directory = new SimDirectory(this);
  }

  /** As many shards as pay for so many peers: a function of both, never of the machine. */
  public static int shards(NetworkModel network, int peers) {
    return peers >= SHARDED_PEERS && network.microsMin() >= SHARDED_MICROS ? SHARDS : 1;
  }

  /**
   * Has all peers together set up at most so many links a second, as the peers of one process do on
   * real links. Without it each peer is as good as alone on a machine of its own.
   */
  public void limitSetUps(int linksPerSecond) {
    if (shards.count() > 1) {
      throw new IllegalStateException("peers of several shards share no process");
    }
    setUps = Optional.of(new SetUps(linksPerSecond));
  }

  Optional<SetUps> setUps() {
    return setUps;
  }

  /**
   * The number of the shard that the next peer will be in; one thread at a time drives all of it.
   */
  public int nextShard() {
    return Shards.of(peers.size(), shards.count());
  }

  /** Adds a peer; it starts when time goes on. */
  public PeerId add(PeerFactory factory) {
    Identity identity = identities.apply(seeds.nextLong());
    Shard shard = shards.of(peers.size());
    SimPeer peer = new SimPeer(this, shard, peers.size(), identity, seeds.split());
    numbers.add(identity.id());
    peers.add(peer);
    peer.start(factory.create(new Environment(identity, peer, peer, Notary.prompt(identity))));
    return identity.id();
  }

  /** Runs for {@code time}. */
  public void run(Duration time) {
    runTo(nowMicros + time.toNanos() / 1000);
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
    requireStandstill();
    long last = micros / Shard.TICK_MICROS;
    while (true) {
      long next = shards.nextTick();
      long outside = agenda.isEmpty() ? Long.MAX_VALUE : agenda.peek().tick();
      if (Math.min(next, outside) > last) {
        break;
      }
      if (next <= outside) {
        setNow(shards.runWindow(next, Math.min(last, outside)) * Shard.TICK_MICROS);
        shards.meet();
      } else {
        setNow(outside * Shard.TICK_MICROS);
        agenda.poll().action().run();
      }
    }
    setNow(micros);
  }

  private void setNow(long micros) {
    nowMicros = micros;
    shards.setNow(micros);
  }

  /** Calls {@code action} while all shards stand still, after {@code delay}. */
  public void schedule(Duration delay, Runnable action) {
    requireStandstill();
    long micros = nowMicros + delay.toNanos() / 1000;
    long tick = (micros + Shard.TICK_MICROS - 1) / Shard.TICK_MICROS;
    agenda.add(new Outside(tick, scheduled++, action));
  }

  private void requireStandstill() {
    if (shards.isRunning()) {
      throw new IllegalStateException("a handler of a peer moves its simulation");
    }
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
    isAnyDown = true;
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
    InstantLinks links = new InstantLinks(this, peers.get(instantLinks.size()));
    instantLinks.add(links);
    return links;
  }

  InstantLinks instantLinksOf(PeerId id) {
    if (shards.count() > 1) {
      throw new AssertionError("what other peers claim is known only where there is one shard");
    }
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
    peer.shard.act(0, peer, "leave", () -> peer.peer().leave());
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
    return shards.traffic();
  }

  /**
   * Has the frames of some classes sized from now on. That takes about as long as to send them.
   *
   * @param measured which classes
   * @param frameBytes of the frame of a message; called with messages of these classes only, by
   *     several threads
   */
  public void measureFrames(Predicate<Class<?>> measured, ToIntFunction<Message> frameBytes) {
    shards.measureFrames(measured, frameBytes);
  }

  /** Tells {@code listener} every event of every peer from now on. */
  public void onEvent(Listener listener) {
    listeners.add(listener);
  }

  /** The hash of all that happened so far. */
  public long traceHash() {
    return shards.traceHash();
  }

  /** How many events happened so far. */
  public long events() {
    return shards.events();
  }

  /** The one-way delay between two peers. */
  public Duration delay(PeerId left, PeerId right) {
    return Duration.ofNanos(1000 * delayMicros(number(left), number(right)));
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

  void emitted(PeerId peer, OverlayEvent event, long atMillis) {
    for (Listener listener : listeners) {
      listener.onEvent(peer, event, atMillis);
    }
  }
}
