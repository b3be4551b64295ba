package org.arcmesh.n2n;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Hold;
import org.arcmesh.core.Identity;
import org.arcmesh.core.LinkLayer;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.SignalingMessage.Candidate;
import org.arcmesh.n2n.SignalingMessage.Goodbye;
import org.arcmesh.n2n.SignalingMessage.Heartbeat;
import org.arcmesh.n2n.SignalingMessage.Introduce;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.n2n.SignalingMessage.Signal;

/**
 * Owns the links and arcs of a peer, and carries the signals of its neighbors.
 *
 * <p>There is at most one link per pair of peers, shared by all uses. A link lives while either end
 * has an arc or a hold on it, which the heartbeats tell; then it stays for a grace period, in which
 * a new arc revives it, and in which it can still mediate. A neighbor whose heartbeats stop is
 * down.
 */
public final class Signaling implements Protocol<Message>, LinkLayer {
  /** Changes of one handler, and of the next few, share one heartbeat. */
  private static final Duration CLAIM_DELAY = Duration.ofMillis(20);

  /** A leaver mediates for this long what it has introduced. Guess: four slow handshakes. */
  private static final Duration LEAVE_TIME = Duration.ofSeconds(1);

  private final SignalingConfig config;
  private final Connector connector;
  private final Handshakes handshakes;
  private final Mediation mediation;
  private final Outview outview = new Outview();
  private final Map<PeerId, Link> links = new LinkedHashMap<>();
  private final Set<PeerId> doors = new LinkedHashSet<>();
  private Context ctx;
  private Listener listener;
  private long tickDueAt;
  private boolean claimScheduled;
  private boolean leaving;
  private boolean left;
  private long opened;
  private long relayed;
  private long relaysRefused;
  private long stray;

  /**
   * @param application what all signatures cover
   * @param identity ours
   * @param connector makes the connections
   */
  public Signaling(
      SignalingConfig config, ApplicationKey application, Identity identity, Connector connector) {
    this.config = config;
    this.connector = connector;
    this.mediation = new Mediation(config.relaysPerSecond());
    this.handshakes =
        new Handshakes(new SignalCheck(application, identity), connector, config, new Keeper());
  }

  /** Twice per heartbeat: heartbeats go out, silence and disuse are noticed. */
  private record Tick(boolean beat) implements Timer {}

  private record ClaimDue() implements Timer {}

  private record LeaveDue() implements Timer {}

  @Override
  public MessageTable messages() {
    return SignalingMessage.TABLE;
  }

  @Override
  public List<Class<? extends Message>> answers() {
    return Connector.ANSWERS;
  }

  @Override
  public void attach(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    // A random phase, so that the peers of a simulation or of one JVM do not beat together.
    scheduleTick(ctx.random().nextLong(config.heartbeat().toMillis()) + 1, true);
  }

  // ---- arcs and holds, asked for by the other protocols

  @Override
  public void openArc(PeerId target, PeerId mediator) {
    if (target.equals(ctx.self())) {
      throw new AssertionError("an arc from " + target + " to itself");
    }
    Link link = links.get(target);
    if (link != null) {
      outview.addOpen(target);
      claim(link);
      listener.arcOpened(target);
      return;
    }
    outview.addOpening(target);
    handshakes.open(target, mediator, ctx);
  }

  @Override
  public void introduce(PeerId left, PeerId right) {
    if (links.containsKey(left) && links.containsKey(right) && !left.equals(right)) {
      ctx.send(left, new Introduce(right));
    }
  }

  @Override
  public void closeArc(PeerId target) {
    if (outview.remove(target)) {
      Optional.ofNullable(links.get(target)).ifPresent(this::claim);
    }
  }

  @Override
  public void hold(PeerId neighbor, Hold reason) {
    Link link = links.get(neighbor);
    if (link != null && link.holds.add(reason)) {
      claim(link);
    }
  }

  @Override
  public void release(PeerId neighbor, Hold reason) {
    Link link = links.get(neighbor);
    if (link != null && link.holds.remove(reason)) {
      claim(link);
    }
  }

  // ---- what others may look at

  @Override
  public List<PeerId> neighbors() {
    return List.copyOf(links.keySet());
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    return links.containsKey(peer);
  }

  @Override
  public List<PeerId> outview() {
    return outview.open();
  }

  @Override
  public List<PeerId> inview() {
    return Inview.of(links.values());
  }

  @Override
  public int arcsTo(PeerId target) {
    return outview.open(target);
  }

  /** Open and opening arcs: what samplers have agreed upon. */
  public int arcs() {
    return outview.size();
  }

  @Override
  public int roundTripMillis(PeerId neighbor) {
    Link link = links.get(neighbor);
    return link == null ? -1 : link.roundTripMillis();
  }

  public SignalingCounters counters() {
    return new SignalingCounters(
        opened,
        handshakes.failed(),
        relayed,
        handshakes.refused() + relaysRefused,
        handshakes.forged(),
        stray);
  }

