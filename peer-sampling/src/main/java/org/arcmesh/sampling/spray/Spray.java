package org.arcmesh.sampling.spray;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.PartialView;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.spray.SprayMessage.Answer;
import org.arcmesh.sampling.spray.SprayMessage.Busy;
import org.arcmesh.sampling.spray.SprayMessage.Exchange;
import org.arcmesh.sampling.spray.SprayMessage.Forward;
import org.arcmesh.sampling.spray.SprayMessage.Subscribe;

/**
 * Spray: every period a peer swaps a random half of its view with its oldest neighbor, so that
 * views stay random and even, and their mean size is {@code a·ln N + b} without anybody knowing N.
 *
 * <p>The quoted sentences are those of PROTOCOLS, section 1, after the paper. Unlike in the paper's
 * simulator messages take time here; a peer has at most one exchange of its own open, and refuses
 * others meanwhile: two open exchanges would hand out the same arc twice.
 */
public final class Spray implements Sampler<SprayMessage> {
  private final SprayConfig config;
  private final Links links;
  private final PartialView view = new PartialView();
  private final Ledger ledger = new Ledger();
  private final ViewSizes sizes = new ViewSizes();
  private final Density density = new Density(view, sizes, ledger);
  private final Replies replies;
  private final Subscriptions subscriptions = new Subscriptions();

  private Context ctx;
  private PeerId partner;
  private Exchange exchange;
  private int round;
  private boolean isRetry;
  private long arcsLost;
  private boolean left;

  /** A sampler over {@code links}, those of the same peer. */
  public Spray(SprayConfig config, Links links) {
    this.config = config;
    this.links = links;
    this.replies = new Replies(config.resend());
  }

  @Override
  public MessageTable messages() {
    return SprayMessage.TABLE;
  }

  @Override
  public int prefetch() {
    return view.prefetch() + replies.prefetch() + sizes.prefetch() + (ledger.joined > 0 ? 1 : 0);
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    // Any start will do, but that of a former life: its last round must not look like our first.
    round = ctx.random().nextInt();
    ctx.schedule(
        Duration.ofMillis(ctx.random().nextLong(config.period().toMillis())),
        new SprayTimer.Cycle());
  }

  @Override
  public List<PeerId> view() {
    return view.usable();
  }

  @Override
  public List<PeerId> sample(int count) {
    return view.sample(count, ctx.random());
  }

  @Override
  public double sizeEstimate() {
    return isIsolated() ? 1 : config.peers(sizes.mean(view.usableSize()));
  }

  @Override
  public Duration period() {
    return config.period();
  }

  @Override
  public int arcs() {
    return view.size();
  }

  @Override
  public long arcsLost() {
    return arcsLost;
  }

  @Override
  public boolean isIsolated() {
    return view.isEmpty() && links.inview().isEmpty();
  }

  /** Where our arcs came from and where they went. */
  public SprayLedger ledger() {
    return ledger.snapshot(exchange == null ? 0 : exchange.sample().size());
  }

  @Override
  public void join(PeerId contact, PeerId mediator) {
    // "P_p = {(c,0)}; send subs(p) to c": the message needs the link, so it waits for the arc.
    if (left || contact.equals(ctx.self()) || !subscriptions.await(contact)) {
      return;
    }
    ledger.joined++;
    open(contact, mediator);
  }

  /** "Adds duplicates (density too low) or drops arcs, duplicates first (too high)." */
  @Override
  public void correct(double peers) {
    if (config.correction() && !left && exchange == null) {
      density.correct(config.meanView(peers), this::duplicate, ctx);
    }
  }

  @Override
  public void onMessage(PeerId from, SprayMessage message, Context ctx) {
    if (left) {
      if (message instanceof Exchange late) {
        ctx.send(from, new Busy(late.round())); // Whoever gets no answer counts unsettled arcs.
      }
      return;
    }
    if (message instanceof Subscribe) {
      onSubscribe(from);
    } else if (message instanceof Forward forward) {
      gain(forward.newcomer(), from);
    } else if (message instanceof Exchange offered) {
      onExchange(from, offered);
    } else if (message instanceof Answer answer) {
      onAnswer(from, answer);
    } else if (message instanceof Busy busy) {
      onBusy(from, busy);
    } else {
      throw new AssertionError("Spray does not know " + message);
    }
  }

