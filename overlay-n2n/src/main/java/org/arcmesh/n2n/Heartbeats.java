package org.arcmesh.n2n;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerMap;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.SignalingMessage.Goodbye;
import org.arcmesh.n2n.SignalingMessage.Heartbeat;

/**
 * Tells neighbors that we live and what we use of the link, and ends links that are silent or that
 * nobody uses.
 *
 * <p>Nobody relies on a link that neither end uses, and most links are such: each outlives its last
 * arc by the grace period. So it beats ever more rarely, and may be silent for so much longer: of
 * ten seconds after the last claim, which may have been lost, one and three have a heartbeat. When
 * either end uses the link again, it says so at once, is answered at once, and both beat at the
 * normal rate. An arc over a link that is silent is open when the answer has come, so that nobody
 * takes the dead for neighbors for longer than without such rest. If the neighbor has just closed
 * the link, that is its answer, and the arc opens a new one.
 */
final class Heartbeats {
  /** Changes of one handler, and of the next few, share one heartbeat. */
  private static final Duration CLAIM_DELAY = Duration.ofMillis(20);

  private final SignalingConfig config;
  private final PeerMap<Link> links;

  /** Whose numbers have changed; some may be told, or gone, by now. */
  private final List<Link> stale = new ArrayList<>();

  private final BiConsumer<Link, Cause> drop;
  private long tickDueAt;
  private boolean claimScheduled;

  /**
   * @param links the open ones, kept by the caller
   * @param drop ends a link
   */
  Heartbeats(SignalingConfig config, PeerMap<Link> links, BiConsumer<Link, Cause> drop) {
    this.config = config;
    this.links = links;
    this.drop = drop;
  }

  /** Twice per heartbeat: heartbeats go out, silence and disuse are noticed. */
  record Tick(boolean beat) implements Timer {}

  record ClaimDue() implements Timer {}

  void start(Context ctx) {
    // A random phase, so that the peers of a simulation or of one JVM do not beat together.
    scheduleTick(ctx.random().nextLong(config.heartbeat().toMillis()) + 1, true, ctx);
  }

  private void scheduleTick(long afterMillis, boolean beat, Context ctx) {
    tickDueAt = ctx.nowMillis() + afterMillis;
    ctx.schedule(Duration.ofMillis(afterMillis), new Tick(beat));
  }

  void onTick(Tick tick, Context ctx) {
    long late = Math.max(0, ctx.nowMillis() - tickDueAt);
    long now = ctx.nowMillis();
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      if (link == null) {
        continue;
      }
      if (late > 0) {
        link.excuse(late); // While we were stalled ourselves we heard nobody.
      }
      if (link.silentMillis(now) >= silenceMillis(link, now)) {
        drop.accept(link, Cause.SILENT);
      } else if (tick.beat()) {
        // An arc that waits for a sign of life must not take the last one before the end for it.
        boolean closed = closeIfUnused(link, ctx);
        if (!closed && link.restedMillis(now) >= restMillis(link, now)) {
          beat(link, ctx);
        }
      }
    }
    scheduleTick(Math.max(1, config.heartbeat().toMillis() / 2), !tick.beat(), ctx);
  }

  /** For how long a neighbor may be silent. */
  private long silenceMillis(Link link, long now) {
    return config.silence().toMillis() + disuseMillis(link, now);
  }

  /** For how long we need not beat; a claim within the last half heartbeat was a beat, too. */
  private long restMillis(Link link, long now) {
    long heartbeat = config.heartbeat().toMillis();
    return Math.max(heartbeat, disuseMillis(link, now)) - heartbeat / 2;
  }

  /** Guess: each interval of an unused link takes three quarters of its disuse. */
  private static long disuseMillis(Link link, long now) {
    return link.unusedMillis(now) * 3 / 4;
  }

  void onHeartbeat(Link link, Heartbeat heartbeat, Context ctx) {
    long now = ctx.nowMillis();
    boolean wasUnused = link.unusedSince >= 0;
    link.onHeartbeat(heartbeat, now);
    link.noteUse(now);
    if (wasUnused && link.unusedSince < 0 && link.restedMillis(now) >= restMillis(link, now)) {
      claim(link, ctx); // Who revives a link waits for a sign of life.
    }
  }

  /** Whether a link that nobody has used has to give a sign of life before it is used. */
  boolean isDoubtful(Link link, Context ctx) {
    return link.unusedSince >= 0 && isLate(link, ctx);
  }

  /** Whether a neighbor that should have beaten has not. */
  boolean isQuiet(Link link, Context ctx) {
    return link.unusedSince < 0 && isLate(link, ctx);
  }

  /** Whether it has been silent for longer than a heartbeat and what may make one late. */
  private boolean isLate(Link link, Context ctx) {
    return 2 * link.silentMillis(ctx.nowMillis()) > 3 * config.heartbeat().toMillis();
  }

  /**
   * We have one more arc to the neighbor.
   *
   * @param mediator who knows it, too
   * @return whether it is open at once, and with it all that waited
   */
  boolean claimArc(Link link, PeerId mediator, Context ctx) {
    boolean open = link.awaited == 0 && !isDoubtful(link, ctx);
    link.awaited++;
    link.mediator = mediator;
    claim(link, ctx);
    return open;
  }

  /** Tells the neighbor, if there is a link, soon that our arcs or holds have changed. */
  void claim(Link link, Context ctx) {
    if (link == null) {
      return;
    }
    if (isDoubtful(link, ctx)) {
      // The neighbor could not know that we would wait for it: as if it had beaten in time.
      link.excuse(link.silentMillis(ctx.nowMillis()) - config.heartbeat().toMillis());
    }
    link.noteUse(ctx.nowMillis());
    if (!link.claimIsStale) {
      link.claimIsStale = true;
      stale.add(link);
    }
    if (!claimScheduled) {
      claimScheduled = true;
      ctx.schedule(CLAIM_DELAY, new ClaimDue());
    }
  }

  void onClaimDue(Context ctx) {
    claimScheduled = false;
    for (Link link : stale) {
      if (link.claimIsStale && links.get(link.neighbor) == link) {
        beat(link, ctx);
      }
    }
    stale.clear();
  }

  /** Makes room by closing the link that nobody has used for the longest time, if there is one. */
  boolean closeLongestUnused(Context ctx) {
    Link longest = null;
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      if (link != null
          && link.unusedSince >= 0
          && (longest == null || link.unusedSince < longest.unusedSince)) {
        longest = link;
      }
    }
    if (longest != null) {
      closeUnused(longest, ctx);
    }
    return longest != null;
  }

  private void closeUnused(Link link, Context ctx) {
    ctx.send(link.neighbor, new Goodbye(Cause.UNUSED));
    drop.accept(link, Cause.UNUSED);
  }

  private boolean closeIfUnused(Link link, Context ctx) {
    link.noteUse(ctx.nowMillis());
    long grace = config.grace().toMillis();
    boolean ours = ctx.self().compareTo(link.neighbor) < 0;
    // The lower id closes, the other one only if that one forgets.
    boolean closes = link.unusedMillis(ctx.nowMillis()) > (ours ? grace : 2 * grace);
    if (closes) {
      closeUnused(link, ctx);
    }
    return closes;
  }

  private void beat(Link link, Context ctx) {
    ctx.send(link.neighbor, link.heartbeat(ctx.nowMillis()));
  }
}
