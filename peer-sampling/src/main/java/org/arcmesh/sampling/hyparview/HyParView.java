package org.arcmesh.sampling.hyparview;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Disconnect;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ForwardJoin;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Join;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Neighbor;
import org.arcmesh.sampling.hyparview.HyParViewMessage.NeighborReply;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Seek;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Shuffle;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ShuffleReply;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Way;

/**
 * HyParView: few neighbors, agreed upon by both ends and kept until they fail, and a larger passive
 * view, kept fresh by shuffles, to replace them from.
 *
 * <p>The quoted sentences are those of the paper, shortened. Both ends hold an arc to each other;
 * passive entries are ids and nothing more.
 *
 * <p>Deviation: to connect to somebody one needs a mediator. So what walks carries its path, the
 * peer where a walk ends says so to the origin along it, and the origin climbs it: see {@link
 * Climbs}. To replace a neighbor a peer does not dial a random passive entry, it sends a walk that
 * wants it; where the walk meets somebody who has a link to the wanted one it goes there, and
 * otherwise its end, a random peer like any passive entry, will do.
 *
 * <p>Deviation: heartbeats tell how many arcs the other end has, so a neighbor for whom we are none
 * is found out and dropped. The paper leaves open what becomes of crossing messages.
 */
public final class HyParView implements Sampler<HyParViewMessage> {
  /** A question without an answer. Guess: twice the deadline of an arc. */
  private static final long ANSWER_MILLIS = 10_000;

  /** A neighbor may take so long to claim its arc. Guess: a few heartbeats. */
  private static final long CLAIM_MILLIS = 5_000;

  private final HyParViewConfig config;
  private final Links links;
  private final Arcs arcs = new Arcs();
  private final Climbs climbs;
  private final ActiveView active;
  private final PassiveView passive;
  private final Walks walks;
  private final Shuffles shuffles;
  private Context ctx;

  /** Ways that we have asked for. */
  private int ways;

  private long arcsLost;
  private boolean left;

  /**
   * @param links those of the same peer
   */
  public HyParView(HyParViewConfig config, Links links) {
    this.config = config;
    this.links = links;
    this.climbs = new Climbs(arcs, links);
    this.active = new ActiveView(config.active());
    this.passive = new PassiveView(config.passive());
    this.walks = new Walks(config, links, active);
    this.shuffles = new Shuffles(config, active, passive, walks);
  }

  private record Cycle() implements Timer {}

  private record PromotionDue() implements Timer {}

  @Override
  public MessageTable messages() {
    return HyParViewMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    arcs.start(ctx);
    walks.start(ctx);
    shuffles.start(ctx);
    ctx.schedule(random(config.period()), new Cycle());
    ctx.schedule(random(config.promotion()), new PromotionDue());
  }

  private Duration random(Duration most) {
    return Duration.ofMillis(ctx.random().nextLong(most.toMillis()));
  }

  @Override
  public List<PeerId> view() {
    return active.peers().stream().filter(arcs::isOpen).toList();
  }

  /** The passive view, for who looks on. */
  public int passive() {
    return passive.size();
  }

  @Override
  public List<PeerId> sample(int count) {
    return PassiveView.draw(view(), count, ctx.random());
  }

  /** From how often the same peers come by in shuffles: rough, a view of fixed size tells none. */
  @Override
  public double sizeEstimate() {
    return isIsolated() ? 1 : shuffles.peers(active.peers().size() + 1);
  }

  @Override
  public Duration period() {
    return config.period();
  }

  @Override
  public int arcs() {
    return arcs.size();
  }

  @Override
  public long arcsLost() {
    return arcsLost;
  }

  @Override
  public boolean isIsolated() {
    return arcs.size() == 0 && links.inview().isEmpty();
  }

  @Override
  public void join(PeerId contact, PeerId mediator) {
    if (!left && !contact.equals(ctx.self())) {
      arcs.needAnew(contact, mediator).joining = true;
    }
  }

  @Override
  public void onMessage(PeerId from, HyParViewMessage message, Context ctx) {
    if (left) {
      return;
    }
    if (message instanceof Join) {
      onJoin(from);
    } else if (message instanceof ForwardJoin walk) {
      if (walks.onForwardJoin(from, walk)) {
        shuffles.know(walk.newcomer());
      }
    } else if (message instanceof Seek walk) {
      walks.onSeek(from, walk);
    } else if (message instanceof Way way) {
      onWay(way);
    } else if (message instanceof Neighbor neighbor) {
      onNeighbor(from, neighbor.high());
    } else if (message instanceof NeighborReply reply) {
      onNeighborReply(from, reply.accepted());
    } else if (message instanceof Disconnect) {
      onDisconnect(from);
    } else if (message instanceof Shuffle shuffle) {
      shuffles.onShuffle(from, shuffle);
    } else if (message instanceof ShuffleReply reply) {
      shuffles.onShuffleReply(reply);
    } else {
      throw new AssertionError("HyParView does not know " + message);
    }
  }