  /** "P_c empty: P_c += (o,0); else: fwdSubs(o) to q, for EACH arc (q,_) of P_c". */
  private void onSubscribe(PeerId newcomer) {
    if (view.isEmpty()) {
      gain(newcomer, newcomer);
      return;
    }
    view.usable().forEach(neighbor -> forward(newcomer, neighbor));
    // When many join at once most arcs are still opening; left out, they would thin the overlay.
    view.opening().forEach(neighbor -> subscriptions.owe(neighbor, newcomer));
  }

  private void forward(PeerId newcomer, PeerId neighbor) {
    // A newcomer that we have an arc to already would make itself a self-loop.
    if (!neighbor.equals(newcomer)) {
      ctx.send(neighbor, new Forward(newcomer));
    }
  }

  private void gain(PeerId newcomer, PeerId mediator) {
    int gained = accept(newcomer, mediator);
    ledger.joined += gained;
    if (gained > 0 && exchange == null) {
      density.makeRoom(ctx);
    }
  }

  /** "P_q += (o,0), one mediator (c)". Tells how many arcs more we have: one or none. */
  private int accept(PeerId target, PeerId mediator) {
    if (target.equals(ctx.self()) || view.size() >= config.arcsMax()) {
      ledger.refused++;
      return 0;
    }
    open(target, mediator);
    return 1;
  }

  private void onExchange(PeerId from, Exchange offered) {
    Optional<SprayMessage> replayed = replies.find(from, offered.round(), ctx.nowMillis());
    if (replayed.isPresent()) {
      // "the receiver replays its cached answer for a round it has answered"
      ctx.send(from, replayed.get());
      return;
    }
    if (exchange != null) {
      if (!from.equals(partner) || ctx.self().compareTo(from) < 0) {
        // For good: once we are free a copy of it must not be taken up, its sender has moved on.
        reply(from, new Busy(offered.round()));
        return;
      }
      // "of two crossing exchanges the lower id's proceeds"; ours is answered by Busy, too late.
      keepOffered();
    }
    int before = view.usableSize();
    // "T = random subset of P_q of size ceil(|P_q|/2), drawn BEFORE merging"
    int toInitiator = view.arcsTo(from);
    List<PeerId> given = view.giveHalf(ctx.random());
    ledger.returned += given.size();
    List<PeerId> answer = SprayMessage.replaced(given, from, ctx.self(), toInitiator);
    reply(from, new Answer(offered.round(), answer, before));
    sizes.add(offered.arcs());
    given.forEach(ctx::closeArc);
    ledger.taken += receive(offered.sample(), from);
  }

  private void reply(PeerId to, SprayMessage reply) {
    replies.put(to, reply, ctx.nowMillis());
    ctx.send(to, reply);
  }

  /** "P = P - (S with p replaced by q) + S' with age 0". */
  private void onAnswer(PeerId from, Answer answer) {
    if (!isOpen(from, answer.round())) {
      return; // A second copy, or of an exchange that gave way to a crossing one.
    }
    ledger.offered += exchange.sample().size();
    exchange = null;
    partner = null;
    sizes.add(answer.arcs());
    view.giveLent().forEach(ctx::closeArc);
    ledger.obtained += receive(answer.sample(), from);
  }

  /** Opens the arcs that came in an exchange; their former owner keeps the links for a while. */
  private int receive(List<PeerId> sample, PeerId mediator) {
    int before = view.size();
    sample.forEach(target -> accept(target, mediator));
    return view.size() - before;
  }

  /** "the initiator retries once, jittered, with ages unchanged". */
  private void onBusy(PeerId from, Busy busy) {
    if (isOpen(from, busy.round())) {
      keepOffered();
      if (!isRetry) {
        ctx.schedule(config.retryAfter(ctx.random()), new SprayTimer.Retry(round));
      }
    }
  }

  private boolean isOpen(PeerId from, int round) {
    return exchange != null && from.equals(partner) && round == exchange.round();
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (left) {
      return;
    }
    if (timer instanceof SprayTimer.Cycle) {
      ctx.schedule(config.untilNextCycle(view.size(), ctx.random()), timer);
      cycle();
    } else if (timer instanceof SprayTimer.Retry retry) {
      if (retry.round() == round) {
        begin(true);
      }
    } else if (exchange != null && ((SprayTimer.Resend) timer).round() == exchange.round()) {
      offer();
    }
  }

