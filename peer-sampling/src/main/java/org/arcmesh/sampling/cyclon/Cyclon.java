package org.arcmesh.sampling.cyclon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Recapture;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.cyclon.CyclonMessage.Answer;
import org.arcmesh.sampling.cyclon.CyclonMessage.Busy;
import org.arcmesh.sampling.cyclon.CyclonMessage.Entry;
import org.arcmesh.sampling.cyclon.CyclonMessage.Forward;
import org.arcmesh.sampling.cyclon.CyclonMessage.Gift;
import org.arcmesh.sampling.cyclon.CyclonMessage.Shuffle;
import org.arcmesh.sampling.cyclon.CyclonMessage.Subscribe;

/**
 * Cyclon: every period a peer shuffles a few entries of its view, whose size is fixed, with its
 * oldest neighbor, and takes that neighbor's place in the other's view.
 *
 * <p>The quoted sentences are those of the paper's "enhanced shuffling". Unlike in its simulator
 * messages take time here, so the rules of Spray hold: one open shuffle of its own per peer, others
 * refused meanwhile; of two crossing shuffles that of the lower id proceeds; a shuffle ends with
 * its answer or its link. Entries sent stay ours until the answer tells which of them have to give
 * way, so a link that dies in mid-shuffle loses none.
 *
 * <p>Deviation: neighbors that fail are dropped when their link goes down, not when they are next
 * chosen. Leavers say nothing more than goodbye, as in the paper.
 */
public final class Cyclon implements Sampler<CyclonMessage> {
  private static final int PENDING_MAX = 64;

  private final CyclonConfig config;
  private final Links links;
  private final Cache cache;
  private final Recapture heard = new Recapture();
  private final Map<PeerId, CyclonMessage> replies = new LinkedHashMap<>();

  /** Arcs that get a place only when they are open, and why they were asked for. */
  private final Map<PeerId, Purpose> pending = new LinkedHashMap<>();

  private Context ctx;
  private PeerId partner;
  private Shuffle open;
  private int round;
  private boolean isRetry;
  private long arcsLost;
  private boolean left;

  private enum Purpose {
    JOIN,
    WELCOME
  }

  private record Cycle() implements Timer {}

  private record Retry(int round) implements Timer {}

  private record Resend(int round) implements Timer {}

  /**
   * @param links those of the same peer
   */
  public Cyclon(CyclonConfig config, Links links) {
    this.config = config;
    this.links = links;
    this.cache = new Cache(config.view());
  }

  @Override
  public MessageTable messages() {
    return CyclonMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    // Any start will do, but that of a former life: its last round must not look like our first.
    round = ctx.random().nextInt();
    ctx.schedule(Duration.ofMillis(ctx.random().nextLong(config.period().toMillis())), new Cycle());
  }

  @Override
  public List<PeerId> view() {
    return cache.usable();
  }

  @Override
  public List<PeerId> sample(int count) {
    return cache.draw(count, ctx.self(), ctx.random()).stream().map(Entry::peer).toList();
  }

  /** From how often the same peers come by in shuffles: rough, a view of fixed size tells none. */
  @Override
  public double sizeEstimate() {
    return isIsolated() ? 1 : heard.peers(cache.size() + 1);
  }

  @Override
  public Duration period() {
    return config.period();
  }

  @Override
  public int arcs() {
    return cache.size() + pending.size();
  }

  @Override
  public long arcsLost() {
    return arcsLost;
  }

  @Override
  public boolean isIsolated() {
    return arcs() == 0 && links.inview().isEmpty();
  }

  @Override
  public void join(PeerId contact, PeerId mediator) {
    ask(contact, mediator, Purpose.JOIN);
  }

  /** Opens an arc that gets its place when it is open: until then nobody has to give way. */
  private void ask(PeerId target, PeerId mediator, Purpose purpose) {
    if (left || target.equals(ctx.self()) || pending.size() >= PENDING_MAX) {
      return;
    }
    if (pending.putIfAbsent(target, purpose) == null) {
      ctx.openArc(target, mediator);
    }
  }

  @Override
  public void onMessage(PeerId from, CyclonMessage message, Context ctx) {
    if (left) {
      if (message instanceof Shuffle late) {
        ctx.send(from, new Busy(late.round()));
      }
      return;
    }
    if (message instanceof Subscribe) {
      onSubscribe(from);
    } else if (message instanceof Forward forward) {
      if (!cache.contains(forward.newcomer())) {
        ask(forward.newcomer(), from, Purpose.WELCOME);
      }
    } else if (message instanceof Gift gift) {
      place(List.of(gift.entry()), List.of(), from);
    } else if (message instanceof Shuffle shuffle) {
      onShuffle(from, shuffle);
    } else if (message instanceof Answer answer) {
      onAnswer(from, answer);
    } else if (message instanceof Busy busy) {
      onBusy(from, busy);
    } else {
      throw new AssertionError("Cyclon does not know " + message);
    }
  }

  /**
   * A newcomer's c random walks begin. Deviation: they end after one step, since only the contact's
   * own neighbors have somebody, the contact, to open their arc to the newcomer through; a few
   * cycles of shuffling take the newcomer the rest of the way.
   */
  private void onSubscribe(PeerId newcomer) {
    List<Entry> ends = cache.draw(config.view(), newcomer, ctx.random());
    ends.forEach(end -> ctx.send(end.peer(), new Forward(newcomer)));
    if (ends.isEmpty()) {
      ask(newcomer, newcomer, Purpose.WELCOME);
    }
  }