  // ---- messages

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    if (message instanceof Connector.Answer answer) {
      onAnswer(answer);
      return;
    }
    if (left || !reaches(from)) {
      return; // Sent before the link went down.
    }
    if (message instanceof Signal signal) {
      onSignal(from, signal);
    } else if (message instanceof Candidate candidate) {
      if (candidate.to().equals(ctx.self())) {
        handshakes.onCandidate(candidate);
      } else {
        carryOn(from, candidate.session(), candidate.to(), candidate);
      }
    } else if (message instanceof Refuse refuse) {
      if (refuse.to().equals(ctx.self())) {
        handshakes.onRefuse(refuse, from, ctx);
      } else {
        carryOn(from, refuse.session(), refuse.to(), refuse);
      }
    } else if (!links.containsKey(from)) {
      stray++; // A guest at the door may signal, and nothing else.
    } else if (message instanceof Heartbeat heartbeat) {
      Link link = links.get(from);
      link.onHeartbeat(heartbeat, ctx.nowMillis());
      noteUse(link);
    } else if (message instanceof Introduce introduce) {
      onIntroduce(from, introduce.target());
    } else if (message instanceof Goodbye goodbye) {
      drop(links.get(from), goodbye.cause() == Cause.UNUSED ? Cause.UNUSED : Cause.GOODBYE);
    } else {
      throw new AssertionError("signaling does not know " + message);
    }
  }

  private void onAnswer(Connector.Answer answer) {
    if (answer instanceof Connector.Described described) {
      handshakes.onDescribed(described.session(), described.description(), ctx);
    } else if (answer instanceof Connector.Gathered gathered) {
      handshakes.onGathered(gathered.session(), gathered.candidate(), ctx);
    } else if (answer instanceof Connector.Connected connected) {
      handshakes.onConnected(connected.session());
    } else if (answer instanceof Connector.ConnectFailed connectFailed) {
      handshakes.onConnectFailed(connectFailed.session(), ctx);
    } else if (answer instanceof Connector.Closed closed) {
      links.values().stream()
          .filter(link -> link.session == closed.session())
          .findFirst()
          .ifPresent(link -> drop(link, closed.cause()));
    } else if (answer instanceof Connector.DoorOpened door) {
      doors.add(door.peer());
    } else if (answer instanceof Connector.DoorClosed door) {
      doors.remove(door.peer());
      if (!reaches(door.peer())) {
        handshakes.onMediatorDown(door.peer(), ctx);
      }
    } else {
      throw new AssertionError("signaling does not know " + answer);
    }
  }

  private void onSignal(PeerId from, Signal signal) {
    if (signal.to().equals(ctx.self())) {
      if (signal.answer()) {
        handshakes.onAnswer(signal);
      } else {
        handshakes.onOffer(signal, from, !leaving, ctx);
      }
    } else if (signal.answer()) {
      carryOn(from, signal.session(), signal.to(), signal);
    } else {
      mediate(from, signal);
    }
  }

  /** An offer to somebody else: carried between its author, next to us, and a neighbor. */
  private void mediate(PeerId from, Signal offer) {
    if (!offer.from().equals(from)) {
      stray++; // Nobody's signals pass more than one mediator.
      return;
    }
    if (!links.containsKey(offer.to())) {
      ctx.send(from, new Refuse(ctx.self(), from, offer.session(), Cause.NO_ROUTE));
      return;
    }
    if (!mediation.mayRelay(from, ctx.nowMillis())) {
      relaysRefused++;
      ctx.send(from, new Refuse(ctx.self(), from, offer.session(), Cause.REFUSED));
      return;
    }
    mediation.remember(offer.session(), from, offer.to());
    relayed++;
    ctx.send(offer.to(), offer);
  }

  /** What follows an offer: carried only between the two for whom we carried the offer. */
  private void carryOn(PeerId from, long session, PeerId to, SignalingMessage message) {
    Mediation.Relay relay = mediation.relay(session);
    if (relay == null
        || !to.equals(relay.oppositeOf(from))
        || !mediation.mayRelay(from, ctx.nowMillis())) {
      stray++;
      return;
    }
    relayed++;
    ctx.send(to, message);
  }

  private void onIntroduce(PeerId mediator, PeerId target) {
    if (leaving || target.equals(ctx.self())) {
      return;
    }
    // An introduction makes work as an offer does, and is counted with them.
    if (mediation.mayRelay(mediator, ctx.nowMillis())) {
      openArc(target, mediator);
    } else {
      relaysRefused++;
    }
  }

  // ---- time

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (timer instanceof Tick tick) {
      onTick(tick.beat());
    } else if (timer instanceof ClaimDue) {
      claimScheduled = false;
      links.values().stream().filter(link -> link.claimIsStale).forEach(this::beat);
    } else if (timer instanceof Handshakes.Deadline deadline) {
      handshakes.onDeadline(deadline, ctx);
    } else if (timer instanceof LeaveDue) {
      endLeave();
    } else {
      throw new AssertionError("signaling does not know " + timer);
    }
  }

  private void scheduleTick(long afterMillis, boolean beat) {
    tickDueAt = ctx.nowMillis() + afterMillis;
    ctx.schedule(Duration.ofMillis(afterMillis), new Tick(beat));
  }

  private void onTick(boolean beat) {
    if (left) {
      return;
    }
    long late = ctx.nowMillis() - tickDueAt;
    for (Link link : List.copyOf(links.values())) {
      // While we were stalled ourselves we heard nobody: that is nobody's silence.
      link.heardAt += Math.max(0, late);
      if (ctx.nowMillis() - link.heardAt >= config.silence().toMillis()) {
        drop(link, Cause.SILENT);
      } else if (beat) {
        beat(link);
        closeIfUnused(link);
      }
    }
    scheduleTick(Math.max(1, config.heartbeat().toMillis() / 2), !beat);
  }

  private void closeIfUnused(Link link) {
    noteUse(link);
    long grace = config.grace().toMillis();
    boolean ours = ctx.self().compareTo(link.neighbor) < 0;
    // The lower id closes, the other one only if that one forgets.
    if (link.unusedMillis(ctx.nowMillis()) > (ours ? grace : 2 * grace)) {
      closeUnused(link);
    }
  }

  private void closeUnused(Link link) {
    ctx.send(link.neighbor, new Goodbye(Cause.UNUSED));
    drop(link, Cause.UNUSED);
  }

  private void claim(Link link) {
    noteUse(link);
    link.claimIsStale = true;
    if (!claimScheduled) {
      claimScheduled = true;
      ctx.schedule(CLAIM_DELAY, new ClaimDue());
    }
  }

  private void beat(Link link) {
    ctx.send(link.neighbor, link.heartbeat(outview.open(link.neighbor), ctx.nowMillis()));
  }

  private void noteUse(Link link) {
    link.noteUse(outview.open(link.neighbor), ctx.nowMillis());
  }

  // ---- the end of links, and of the peer

  private void drop(Link link, Cause cause) {
    links.remove(link.neighbor);
    outview.down(link.neighbor);
    connector.close(link.session);
    listener.neighborDown(link.neighbor, cause);
    if (!reaches(link.neighbor)) {
      handshakes.onMediatorDown(link.neighbor, ctx);
    }
  }

  @Override
  public void onLeave(Context ctx) {
    leaving = true;
    ctx.schedule(links.isEmpty() ? Duration.ZERO : LEAVE_TIME, new LeaveDue());
  }

  private void endLeave() {
    if (left) {
      return;
    }
    left = true;
    handshakes.abandonAll();
    for (Link link : links.values()) {
      ctx.send(link.neighbor, new Goodbye(Cause.GOODBYE));
      connector.close(link.session);
    }
    links.clear();
    ctx.emit(new OverlayEvent.Left());
  }

  private boolean reaches(PeerId peer) {
    return links.containsKey(peer) || doors.contains(peer);
  }

  /** The links and arcs, as handshakes see them. */
  private final class Keeper implements Handshakes.Owner {
    @Override
    public boolean reaches(PeerId peer) {
      return Signaling.this.reaches(peer);
    }

    @Override
    public boolean isLinked(PeerId peer) {
      return links.containsKey(peer);
    }

    @Override
    public boolean makeRoom() {
      if (links.size() + handshakes.size() < config.maxLinks()) {
        return true;
      }
      Optional<Link> longestUnused =
          links.values().stream()
              .filter(link -> link.unusedSince >= 0)
              .min(Comparator.comparingLong(link -> link.unusedSince));
      longestUnused.ifPresent(Signaling.this::closeUnused);
      return longestUnused.isPresent();
    }

    @Override
    public boolean isWanted(PeerId peer) {
      return outview.opening(peer) > 0;
    }

    @Override
    public PeerId otherMediator(Handshake first) {
      List<PeerId> others = new ArrayList<>(doors);
      others.addAll(links.keySet());
      others.remove(first.mediator);
      others.remove(first.remote);
      return others.isEmpty() ? null : others.get(ctx.random().nextInt(others.size()));
    }

    @Override
    public void opened(Handshake handshake) {
      PeerId remote = handshake.remote;
      Link link = new Link(remote, handshake.session, ctx.nowMillis());
      Link replaced = links.put(remote, link);
      if (replaced == null) {
        listener.neighborUp(remote);
      } else {
        connector.close(replaced.session);
      }
      int arcs = outview.opened(remote);
      for (int i = 0; i < arcs; i++) {
        listener.arcOpened(remote);
      }
      if (handshake.offering) {
        opened++;
        Duration took = Duration.ofMillis(ctx.nowMillis() - handshake.startedAt);
        ctx.emit(new OverlayEvent.LinkOpened(remote, took));
      }
      noteUse(link);
      beat(link);
    }

    @Override
    public void gaveUp(PeerId remote, Cause cause) {
      int arcs = outview.failed(remote);
      ctx.emit(new OverlayEvent.LinkFailed(remote, cause));
      for (int i = 0; i < arcs; i++) {
        listener.arcFailed(remote, cause);
      }
    }
  }
}
