package org.arcmesh.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Host;
import org.arcmesh.core.Identity;
import org.arcmesh.core.LongMap;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.Connector;
import org.arcmesh.n2n.Description;
import org.arcmesh.n2n.SignalingMessage;

/** One peer in virtual time: its host and its connector. */
final class SimPeer implements Host, Connector {
  /** Making a description takes native code about this long (6 ms of CPU per connection). */
  private static final long DESCRIBE_MICROS = 3_000;

  /** Connectivity check, DTLS and SCTP take two round trips before a data channel is open. */
  private static final int CONNECT_TRIPS = 4;

  private static final Description DESCRIPTION =
      new Description(
          "simu",
          "simulatedsimulatedsimulated",
          Bytes.wrap(new byte[32]),
          List.of("1 1 udp 2122260223 192.0.2.1 40000 typ host"));

  /** The way of a frame that came through a door. */
  private static final Object DOOR = "door";

  /** The way of a frame where arcs open at once. */
  private static final Object INSTANT = "instant";

  final int number;
  final Shard shard;
  final Identity identity;
  private final Simulation simulation;
  private final RandomGenerator random;
  private final PeerMap<SimLink> links = new PeerMap<>();
  private final LongMap<SimPeer> sessions = new LongMap<>();
  private final PeerMap<SimPeer> doors = new PeerMap<>();
  private Peer peer;
  private long downSinceMicros = -1;

  /** What those in other shards may know of it. */
  private boolean isGone;

  SimPeer(
      Simulation simulation, Shard shard, int number, Identity identity, RandomGenerator random) {
    this.simulation = simulation;
    this.shard = shard;
    this.number = number;
    this.identity = identity;
    this.random = random;
  }

  void start(Peer peer) {
    this.peer = peer;
    shard.act(0, this, "start", peer::start);
  }

  /** Reads what an event touches before it gets to the {@link Peer}, see {@link Peer#prefetch}. */
  int prefetch(Object subject, Object way) {
    int own = random instanceof SplittableRandom ? links.prefetch() : number;
    int link = way instanceof SimLink known && known.isOpenAt(this) ? 1 : 0;
    return own + link + (subject.getClass() == String.class ? 1 : 0);
  }

  Peer peer() {
    return peer;
  }

  PeerId id() {
    return identity.id();
  }

  /** For its own shard, and where all stand still. */
  boolean isAlive() {
    return downSinceMicros < 0;
  }

  /** Whether it is no longer alive, as others see it: since the last barrier. */
  boolean isGone() {
    return isGone;
  }

  /** Stops at once; nobody is told. */
  void crash() {
    downSinceMicros = shard.nowMicros();
    shard.defer(() -> isGone = true);
  }

  long downSinceMicros() {
    return downSinceMicros;
  }

  /** Answers this peer after {@code micros}, as its ports do. */
  void answerAfter(long micros, Message message) {
    shard.deliver(micros, number, this, message, null);
  }

  void openDoor(SimPeer other) {
    doors.put(other.id(), other);
    answerAfter(0, new DoorOpened(other.id()));
  }

  void closeDoor(PeerId other) {
    if (doors.remove(other) != null) {
      answerAfter(0, new DoorClosed(other));
    }
  }

