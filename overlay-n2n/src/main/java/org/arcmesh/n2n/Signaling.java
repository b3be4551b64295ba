package org.arcmesh.n2n;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Hold;
import org.arcmesh.core.Identity;
import org.arcmesh.core.LinkLayer;
import org.arcmesh.core.LongMap;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;
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
  /** A leaver mediates for this long what it has introduced. Guess: four slow handshakes. */
  private static final Duration LEAVE_TIME = Duration.ofSeconds(1);

  private final SignalingConfig config;
  private final Connector connector;
  private final Handshakes handshakes;
  private final Mediation mediation;
  private final Heartbeats heartbeats;
  private final PeerMap<Link> links = new PeerMap<>();
  private final LongMap<Link> bySession = new LongMap<>();
  private final Outview outview = new Outview(links);
  private final Set<PeerId> doors = new LinkedHashSet<>();
  private Context ctx;
  private Listener listener;
  private boolean leaving;
  private boolean left;
  private long opened;
  private long stray;

  /**
   * @param admission what all signatures cover
   * @param identity ours
   * @param connector makes the connections
   */
  public Signaling(
      SignalingConfig config, Admission admission, Identity identity, Connector connector) {
    this.config = config;
    this.connector = connector;
    this.mediation = new Mediation(config, links::containsKey);
    this.heartbeats = new Heartbeats(config, links, this::drop);
    this.handshakes =
        new Handshakes(new SignalCheck(admission, identity), connector, config, new Keeper());
  }

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
    heartbeats.start(ctx);
  }

  @Override
  public void openArc(PeerId target, PeerId mediator) {
    if (target.equals(ctx.self())) {
      throw new AssertionError("an arc from " + target + " to itself");
    }
    Link link = links.get(target);
    if (link == null) {
      outview.addOpening(target);
      handshakes.open(target, mediator, ctx);
    } else if (heartbeats.claimArc(link, mediator, ctx)) {
      arcsOpened(link.neighbor, outview.answered(link));
    }
  }

  @Override
  public void introduce(PeerId left, PeerId right) {
    if (links.containsKey(left) && links.containsKey(right) && !left.equals(right)) {
      ctx.send(left, new Introduce(right));
    }
  }

  @Override
  public void closeArc(PeerId target) {
    outview.remove(target);
    heartbeats.claim(links.get(target), ctx);
  }

  @Override
  public void hold(PeerId neighbor, Hold reason) {
    Link link = links.get(neighbor);
    if (link != null && link.hold(reason)) {
      heartbeats.claim(link, ctx);
    }
  }

  @Override
  public void release(PeerId neighbor, Hold reason) {
    Link link = links.get(neighbor);
    if (link != null && link.release(reason)) {
      heartbeats.claim(link, ctx);
    }
  }

  @Override
  public List<PeerId> neighbors() {
    return links.keys();
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
    return Inview.of(links);
  }

  @Override
  public int arcsTo(PeerId target) {
    return links.containsKey(target) ? links.get(target).arcs : 0;
  }

  /** Targets of arcs that are agreed upon and cannot be used yet. */
  public List<PeerId> opening() {
    return outview.opening();
  }

  /** Open and opening arcs: what samplers have agreed upon. */
  public int arcs() {
    return outview.size();
  }

  @Override
  public int roundTripMillis(PeerId neighbor) {
    return links.containsKey(neighbor) ? links.get(neighbor).roundTripMillis() : -1;
  }

  @Override
  public int distanceMillis(PeerId neighbor) {
    return links.containsKey(neighbor) ? links.get(neighbor).distanceMillis() : -1;
  }

  @Override
  public int deviationMillis(PeerId neighbor) {
    return links.containsKey(neighbor) ? links.get(neighbor).deviationMillis() : 0;
  }

  @Override
  public boolean isQuiet(PeerId neighbor) {
    return links.containsKey(neighbor) && heartbeats.isQuiet(links.get(neighbor), ctx);
  }

  public SignalingCounters counters() {
    return SignalingCounters.of(opened, stray, handshakes, mediation);
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    if (message instanceof Connector.Answer answer) {
      onAnswer(answer);
      return;
    }
    Link link = links.get(from);
    if (left || link == null && !doors.contains(from)) {
      return; // Sent before the link went down.
    }
    if (message instanceof Heartbeat heartbeat && link != null) {
      heartbeats.onHeartbeat(link, heartbeat, ctx);
      arcsOpened(link.neighbor, outview.answered(link));
    } else if (message instanceof Signal signal) {
      onSignal(from, signal);
    } else if (message instanceof Candidate candidate) {
      if (candidate.to().equals(ctx.self())) {
        handshakes.onCandidate(candidate);
      } else {
        mediation.carryOn(from, candidate.session(), candidate.to(), candidate, ctx);
      }
    } else if (message instanceof Refuse refuse) {
      if (refuse.to().equals(ctx.self())) {
        handshakes.onRefuse(refuse, from, ctx);
      } else {
        mediation.carryOn(from, refuse.session(), refuse.to(), refuse, ctx);
      }
    } else if (link == null) {
      stray++; // A guest at the door may signal, and nothing else.
    } else if (message instanceof Introduce introduce) {
      onIntroduce(from, introduce.target());
    } else if (message instanceof Goodbye goodbye) {
      drop(link, goodbye.cause() == Cause.UNUSED ? Cause.UNUSED : Cause.GOODBYE);
    } else {
      throw new AssertionError("signaling does not know " + message);
    }
  }

  private void arcsOpened(PeerId target, int count) {
    for (int arcs = count; arcs > 0; arcs--) {
      listener.arcOpened(target);
    }
  }

  private void onAnswer(Connector.Answer answer) {
    if (answer instanceof Connector.Closed closed) {
      Link link = bySession.get(closed.session());
      if (link != null) {
        drop(link, closed.cause());
      }
    } else if (answer instanceof Connector.DoorOpened door) {
      doors.add(door.peer());
    } else if (answer instanceof Connector.DoorClosed door) {
      doors.remove(door.peer());
      if (!reaches(door.peer())) {
        handshakes.onMediatorDown(door.peer(), ctx);
      }
    } else {
      handshakes.onAnswer(answer, ctx);
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
      mediation.carryOn(from, signal.session(), signal.to(), signal, ctx);
    } else {
      mediation.carry(from, signal, ctx);
    }
  }

  private void onIntroduce(PeerId mediator, PeerId target) {
    // An introduction makes work as an offer does, and is counted with them.
    if (!leaving && !target.equals(ctx.self()) && mediation.allows(mediator, ctx.nowMillis())) {
      openArc(target, mediator);
    }
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (timer instanceof Heartbeats.Tick tick) {
      heartbeats.onTick(tick, ctx);
    } else if (timer instanceof Heartbeats.ClaimDue) {
      heartbeats.onClaimDue(ctx);
    } else if (timer instanceof Handshakes.DeadlineDue) {
      handshakes.onDeadlineDue(ctx);
    } else if (timer instanceof Handshakes.AskAgain again) {
      handshakes.onAskAgain(again, ctx);
    } else if (timer instanceof LeaveDue) {
      endLeave();
    } else {
      throw new AssertionError("signaling does not know " + timer);
    }
  }

  private void drop(Link link, Cause cause) {
    links.remove(link.neighbor);
    bySession.remove(link.session);
    connector.close(link.session);
    if (cause != Cause.UNUSED) {
      arcsOpened(link.neighbor, outview.answered(link)); // Lost with their neighbor.
    }
    listener.neighborDown(link.neighbor, cause);
    if (!reaches(link.neighbor)) {
      handshakes.onMediatorDown(link.neighbor, ctx);
    }
    if (outview.reopening(link)) { // The neighbor closed it before it could hear of our arc.
      handshakes.open(link.neighbor, link.mediator, ctx);
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
    for (PeerId neighbor : links.keys()) {
      ctx.send(neighbor, new Goodbye(Cause.GOODBYE));
      Link link = links.remove(neighbor);
      bySession.remove(link.session);
      connector.close(link.session);
    }
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
    public boolean hasLinkOf(long session) {
      return bySession.containsKey(session);
    }

    @Override
    public boolean makeRoom() {
      return links.size() + handshakes.size() < config.maxLinks()
          || heartbeats.closeLongestUnused(ctx);
    }

    @Override
    public boolean isWanted(PeerId peer) {
      return outview.opening(peer) > 0;
    }

    @Override
    public PeerId otherMediator(Handshake first) {
      List<PeerId> others = new ArrayList<>(doors);
      others.addAll(links.keys());
      others.removeAll(List.of(first.mediator, first.remote));
      return others.isEmpty() ? null : others.get(ctx.random().nextInt(others.size()));
    }

    @Override
    public void opened(Handshake handshake) {
      PeerId remote = handshake.remote;
      Link link = new Link(remote, handshake.session, ctx.nowMillis());
      if (links.put(remote, link) != null) {
        throw new AssertionError("a handshake with " + remote + " beside the link to it");
      }
      bySession.put(link.session, link);
      listener.neighborUp(remote);
      arcsOpened(remote, outview.opened(link));
      if (handshake.offering) {
        opened++;
        Duration took = Duration.ofMillis(ctx.nowMillis() - handshake.startedAt);
        ctx.emit(new OverlayEvent.LinkOpened(remote, took));
      }
      heartbeats.claim(link, ctx);
    }

    @Override
    public void gaveUp(PeerId remote, Cause cause) {
      ctx.emit(new OverlayEvent.LinkFailed(remote, cause));
      for (int arcs = outview.failed(remote); arcs > 0; arcs--) {
        listener.arcFailed(remote, cause);
      }
    }
  }
}
