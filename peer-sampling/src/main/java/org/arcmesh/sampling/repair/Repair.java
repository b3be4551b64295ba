package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Component;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Links;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.Count;
import org.arcmesh.sampling.repair.RepairMessage.CountDigest;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sampling.repair.RepairMessage.Hello;
import org.arcmesh.sampling.repair.RepairMessage.Merged;
import org.arcmesh.sampling.repair.RepairMessage.Nodes;
import org.arcmesh.sampling.repair.RepairMessage.Reached;
import org.arcmesh.sampling.repair.RepairMessage.Warning;

/**
 * Entry, partition detection and merge: PROTOCOLS, section 3.
 *
 * <p>Knows its component by the three smallest hashes in it, suspects a split when much goes down
 * at once, asks discovery now and then whether there are others of our application, and joins them
 * if so. A peer without arcs enters through a signaling node. It decides nothing about arcs: that
 * is the sampler's.
 */
public final class Repair implements Protocol<Message> {
  /** Over how many beats the size of the component is compared. Guess. */
  private static final int EPOCH_BEATS = 12;

  private static final double PEERS_MAX = 1e9;

  private final RepairConfig config;
  private final Sampler<?> sampler;
  private final Discovery discovery;
  private final Links links;
  private final Lookups lookups;
  private final String application;
  private final Suspicion suspicion;
  private final Mixing mixing;

  /** Foreign neighbors that we are opening an arc to, and their components. */
  private final Map<PeerId, Component> bridges = new LinkedHashMap<>();

  private Context ctx;
  private IdentitySet identity;
  private Gossip gossip;
  private Census census;
  private EndpointMemory memory;
  private Entry entry;
  private Newcomer newcomer;
  private DiscoveryCheck check;
  private Merge merge;
  private ComponentNews news;
  private long neighborsLost;
  private boolean left;

  /**
   * @param application its name, for people
   * @param sampler of the same peer
   * @param discovery of the same peer
   * @param links of the same peer
   */
  public Repair(
      RepairConfig config,
      String application,
      Sampler<?> sampler,
      Discovery discovery,
      Links links) {
    this.config = config;
    this.application = application;
    this.sampler = sampler;
    this.discovery = discovery;
    this.links = links;
    this.lookups = new Lookups(discovery);
    this.mixing = new Mixing(sampler);
    long beatMillis = config.beat().toMillis();
    this.suspicion =
        new Suspicion(
            config.suspicion().toMillis(),
            Math.max(sampler.period().toMillis(), 2 * beatMillis),
            EPOCH_BEATS * beatMillis);
  }

  record BeatDue() implements Timer {}

  record CorrectionDue() implements Timer {}

  @Override
  public MessageTable messages() {
    return RepairMessage.TABLE;
  }

  @Override
  public List<Class<? extends Message>> answers() {
    return Discovery.ANSWERS;
  }

  /** What we believe of our component; what a signaling node says of it when dialed. */
  public Component component() {
    if (ctx == null) {
      return new Component(List.of(), 0, 1); // Dialed before the peer has started.
    }
    return new Component(identity.smallest(), identity.stableMillis(ctx.nowMillis()), peers());
  }

  /** Whether there is reason to believe that the overlay has split. */
  public boolean isSuspicious() {
    return suspicion.isRaised(ctx.nowMillis());
  }

  /** Lookups so far that looked for other components. */
  public long checks() {
    return check == null ? 0 : check.checksMade();
  }

  private double peers() {
    return Math.min(PEERS_MAX, census.peers(ctx.nowMillis()));
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    long beatMillis = config.beat().toMillis();
    identity = new IdentitySet(ctx.self(), beatMillis, ctx.nowMillis());
    news = new ComponentNews(identity, beatMillis);
    gossip = new Gossip(links, sampler, identity, beatMillis);
    census = new Census(ctx.self(), beatMillis, EPOCH_BEATS, ctx.nowMillis());
    memory = new EndpointMemory(ctx.random());
    entry = new Entry(discovery, sampler, memory);
    newcomer = new Newcomer(config, application, sampler, discovery, links, lookups, entry, memory);
    check =
        new DiscoveryCheck(
            config, discovery, lookups, memory, identity, suspicion, this::component);
    merge = new Merge(config, gossip::near, entry, identity, this::peers, mixing, suspicion);
    ctx.schedule(Duration.ofMillis(ctx.random().nextLong(beatMillis)), new BeatDue());
    ctx.schedule(sampler.period(), new CorrectionDue());
    if (config.merging()) {
      check.start(ctx);
    }
    newcomer.start(ctx);
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    if (left) {
      return;
    }
    if (message instanceof Beats beats) {
      onBeats(from, beats.beats());
    } else if (message instanceof Nodes nodes) {
      nodes.endpoints().forEach(memory::heard);
    } else if (message instanceof CountDigest digest) {
      census.onDigest(digest).ifPresent(count -> ctx.send(from, count));
    } else if (message instanceof Count count) {
      census.onCount(count, ctx.nowMillis()).ifPresent(answer -> ctx.send(from, answer));
    } else if (message instanceof Hello hello) {
      onHello(from, hello.component());
    } else if (message instanceof Discovery.Answer answer) {
      onAnswer(answer);
    } else if (config.merging()) {
      onSplitMessage(from, message);
    }
  }