  /** "every period, at p: all ages += 1; q = an oldest arc's peer". */
  @Override
  public void cycle() {
    view.age();
    begin(false);
  }

  private void begin(boolean again) {
    Optional<PeerId> oldest = view.oldest();
    if (exchange != null || oldest.isEmpty()) {
      return; // Open since the last period, it ends with its answer or its link; or all alone.
    }
    isRetry = again;
    partner = oldest.get();
    // "S = random subset of P minus one occurrence of q, of size ceil(|P|/2) - 1; plus (p,0)": our
    // own id stands in for the occurrence of q. "send S with every q replaced by p".
    List<PeerId> lent = view.lendHalf(partner, ctx.random());
    int toPartner = view.arcsTo(partner);
    List<PeerId> offered = SprayMessage.replaced(lent, partner, ctx.self(), toPartner);
    exchange = new Exchange(++round, offered, view.usableSize());
    offer();
  }

  /** "resends Exchange(round) until it is answered or the link is down". */
  private void offer() {
    ctx.send(partner, exchange);
    ctx.schedule(config.resend(), new SprayTimer.Resend(exchange.round()));
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    if (left) {
      return;
    }
    if (!view.opened(target)) {
      view.add(target, true); // Given to us by a mediator.
      ledger.introduced++;
    }
    if (subscriptions.take(target)) {
      ctx.send(target, new Subscribe());
    }
    if (subscriptions.isOwing()) {
      subscriptions.takeOwed(target).forEach(newcomer -> forward(newcomer, target));
    }
  }

  /** "onArcDown(q): remove that arc; always add a copy (age 0) of a random neighbor". */
  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    if (left) {
      return;
    }
    if (view.failed(target)) {
      ledger.dropped++;
    }
    subscriptions.take(target);
    for (PeerId newcomer : subscriptions.takeOwed(target)) {
      view.any(ctx.random())
          .ifPresentOrElse(other -> forward(newcomer, other), () -> gain(newcomer, newcomer));
    }
    duplicate();
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    replies.forget(neighbor);
    if (left) {
      return;
    }
    if (neighbor.equals(partner)) {
      // The partner may have taken the offered arcs before its link died. We cannot know.
      ledger.unsettled += exchange.sample().size();
      keepOffered();
    }
    int before = view.size();
    lost(before, view.linkDown(neighbor), cause == Cause.GOODBYE);
  }

  /** Our exchange will not be answered: what was offered in it stays ours. */
  private void keepOffered() {
    exchange = null;
    partner = null;
    int before = view.size();
    lost(before, view.takeBack().size(), false);
  }

  /**
   * "onPeerDown(q): s = |P| before; occ = occurrences of q; remove them; occ times, if P not empty:
   * with probability 1 - a/s - b/e^s add a copy (age 0) of a random neighbor".
   */
  private void lost(int before, int occurrences, boolean leaver) {
    ledger.dropped += occurrences;
    if (leaver) {
      return; // Its introductions are what makes up for it: see onLeave.
    }
    arcsLost += occurrences;
    for (int i = 0; i < occurrences; i++) {
      if (ctx.random().nextDouble() < config.copied(before)) {
        duplicate();
      }
    }
  }

  private void duplicate() {
    // Only an arc whose link is open has a copy at once; a view with none is as good as empty.
    Optional<PeerId> neighbor = view.any(ctx.random());
    if (neighbor.isPresent()) {
      ledger.duplicated++;
      open(neighbor.get(), neighbor.get());
    }
  }

  private void open(PeerId target, PeerId mediator) {
    view.add(target, false);
    ctx.openArc(target, mediator);
  }

  /** "introduce (|P| - a) random pairs (in-neighbor → out-neighbor), say goodbye, close". */
  @Override
  public void onLeave(Context ctx) {
    left = true;
    int pairs = (int) Math.round(view.size() - config.a());
    Farewell.pairs(links.inview(), view.usable(), pairs, ctx.random())
        .forEach(pair -> ctx.introduce(pair.origin(), pair.target()));
  }
}
