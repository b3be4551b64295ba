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

  /** Guess: 25 s at the longest, after which the arc is better off elsewhere. */
  private static final int WAITS_MAX = 5;

  /** Whom another process has told that it is busy asks again after this. Guess. */
  private static final int REFUSED_WAIT_MILLIS = 1_000;

  private final SignalCheck check;
  private final Connector connector;
  private final SignalingConfig config;
  private final Owner owner;

  /** In the order in which they began. */
  private final PeerMap<Handshake> byRemote = new PeerMap<>();

  private final LongMap<Handshake> bySession = new LongMap<>();

  /** Attempts that are to begin once this process, or the other, has time for them. */
  private final PeerMap<Handshake> waiting = new PeerMap<>();

  private boolean deadlineScheduled;
  private long busy;
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

  /** An attempt to reach {@code remote} has waited for the time it was told. */
  record AskAgain(PeerId remote) implements Timer {}

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
    return byRemote.size() + waiting.size();
  }

  /** Opens the link to {@code remote}, unless that is under way, from either side. */
  void open(PeerId remote, PeerId mediator, Context ctx) {
    if (byRemote.containsKey(remote) || waiting.containsKey(remote)) {
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

  /** What the connector has to say of an attempt. */
  void onAnswer(Connector.Answer answer, Context ctx) {
    if (answer instanceof Connector.Described described) {
      onDescribed(described.session(), described.description(), ctx);
    } else if (answer instanceof Connector.Gathered gathered) {
      onGathered(gathered.session(), gathered.candidate(), ctx);
    } else if (answer instanceof Connector.Connected connected) {
      onConnected(connected.session());
    } else if (answer instanceof Connector.ConnectFailed connectFailed) {
      onConnectFailed(connectFailed.session(), ctx);
    } else if (answer instanceof Connector.Busy told) {
      onBusy(told.session(), told.retryMillis(), ctx);
    } else {
      throw new AssertionError("signaling does not know " + answer);
    }
  }

  private void onDescribed(long session, Description description, Context ctx) {
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

  private void onGathered(long session, String candidate, Context ctx) {
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
    waiting.remove(remote);
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
      if (refuse.cause() == Cause.BUSY) {
        waitFor(handshake, REFUSED_WAIT_MILLIS, ctx);
        return;
      }
      attemptFailed(handshake, refuse.cause(), ctx);
    }
  }

  private void onConnected(long session) {
    Handshake handshake = bySession.get(session);
    if (handshake == null) {
      connector.close(session); // Given up at the last moment.
      return;
    }
    byRemote.remove(handshake.remote);
    bySession.remove(session);
    owner.opened(handshake);
  }

  private void onConnectFailed(long session, Context ctx) {
    Handshake handshake = bySession.get(session);
    if (handshake != null) {
      attemptFailed(handshake, Cause.CLOSED, ctx);
    }
  }

  private void onBusy(long session, int retryMillis, Context ctx) {
    Handshake handshake = bySession.get(session);
    if (handshake == null) {
      return; // Given up in the meantime.
    }
    if (!handshake.offering && owner.reaches(handshake.mediator)) {
      ctx.send(handshake.mediator, new Refuse(ctx.self(), handshake.remote, session, Cause.BUSY));
    }
    waitFor(handshake, retryMillis, ctx);
  }

  /** Has an attempt begin again later, as often as is reasonable. */
  private void waitFor(Handshake handshake, int millis, Context ctx) {
    forget(handshake);
    busy++;
    PeerId remote = handshake.remote;
    if (!owner.isWanted(remote)) {
      return;
    }
    if (++handshake.waits > WAITS_MAX) {
      owner.gaveUp(remote, Cause.BUSY);
      return;
    }
    waiting.put(remote, handshake);
    long jittered = millis + ctx.random().nextLong(millis / 2 + 1);
    ctx.schedule(Duration.ofMillis(jittered), new AskAgain(remote));
  }

  void onAskAgain(AskAgain again, Context ctx) {
    Handshake waited = waiting.remove(again.remote());
    if (waited == null || !owner.isWanted(again.remote())) {
      return;
    }
    PeerId mediator =
        owner.reaches(waited.mediator) ? waited.mediator : owner.otherMediator(waited);
    if (mediator == null) {
      owner.gaveUp(again.remote(), Cause.NO_ROUTE);
      return;
    }
    Handshake next = new Handshake(again.remote(), true, mediator, waited.startedAt);
    next.waits = waited.waits;
    next.attempt = waited.attempt - 1; // To wait is not to have tried.
    offer(next, ctx);
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
    waiting.clear();
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
    retry.waits = handshake.waits;
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

  long busy() {
    return busy;
  }

  long forged() {
    return forged;
  }
}
