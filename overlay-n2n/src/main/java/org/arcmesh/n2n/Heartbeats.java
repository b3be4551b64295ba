package org.arcmesh.n2n;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerMap;
import org.arcmesh.core.Timer;
import org.arcmesh.n2n.SignalingMessage.Goodbye;
import org.arcmesh.n2n.SignalingMessage.Heartbeat;

/**
 * Tells neighbors that we live and what we use of the link, and ends links that are silent or that
 * nobody uses.
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
    long silence = config.silence().toMillis();
    for (int place = 0; place < links.places(); place++) {
      Link link = links.at(place);
      if (link == null) {
        continue;
      }
      if (late > 0) {
        link.excuse(late); // While we were stalled ourselves we heard nobody.
      }
      if (link.silentMillis(now) >= silence) {
        drop.accept(link, Cause.SILENT);
      } else if (tick.beat()) {
        beat(link, ctx);
        closeIfUnused(link, ctx);
      }
    }
    scheduleTick(Math.max(1, config.heartbeat().toMillis() / 2), !tick.beat(), ctx);
  }

  void onHeartbeat(Link link, Heartbeat heartbeat, Context ctx) {
    link.onHeartbeat(heartbeat, ctx.nowMillis());
    link.noteUse(ctx.nowMillis());
  }

  /** Tells the neighbor soon that our arcs or holds have changed. */
  void claim(Link link, Context ctx) {
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

  private void closeIfUnused(Link link, Context ctx) {
    link.noteUse(ctx.nowMillis());
    long grace = config.grace().toMillis();
    boolean ours = ctx.self().compareTo(link.neighbor) < 0;
    // The lower id closes, the other one only if that one forgets.
    if (link.unusedMillis(ctx.nowMillis()) > (ours ? grace : 2 * grace)) {
      closeUnused(link, ctx);
    }
  }

  private void beat(Link link, Context ctx) {
    ctx.send(link.neighbor, link.heartbeat(ctx.nowMillis()));
  }
}