  @Override
  public long nowMillis() {
    return shard.nowMicros() / 1000;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void send(PeerId to, Message message) {
    if (simulation.isInstant()) {
      sendOn(INSTANT, simulation.number(to), message);
      return;
    }
    SimLink link = links.getInTurn(to);
    if (link != null) {
      send(link, message);
      return;
    }
    SimPeer door = doors.get(to);
    if (door != null && message instanceof SignalingMessage) {
      sendOn(DOOR, door.number, message);
    } // Else the link is gone: so is the frame.
  }

  private void send(SimLink link, Message message) {
    shard.traffic().count(message);
    long transit = transitMicros(message, link.tripMicros);
    if (transit >= 0) {
      SimPeer receiver = link.oppositeOf(this);
      shard.deliver(arrivesAfter(link, transit), receiver.number, this, message, link);
    }
  }

  /** In how many microseconds a frame is at the other end of {@code link}, in its turn. */
  private long arrivesAfter(SimLink link, long transitMicros) {
    long now = shard.nowMicros();
    return link.arrivalAt(link.oppositeOf(this), now + lateMicros() + transitMicros) - now;
  }

  private void sendOn(Object way, int receiver, Message message) {
    shard.traffic().count(message);
    long transit = transitMicros(message, simulation.delayMicros(number, receiver));
    if (transit >= 0) {
      shard.deliver(lateMicros() + transit, receiver, this, message, way);
    }
  }

  /**
   * How long a frame is on its way, or -1 if it is lost: links are reliable, so the loss of a frame
   * that no protocol repairs makes it late by one retransmission.
   */
  private long transitMicros(Message message, long tripMicros) {
    double loss = simulation.faults().loss();
    if (loss == 0 || shard.lossRandom().nextDouble() >= loss) {
      return tripMicros;
    }
    return message instanceof Message.Expendable ? -1 : 3 * tripMicros;
  }

  /** Whether a message that takes so many hops is lost on one of them. */
  boolean loses(int hops) {
    double loss = simulation.faults().loss();
    if (loss == 0) {
      return false;
    }
    double draw = shard.lossRandom().nextDouble();
    // Bernoulli's inequality spares nearly all of them the power.
    return draw >= 1 - hops * loss && draw >= StrictMath.pow(1 - loss, hops);
  }

  /** How late all that we send is, if we are slow. */
  long lateMicros() {
    return 1_000 * simulation.faults().lateMillis(id());
  }

  /** A frame arrives, or an answer of a port: then it comes from ourselves and on no way. */
  void arrive(PeerId from, Message message, Object way) {
    if (way != null && (!isOpen(way, from) || isCut(from, message))) {
      return;
    }
    peer.receive(from, message);
  }

  private boolean isCut(PeerId from, Message message) {
    Faults faults = simulation.faults();
    return faults.cuts(from, id())
        || faults.isPartitioned()
            && message instanceof SignalingMessage signal
            && signal.isCutBy(faults);
  }

  private boolean isOpen(Object way, PeerId from) {
    if (way instanceof SimLink link) {
      return link.isOpenAt(this);
    }
    return way == INSTANT || doors.containsKey(from);
  }

  @Override
  public void schedule(Duration delay, int protocol, Timer timer) {
    shard.remind(delay.toNanos() / 1000, this, protocol, timer);
  }

  @Override
  public void emit(OverlayEvent event) {
    if (event instanceof OverlayEvent.Left) {
      crash();
    }
    long atMillis = nowMillis();
    shard.defer(() -> simulation.emitted(id(), event, atMillis));
  }

  @Override
  public void offer(long session, PeerId remote) {
    begin(session, remote, simulation.setUps().map(all -> all.offer(nowMillis())).orElse(0));
  }

  @Override
  public void answer(long session, PeerId remote, Description offer) {
    begin(session, remote, simulation.setUps().map(all -> all.answer(nowMillis())).orElse(0));
  }

  private void begin(long session, PeerId remote, int afterMillis) {
    if (afterMillis > 0) {
      answerAfter(0, new Busy(session, afterMillis));
      return;
    }
    sessions.put(session, simulation.find(remote));
    answerAfter(DESCRIBE_MICROS, new Described(session, DESCRIPTION));
  }

  @Override
  public void accept(long session, Description answer) {
    SimPeer responder = sessions.get(session);
    if (responder == null) {
      return;
    }
    long trip = simulation.delayMicros(this, responder);
    shard.act(
        (CONNECT_TRIPS - 1) * trip
            + lateMicros() * CONNECT_TRIPS / 2
            + responder.lateMicros() * (CONNECT_TRIPS / 2 - 1),
        responder,
        "connect",
        () -> responder.connect(session, this, trip));
  }

  /** The last but one trip has come to the responder, to which the link is open from now on. */
  private void connect(long session, SimPeer initiator, long tripMicros) {
    if (sessions.get(session) != initiator || isCutOff(initiator)) {
      return;
    }
    SimLink link = new SimLink(session, initiator, this, tripMicros);
    keep(link, initiator);
    // Before any frame of ours is on its way.
    shard.act(
        arrivesAfter(link, tripMicros), initiator, "connected", () -> initiator.connected(link));
    peer.receive(id(), new Connected(session, initiator.id()));
  }

  private void connected(SimLink link) {
    if (sessions.get(link.session) != link.responder || isCutOff(link.responder)) {
      tellClosed(link);
      return;
    }
    keep(link, link.responder);
    peer.receive(id(), new Connected(link.session, link.responder.id()));
  }

  private boolean isCutOff(SimPeer other) {
    return simulation.faults().cutsSetUps(id(), other.id());
  }

  private void keep(SimLink link, SimPeer remote) {
    SimLink old = links.put(remote.id(), link);
    if (old != null) {
      old.setOpenAt(this, false);
    }
    link.setOpenAt(this, true);
  }

  @Override
  public void addCandidate(long session, String candidate) {}

  @Override
  public void close(long session) {
    SimPeer remote = sessions.remove(session);
    if (remote == null) {
      return;
    }
    SimLink link = links.get(remote.id());
    if (link == null || link.session != session) {
      return;
    }
    links.remove(remote.id());
    link.setOpenAt(this, false);
    tellClosed(link);
  }

  private void tellClosed(SimLink link) {
    SimPeer remote = link.oppositeOf(this);
    shard.act(
        arrivesAfter(link, link.tripMicros), remote, "close", () -> remote.closed(link, this));
  }

  /** The other end has closed the link; unless it has said goodbye, this is how we hear of it. */
  private void closed(SimLink link, SimPeer remote) {
    if (link.isOpenAt(this) && !simulation.faults().cuts(remote.id(), id())) {
      links.remove(remote.id());
      link.setOpenAt(this, false);
      sessions.remove(link.session);
      peer.receive(id(), new Closed(link.session, Cause.CLOSED));
    }
  }
}