  private void onSplitMessage(PeerId from, Message message) {
    if (message instanceof Foreign foreign) {
      merge.onForeign(from, foreign, ctx);
    } else if (message instanceof Reached reached) {
      merge.onReached(from, reached, ctx);
    } else if (message instanceof Merged merged) {
      merge.onMerged(from, merged, ctx);
    } else if (message instanceof Warning) {
      suspicion.onWarning(from, ctx.nowMillis());
    } else {
      throw new AssertionError("repair does not know " + message);
    }
  }

  private void onAnswer(Discovery.Answer answer) {
    if (answer instanceof Discovery.Found found) {
      lookups.onFound(found.endpoint(), ctx);
    } else if (answer instanceof Discovery.LookedUp lookedUp) {
      lookups.onLookedUp(lookedUp.responders(), ctx);
    } else if (answer instanceof Discovery.Probed probed) {
      onMet(probed.endpoint(), probed.peer(), probed.component(), true);
    } else if (answer instanceof Discovery.Visited visited) {
      onMet(visited.endpoint(), visited.peer(), visited.component(), false);
    } else if (answer instanceof Discovery.ProbeFailed failed) {
      memory.failed(failed.endpoint(), ctx.nowMillis());
      check.onProbeFailed(failed.endpoint());
    } else if (answer instanceof Discovery.Entered entered) {
      entry.onEntered(entered, ctx);
    } else if (answer instanceof Discovery.Late late) {
      entry.onLate(late, ctx);
    } else if (answer instanceof Discovery.EntryFailed failed) {
      entry.onEntryFailed(failed, ctx);
    } else {
      throw new AssertionError("repair does not know " + answer);
    }
  }

  /** Whoever asked goes on, over the connection by which it asked; the other one can wait. */
  private void onMet(Endpoint endpoint, PeerId peer, Component theirs, boolean weAsked) {
    if (peer.equals(ctx.self())) {
      if (endpoint != null) {
        memory.isOwn(endpoint);
      }
      return;
    }
    if (endpoint != null) {
      memory.answered(endpoint, ctx.nowMillis());
    }
    if (!config.merging()) {
      return;
    }
    if (identity.isForeign(theirs, ctx.nowMillis())) {
      boolean later = !merge.onProven(endpoint, theirs, weAsked, ctx);
      if (later && endpoint != null) {
        check.askAgain(endpoint, config.settled(), ctx);
      }
    } else if (endpoint != null
        && newcomer.isJoined()
        && identity.isToJoin(theirs, weAsked, ctx.nowMillis())
        && entry.isIdle()) {
      entry.start(List.of(endpoint), Entry.Outcome.NOBODY_WAITS, ctx);
    } else if (endpoint != null && newcomer.isJoined()) {
      long wait = identity.millisToForeign(theirs, ctx.nowMillis());
      if (wait > 0) {
        check.askAgain(endpoint, Duration.ofMillis(wait), ctx);
      }
    }
  }