  private void onShuffle(PeerId from, Shuffle shuffle) {
    CyclonMessage last = replies.get(from);
    if (last != null && roundOf(last) == shuffle.round()) {
      ctx.send(from, last); // A copy of a shuffle gets the same answer, a refusal too.
      return;
    }
    if (open != null) {
      if (!from.equals(partner) || ctx.self().compareTo(from) < 0) {
        reply(from, new Busy(shuffle.round()));
        return;
      }
      end(); // Ours crosses theirs, whose id is lower: it is answered by Busy, too late.
    }
    // The other side: "a random subset of at most l neighbors" goes back, and steps 6 and 7 follow.
    List<Entry> given = cache.draw(config.shuffle(), from, ctx.random());
    reply(from, new Answer(shuffle.round(), given));
    place(shuffle.entries(), given, from);
  }

  private void reply(PeerId to, CyclonMessage reply) {
    replies.put(to, reply);
    ctx.send(to, reply);
  }

  private static int roundOf(CyclonMessage reply) {
    return reply instanceof Answer answer ? answer.round() : ((Busy) reply).round();
  }

  private void onAnswer(PeerId from, Answer answer) {
    if (!isOpen(from, answer.round())) {
      return; // A second copy, or of a shuffle that gave way to a crossing one.
    }
    List<Entry> sent = open.entries();
    end();
    // The arc turns round: we are Q's neighbor now, and Q is no longer ours.
    if (cache.remove(from, true)) {
      ctx.closeArc(from);
    }
    place(answer.entries(), sent, from);
  }

  /**
   * "Discard entries pointing at P and entries already contained in P's cache. Update P's cache to
   * include all remaining entries, by firstly using empty cache slots (if any), and secondly
   * replacing entries among the ones sent to Q."
   *
   * @param mediator who sent them, and has links to all
   */
  private void place(List<Entry> received, List<Entry> sent, PeerId mediator) {
    ArrayDeque<Entry> replaceable = new ArrayDeque<>(sent);
    for (Entry entry : received) {
      heard.add(entry.peer());
      if (entry.peer().equals(ctx.self()) || cache.contains(entry.peer())) {
        continue;
      }
      while (cache.isFull() && !replaceable.isEmpty()) {
        PeerId replaced = replaceable.poll().peer();
        if (cache.remove(replaced, true)) {
          ctx.closeArc(replaced);
        }
      }
      if (cache.isFull()) {
        return;
      }
      cache.add(entry, false);
      ctx.openArc(entry.peer(), mediator);
    }
  }

  private void onBusy(PeerId from, Busy busy) {
    if (!isOpen(from, busy.round())) {
      return;
    }
    end();
    if (!isRetry) {
      ctx.schedule(config.retryAfter(ctx.random()), new Retry(round));
    }
  }

  private boolean isOpen(PeerId from, int round) {
    return open != null && from.equals(partner) && round == open.round();
  }

  private void end() {
    open = null;
    partner = null;
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (left) {
      return;
    }
    if (timer instanceof Cycle) {
      ctx.schedule(config.period(), timer);
      cache.age();
      begin(false);
    } else if (timer instanceof Retry retry) {
      if (retry.round() == round) {
        begin(true);
      }
    } else if (timer instanceof Resend resend) {
      if (open != null && resend.round() == open.round()) {
        offer();
      }
    } else {
      throw new AssertionError("Cyclon does not know " + timer);
    }
  }

  private void begin(boolean again) {
    if (open != null) {
      return; // Open since the last period; it ends with its answer or its link.
    }
    isRetry = again;
    // "Select neighbor Q with the highest age among all neighbors, and l − 1 other random
    // neighbors. Replace Q's entry with a new entry of age 0 and with P's address."
    Optional<PeerId> oldest = cache.oldest();
    if (oldest.isEmpty()) {
      return;
    }
    partner = oldest.get();
    List<Entry> subset = new ArrayList<>(List.of(new Entry(ctx.self(), 0)));
    subset.addAll(cache.draw(config.shuffle() - 1, partner, ctx.random()));
    open = new Shuffle(++round, subset);
    offer();
  }

  private void offer() {
    ctx.send(partner, open);
    ctx.schedule(config.resend(), new Resend(open.round()));
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    if (left || cache.opened(target)) {
      return;
    }
    Purpose purpose = pending.remove(target);
    Optional<Entry> given = Optional.empty();
    if (cache.contains(target)) {
      ctx.closeArc(target); // It came in a shuffle meanwhile; one arc is enough.
    } else {
      if (cache.isFull() && purpose != null) {
        // One of our entries is replaced by the newcomer's; likewise for our own contact.
        given = cache.draw(1, target, ctx.random()).stream().findFirst();
        given.ifPresent(entry -> replace(entry.peer()));
      }
      if (cache.isFull()) {
        ctx.closeArc(target);
      } else {
        cache.add(new Entry(target, 0), true);
      }
    }
    if (purpose == Purpose.JOIN) {
      ctx.send(target, new Subscribe());
    } else if (purpose == Purpose.WELCOME) {
      // The newcomer gets what it replaced, or while there is room, a copy of something.
      given
          .or(() -> cache.draw(1, target, ctx.random()).stream().findFirst())
          .ifPresent(entry -> ctx.send(target, new Gift(entry)));
    }
  }

  private void replace(PeerId target) {
    cache.remove(target, true);
    ctx.closeArc(target);
  }

  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    if (!left && !cache.remove(target, false)) {
      pending.remove(target);
    }
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    replies.remove(neighbor);
    if (left) {
      return;
    }
    if (neighbor.equals(partner)) {
      end();
    }
    if (cache.remove(neighbor, true) && cause != Cause.GOODBYE) {
      arcsLost++;
    }
  }

  @Override
  public void onLeave(Context ctx) {
    left = true;
  }
}
