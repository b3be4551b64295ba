package org.arcmesh.sim;

import java.time.Duration;
import java.util.List;
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
  final Identity identity;
  private final Simulation simulation;
  private final RandomGenerator random;
  private final PeerMap<SimLink> links = new PeerMap<>();
  private final LongMap<SimPeer> sessions = new LongMap<>();
  private final PeerMap<SimPeer> doors = new PeerMap<>();
  private Peer peer;
  private long downSinceMicros = -1;

  SimPeer(Simulation simulation, int number, Identity identity, RandomGenerator random) {
    this.simulation = simulation;
    this.number = number;
    this.identity = identity;
    this.random = random;
  }

  void start(Peer peer) {
    this.peer = peer;
    simulation.act(0, this, "start", peer::start);
  }

  Peer peer() {
    return peer;
  }

  PeerId id() {
    return identity.id();
  }

  boolean isAlive() {
    return downSinceMicros < 0;
  }

  /** Stops at once; nobody is told. */
  void crash() {
    downSinceMicros = simulation.nowMicros();
    simulation.downNow();
  }

  long downSinceMicros() {
    return downSinceMicros;
  }

  /** Answers this peer after {@code micros}, as its ports do. */
  void answerAfter(long micros, Message message) {
    simulation.deliver(micros, number, this, message, null);
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
    return simulation.nowMicros() / 1000;
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
    simulation.traffic().count(message);
    long transit = simulation.transitMicros(message, link.tripMicros);
    if (transit >= 0) {
      long now = simulation.nowMicros();
      SimPeer receiver = link.oppositeOf(this);
      simulation.deliver(
          link.arrivalAt(receiver, now + lateMicros() + transit) - now,
          receiver.number,
          this,
          message,
          link);
    }
  }

  private void sendOn(Object way, int receiver, Message message) {
    simulation.traffic().count(message);
    long transit = simulation.transitMicros(message, simulation.delayMicros(number, receiver));
    if (transit >= 0) {
      simulation.deliver(lateMicros() + transit, receiver, this, message, way);
    }
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
    simulation.remind(delay.toNanos() / 1000, this, protocol, timer);
  }

  @Override
  public void emit(OverlayEvent event) {
    if (event instanceof OverlayEvent.Left) {
      crash();
    }
    simulation.emitted(id(), event);
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
    simulation.act(
        CONNECT_TRIPS * simulation.delayMicros(this, responder)
            + CONNECT_TRIPS / 2 * (lateMicros() + responder.lateMicros()),
        this,
        "connect",
        () -> connect(session, responder));
  }

  private void connect(long session, SimPeer responder) {
    boolean possible =
        responder.isAlive()
            && sessions.get(session) == responder
            && responder.sessions.get(session) == this
            && !simulation.faults().cutsSetUps(id(), responder.id());
    if (possible) {
      long trip = simulation.delayMicros(this, responder);
      SimLink link = new SimLink(session, this, responder, trip);
      keep(link, responder);
      responder.keep(link, this);
      peer.receive(id(), new Connected(session, responder.id()));
      responder.peer.receive(responder.id(), new Connected(session, id()));
    }
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
    if (link.isOpenAt(remote)) {
      long now = simulation.nowMicros();
      long arrival = link.arrivalAt(remote, now + lateMicros() + link.tripMicros);
      simulation.act(arrival - now, remote, "close", () -> remote.closed(link, this));
    }
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
