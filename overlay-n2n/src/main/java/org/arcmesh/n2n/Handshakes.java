package org.arcmesh.n2n;

import java.time.Duration;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.LongMap;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.SignalingMessage.Candidate;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.n2n.SignalingMessage.Signal;

/**
 * The offers and answers of one peer: what turns "a link to that peer" into a link, or into a cause
 * why not.
 *
 * <pre>
 *   initiator   Described → offer to the mediator → answer from it → Connected
 *   responder   offer from the mediator → Described → answer to it → Connected
 * </pre>
 */
final class Handshakes {
  private static final int ATTEMPTS_MAX = 2;

  private final SignalCheck check;
  private final Connector connector;
  private final SignalingConfig config;
  private final Owner owner;

  /** In the order in which they began. */
  private final PeerMap<Handshake> byRemote = new PeerMap<>();

  private final LongMap<Handshake> bySession = new LongMap<>();
  private boolean deadlineScheduled;
  private long failed;
  private long refused;
  private long forged;

  Handshakes(SignalCheck check, Connector connector, SignalingConfig config, Owner owner) {
    this.check = check;
    this.connector = connector;
    this.config = config;
    this.owner = owner;
  }

  /** The oldest attempt may have had its time: one timer serves them all. */
  record DeadlineDue() implements Timer {}

  /** The keeper of links, as handshakes see it. */
  interface Owner {
    /** Whether signals to {@code peer} have a way: a link or a door. */
    boolean reaches(PeerId peer);

    boolean isLinked(PeerId peer);

    /** Whether an open link came of {@code session}. */
    boolean hasLinkOf(long session);

    /** Whether one more link may be opened; may close an unused one for it. */
    boolean makeRoom();

    /** Whether an arc waits for the link to {@code peer}. */
    boolean isWanted(PeerId peer);

    /** A mediator for a second attempt, or null if nobody comes to mind. */
    PeerId otherMediator(Handshake first);

    void opened(Handshake handshake);

    void gaveUp(PeerId remote, Cause cause);
  }

  int size() {
    return byRemote.size();
  }

  /** Opens the link to {@code remote}, unless that is under way, from either side. */
  void open(PeerId remote, PeerId mediator, Context ctx) {
    if (byRemote.containsKey(remote)) {
      return;
    }
    if (!owner.makeRoom()) {
      owner.gaveUp(remote, Cause.REFUSED);
      return;
    }
    offer(new Handshake(remote, true, mediator, ctx.nowMillis()), ctx);
  }

  private void offer(Handshake handshake, Context ctx) {
    handshake.attempt++;
    handshake.session = ctx.random().nextLong();
    begin(handshake, ctx);
    connector.offer(handshake.session, handshake.remote);
  }

  private void begin(Handshake handshake, Context ctx) {
    handshake.begunAt = ctx.nowMillis();
    byRemote.put(handshake.remote, handshake);
    bySession.put(handshake.session, handshake);
    scheduleDeadline(ctx);
  }

  void onDescribed(long session, Description description, Context ctx) {
    Handshake handshake = bySession.get(session);
    if (handshake == null) {
      return; // Given up in the meantime.
    }
    if (!owner.reaches(handshake.mediator)) {
      attemptFailed(handshake, Cause.NO_ROUTE, ctx);
      return;
    }
    if (handshake.offering) {
      handshake.offered = description.fingerprint();
      ctx.send(handshake.mediator, check.offer(handshake.remote, session, description));
    } else {
      handshake.answered = true;
      ctx.send(
          handshake.mediator,
          check.answer(handshake.remote, session, description, handshake.offered));
    }
  }

  void onGathered(long session, String candidate, Context ctx) {
    Handshake handshake = bySession.get(session);
    if (handshake != null && owner.reaches(handshake.mediator)) {
      ctx.send(handshake.mediator, new Candidate(ctx.self(), handshake.remote, session, candidate));
    }
  }