  private void onBeats(PeerId from, List<Beat> beats) {
    merge.onBeats(from, beats, ctx);
    for (Beat beat : beats) {
      if (identity.hear(beat, ctx.nowMillis())) {
        gossip.tell(beat.hash(), from, ctx);
      } else {
        gossip.heardAgain(beat, from);
      }
    }
    merge.look(ctx);
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (left) {
      return;
    }
    if (timer instanceof BeatDue) {
      onBeatDue();
    } else if (timer instanceof CorrectionDue) {
      onCorrectionDue();
    } else if (timer instanceof Gossip.FlushDue) {
      gossip.flush(ctx);
    } else if (timer instanceof Entry.Overdue overdue) {
      entry.onOverdue(overdue, ctx);
    } else if (timer instanceof Newcomer.Gathered gathered) {
      newcomer.onGathered(gathered);
    } else if (timer instanceof Newcomer.SearchDue due) {
      newcomer.onSearchDue(due);
    } else if (timer instanceof Newcomer.IsolationDue due) {
      newcomer.onIsolationDue(due);
    } else if (timer instanceof DiscoveryCheck.Due) {
      check.onDue(newcomer.isJoined(), peers(), ctx);
    } else if (timer instanceof DiscoveryCheck.FellowsDue) {
      check.onFellowsDue(ctx);
    } else if (timer instanceof DiscoveryCheck.AgainDue due) {
      check.onAgainDue(due);
    } else if (timer instanceof Mixing.Due) {
      mixing.onDue(ctx);
    } else if (timer instanceof Merge.Round round) {
      merge.onRound(round, ctx);
    } else if (timer instanceof Merge.JoinDue due) {
      merge.onJoinDue(due, ctx);
    } else if (timer instanceof Merge.SettledDue due) {
      merge.onSettledDue(due, ctx);
    } else {
      throw new AssertionError("repair does not know " + timer);
    }
  }

  private void onBeatDue() {
    ctx.schedule(config.beat(), new BeatDue());
    long now = ctx.nowMillis();
    int expired = identity.expire(now);
    identity.beat(peers(), now).ifPresent(beat -> gossip.tell(beat.hash(), ctx.self(), ctx));
    newcomer.look();
    gossip.ask(census.tick(now), ctx);
    if (config.merging() && newcomer.isJoined()) {
      gossip.greet(component(), ctx);
    }
    Suspicion.Sample sample =
        new Suspicion.Sample(now, sampler.arcs(), sampler.arcsLost(), neighborsLost, peers());
    boolean replaced = identity.isReplaced(now);
    if (config.merging()) {
      suspicion
          .look(sample, expired, replaced)
          .ifPresent(reason -> ctx.emit(new OverlayEvent.PartitionSuspected(reason)));
      if (suspicion.hasSeen(now)) {
        gossip.warn(ctx);
      }
      if (replaced) {
        check.look(newcomer.isJoined(), peers(), ctx);
      }
    }
    news.look(peers(), census.isSteady(now), now).ifPresent(ctx::emit);
  }

  private void onCorrectionDue() {
    ctx.schedule(sampler.period(), new CorrectionDue());
    if (newcomer.isJoined()) {
      census.nearest(sampler.sizeEstimate(), ctx.nowMillis()).ifPresent(sampler::correct);
    }
  }

  private void onHello(PeerId from, Component theirs) {
    if (config.merging() && identity.isForeign(theirs, ctx.nowMillis())) {
      merge.onNeighborProven(theirs, ctx);
      // No node is needed where there is a link; the merge hears of it when the arc is open.
      if (merge.isUnreached()) {
        bridges.put(from, theirs);
        sampler.join(from, from);
      }
    }
  }

  /** "A newcomer adopts its contact's set." */
  @Override
  public void onNeighborUp(PeerId neighbor, Context ctx) {
    if (left) {
      return;
    }
    if (entry.isContact(neighbor)) {
      merge.tellOther(neighbor, ctx);
    }
    gossip.introduceTo(neighbor, ctx);
    merge.introduceTo(neighbor, ctx);
    memory.tellSome(neighbor, ctx);
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    if (!left) {
      neighborsLost += cause == Cause.GOODBYE || cause == Cause.UNUSED ? 0 : 1;
      newcomer.look();
    }
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    if (left) {
      return;
    }
    // The link may be an old one, over which nothing went as long as there was no arc.
    gossip.introduceTo(target, ctx);
    Optional.ofNullable(bridges.remove(target)).ifPresent(side -> merge.onBridged(side, ctx));
    PeerId via = entry.mediatorOf(target);
    entry.onArcOpened(target);
    merge.introduceTo(target, ctx);
    if (newcomer.onArcOpened(via) && config.signalingNode()) {
      newcomer.announce();
      if (config.merging()) {
        check.onAnnounced(ctx);
      }
    }
  }

  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    if (!left) {
      bridges.remove(target);
      entry.onArcFailed(target, cause, ctx);
      newcomer.look();
    }
  }

  @Override
  public void onLeave(Context ctx) {
    left = true;
    newcomer.leave();
  }
}