  /**
   * "A node that receives a join request will start by adding the new node to its active view, even
   * if it has to drop a random node from it. The contact node c will then send to all other nodes
   * in its active view a ForwardJoin request containing the new node identifier."
   */
  private void onJoin(PeerId newcomer) {
    activate(newcomer);
    for (PeerId neighbor : active.peers()) {
      if (!neighbor.equals(newcomer)) {
        ctx.send(neighbor, new ForwardJoin(newcomer, config.activeWalk(), List.of(ctx.self())));
      }
    }
  }

  private void onWay(Way way) {
    if (!way.origin().equals(ctx.self())) {
      walks.back(way.origin(), way.path(), way);
    } else if (ways > 0) {
      ways--;
      PeerId end = way.path().get(way.path().size() - 1);
      if (!active.contains(end) && (way.high() || !active.isFull())) {
        climbs.start(way.path(), way.high(), ctx);
      }
    }
  }

  /**
   * "A node q that receives a high priority neighbor request will always accept the request, even
   * if it has to drop a random member from its active view [...]. If a node q receives a low
   * priority Neighbor request, it will only accept the request if it has a free slot in its active
   * view, otherwise it will refuse the request."
   */
  private void onNeighbor(PeerId from, boolean high) {
    boolean accepted = high || active.contains(from) || !active.isFull();
    if (accepted) {
      activate(from);
    }
    ctx.send(from, new NeighborReply(accepted));
  }

  private void onNeighborReply(PeerId from, boolean accepted) {
    Arcs.Arc arc = arcs.find(from);
    boolean asked = arc != null && arc.isAsked();
    boolean takes = asked && (arc.askedHigh || active.contains(from) || !active.isFull());
    if (asked) {
      arc.askedAt = -1;
    }
    if (accepted && takes) {
      activate(from);
    } else if (accepted && !active.contains(from)) {
      ctx.send(from, new Disconnect()); // Too late, or never asked.
    }
    if (asked) {
      arcs.release(arc);
    }
  }

  /** The peer becomes a neighbor, "even if it has to drop a random node" from the active view. */
  private void activate(PeerId peer) {
    if (active.contains(peer)) {
      return;
    }
    if (active.isFull()) {
      PeerId dropped = active.peers().get(ctx.random().nextInt(active.peers().size()));
      ctx.send(dropped, new Disconnect());
      deactivate(dropped);
    }
    passive.remove(peer);
    active.add(peer, ctx.nowMillis());
    arcs.need(peer, peer).active = true;
  }

  /** Who disconnects goes from the active view to the passive one. */
  private void onDisconnect(PeerId from) {
    if (active.contains(from)) {
      deactivate(from);
    }
  }

  private void deactivate(PeerId peer) {
    active.remove(peer);
    shuffles.know(peer);
    Arcs.Arc arc = arcs.find(peer);
    if (arc != null) {
      arc.active = false;
      arcs.release(arc);
    }
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (left) {
      return;
    }
    if (timer instanceof Cycle) {
      ctx.schedule(config.period(), timer);
      shuffles.begin(view());
    } else if (timer instanceof PromotionDue) {
      ctx.schedule(config.promotion(), timer);
      arcs.forgetAsked(ctx.nowMillis() - ANSWER_MILLIS);
      active.unclaimed(links.inview(), ctx.nowMillis() - CLAIM_MILLIS).forEach(this::dropUnclaimed);
      promote();
    } else {
      throw new AssertionError("HyParView does not know " + timer);
    }
  }

  private void dropUnclaimed(PeerId neighbor) {
    ctx.send(neighbor, new Disconnect());
    deactivate(neighbor);
  }

  /**
   * "It selects a random node q from its passive view", and asks it with high priority if the
   * active view is empty, with low priority otherwise.
   */
  private void promote() {
    if (active.peers().size() + arcs.asked() + climbs.size() >= config.active()) {
      return;
    }
    boolean high = active.isEmpty();
    Optional<PeerId> wanted = passive.any(ctx.random());
    if (wanted.filter(links::isNeighbor).isPresent()) {
      climbs.start(List.of(wanted.get()), high, ctx);
      return;
    }
    List<PeerId> from = high ? links.neighbors() : view();
    if (!from.isEmpty()) {
      PeerId first = from.get(ctx.random().nextInt(from.size()));
      ways = Math.min(ways + 1, config.activeWalk() * config.active());
      ctx.send(
          first,
          new Seek(ctx.self(), wanted.stream().toList(), high, config.activeWalk(), List.of()));
    }
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    if (left) {
      return;
    }
    Arcs.Arc arc = arcs.opened(target);
    if (arc == null) {
      return;
    }
    if (arc.joining) {
      arc.joining = false;
      ctx.send(target, new Join());
      ways = config.active(); // One from each other neighbor of the contact.
      activate(target);
    }
    climbs.onArcOpened(target, ctx);
  }

  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    if (!left) {
      lost(target);
      passive.remove(target);
    }
  }

  /**
   * "When a node p suspects that one of the nodes present in its active view has failed", it is
   * replaced.
   */
  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    if (left || !arcs.isOpen(neighbor)) {
      return;
    }
    if (lost(neighbor) && cause != Cause.GOODBYE) {
      arcsLost++;
    }
    promote();
  }

  private boolean lost(PeerId target) {
    climbs.onArcLost(target);
    arcs.lost(target);
    return active.remove(target);
  }

  @Override
  public void onLeave(Context ctx) {
    left = true;
  }
}