  /** An offer to us, from its author himself or through a mediator. */
  void onOffer(Signal offer, PeerId via, boolean welcome, Context ctx) {
    if (!check.isGenuine(offer, Bytes.EMPTY)) {
      forged++;
      return;
    }
    PeerId remote = offer.from();
    Handshake own = byRemote.get(remote);
    if (own != null && own.offering && ctx.self().compareTo(remote) < 0) {
      return; // Simultaneous opens: the lower id's offer wins, and that is ours.
    }
    // A stranger that names its session as one of ours must not come to own that.
    boolean fresh = !bySession.containsKey(offer.session()) && !owner.hasLinkOf(offer.session());
    if (!welcome || !fresh || owner.isLinked(remote) || own == null && !owner.makeRoom()) {
      refused++;
      ctx.send(via, new Refuse(ctx.self(), remote, offer.session(), Cause.REFUSED));
      return;
    }
    if (own != null) {
      forget(own); // Arcs that waited for it wait for this one.
    }
    Handshake handshake = new Handshake(remote, false, via, ctx.nowMillis());
    handshake.session = offer.session();
    handshake.attempt = own == null ? 1 : own.attempt;
    handshake.offered = offer.description().fingerprint();
    begin(handshake, ctx);
    connector.answer(offer.session(), remote, offer.description());
  }

  void onAnswer(Signal answer) {
    Handshake handshake = bySession.get(answer.session());
    if (handshake == null || handshake.answered) {
      return; // Too late, or a second time.
    }
    if (!handshake.offering
        || !handshake.remote.equals(answer.from())
        || !check.isGenuine(answer, handshake.offered)) {
      forged++;
      return;
    }
    handshake.answered = true;
    connector.accept(answer.session(), answer.description());
  }

  void onCandidate(Candidate candidate) {
    Handshake handshake = bySession.get(candidate.session());
    if (handshake != null && handshake.remote.equals(candidate.from())) {
      connector.addCandidate(candidate.session(), candidate.candidate());
    }
  }

  void onRefuse(Refuse refuse, PeerId via, Context ctx) {
    Handshake handshake = bySession.get(refuse.session());
    if (handshake != null
        && handshake.offering
        && !handshake.answered
        && handshake.mediator.equals(via)) {
      attemptFailed(handshake, refuse.cause(), ctx);
    }
  }

  void onConnected(long session) {
    Handshake handshake = bySession.get(session);
    if (handshake == null) {
      connector.close(session); // Given up at the last moment.
      return;
    }
    byRemote.remove(handshake.remote);
    bySession.remove(session);
    owner.opened(handshake);
  }

  void onConnectFailed(long session, Context ctx) {
    Handshake handshake = bySession.get(session);
    if (handshake != null) {
      attemptFailed(handshake, Cause.CLOSED, ctx);
    }
  }

  void onDeadlineDue(Context ctx) {
    deadlineScheduled = false;
    while (!byRemote.isEmpty() && timeLeft(byRemote.first(), ctx) <= 0) {
      attemptFailed(byRemote.first(), Cause.TIMEOUT, ctx);
    }
    scheduleDeadline(ctx);
  }

  private void scheduleDeadline(Context ctx) {
    if (!deadlineScheduled && !byRemote.isEmpty()) {
      deadlineScheduled = true;
      ctx.schedule(Duration.ofMillis(timeLeft(byRemote.first(), ctx)), new DeadlineDue());
    }
  }

  private long timeLeft(Handshake handshake, Context ctx) {
    return handshake.begunAt + config.openDeadline().toMillis() - ctx.nowMillis();
  }

  /** {@code mediator} is gone: what still needed it has failed. */
  void onMediatorDown(PeerId mediator, Context ctx) {
    for (PeerId remote : byRemote.keys()) { // A copy: a second attempt may begin.
      Handshake handshake = byRemote.get(remote);
      if (handshake.mediator.equals(mediator) && !handshake.answered) {
        attemptFailed(handshake, Cause.NO_ROUTE, ctx);
      }
    }
  }

  /** Ends all attempts without a word. */
  void abandonAll() {
    while (!byRemote.isEmpty()) {
      forget(byRemote.first());
    }
  }

  private void attemptFailed(Handshake handshake, Cause cause, Context ctx) {
    forget(handshake);
    if (handshake.offering) {
      failed++;
    }
    if (!owner.isWanted(handshake.remote)) {
      return;
    }
    // PROTOCOLS 1: "one retry through another common neighbor or a signaling node".
    PeerId other = owner.otherMediator(handshake);
    if (cause == Cause.REFUSED || handshake.attempt >= ATTEMPTS_MAX || other == null) {
      owner.gaveUp(handshake.remote, cause);
      return;
    }
    Handshake retry = new Handshake(handshake.remote, true, other, handshake.startedAt);
    retry.attempt = handshake.attempt;
    offer(retry, ctx);
  }

  private void forget(Handshake handshake) {
    byRemote.remove(handshake.remote);
    bySession.remove(handshake.session);
    connector.close(handshake.session);
  }

  long failed() {
    return failed;
  }

  long refused() {
    return refused;
  }

  long forged() {
    return forged;
  }
}
