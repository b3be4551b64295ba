package org.arcmesh.sampling.repair;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Context;
import org.arcmesh.core.Digest;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sampling.repair.RepairMessage.Merged;
import org.arcmesh.sampling.repair.RepairMessage.Reached;

/**
 * Makes one component of two, from the proof that the other one exists.
 *
 * <p>"Whoever holds a foreign endpoint leads; it floods the endpoint in its own component,
 * deduplicated; self-selected peers (probability 16/N̂, doubled every 5 s until the sets intersect)
 * each join the other side by the ordinary join. Merged = sets intersect and stay so for 5 s." Both
 * sides may lead at once: each join only adds arcs between them.
 *
 * <p>Deviation: the one who holds the proof goes first, the others once it is known that links can
 * be opened, or after a round. A proof may well come while discovery crosses a cut and links do
 * not; then a few scouts try every round, and nobody storms into the cut.
 *
 * <p>The side whose hashes are smaller keeps its identity set when the two become one, and so never
 * sees the other's members in it. There the one that got an arc across, or heard a foreign member
 * beat over a new link, tells the others.
 */
final class Merge {
  /** Guess: a link opens within half a second, or the network is most likely cut. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** While there is another component its proof is flooded again so often. Guess. */
  private static final long AGAIN_MILLIS = 20_000;

  /**
   * Who has not heard of it for so long has missed its end; and must not find it come true when, at
   * the next cut, the members that it waits for stand for its own side. With the default beat less
   * than others remember what they have merged with; with short ones it is more.
   */
  private static final long LASTING_MILLIS = 2 * AGAIN_MILLIS;

  private static final int ENDPOINTS_MAX = 4;
  private static final int FRUITLESS_MAX = 3;

  private final RepairConfig config;
  private final Supplier<? extends Collection<PeerId>> near;
  private final Entry entry;
  private final IdentitySet identity;
  private final DoubleSupplier peers;
  private final Mixing mixing;
  private final Suspicion suspicion;
  private final PastMerges past;
  private final Turnout turnout;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private Component foreign;

  /** Our own set when the merge began. */
  private List<Long> ours = List.of();

  private int number;
  private long provenAt;
  private long refreshedAt;
  private long reachedAt = -1;
  private long settlesAt;
  private int fruitless;
  private boolean cut;

  Merge(
      RepairConfig config,
      Supplier<? extends Collection<PeerId>> near,
      Entry entry,
      IdentitySet identity,
      DoubleSupplier peers,
      Mixing mixing,
      Suspicion suspicion) {
    this.config = config;
    this.near = near;
    this.entry = entry;
    this.identity = identity;
    this.peers = peers;
    this.mixing = mixing;
    this.suspicion = suspicion;
    this.past = new PastMerges(config.suspicion().toMillis() / 10);
    this.turnout = new Turnout(peers, identity);
  }

  record Round(int merge) implements Timer {}

  record JoinDue(int merge) implements Timer {}

  record SettledDue(int merge, long reachedAt) implements Timer {}

  boolean isUnreached() {
    return foreign != null && reachedAt < 0;
  }

  /**
   * A node's signed hello proves that there is another component.
   *
   * @param joins whether to join it right away, and not only when the round is over
   * @return whether we have taken it on; a third one must wait until the second is reached, and a
   *     node of the second one may not have heard yet that it is
   */
  boolean onProven(Endpoint endpoint, Component component, boolean joins, Context ctx) {
    if (isFree(component)) {
      begin(component, ctx);
      ctx.emit(new OverlayEvent.PartitionProven(id(component.smallest()), component.peers()));
    } else if (!foreign.intersects(component)) {
      return false;
    }
    boolean again = refresh(component, ctx.nowMillis());
    if (reachedAt >= 0 && ctx.nowMillis() - reachedAt < identity.settledMillis()) {
      settlesAt = ctx.nowMillis() + config.settled().toMillis();
      return false;
    }
    if (reachedAt >= 0) {
      reachedAt = -1; // We were one already, and are no more.
      ctx.schedule(config.round(), new Round(number));
    }
    if (endpoint != null && (add(endpoint) || again)) {
      flood(new Foreign(endpoint, component, cut), ctx.self(), ctx);
      if (joins && !cut) {
        onJoinDue(new JoinDue(number), ctx);
      }
    }
    return true;
  }

  /** A neighbor is of another component: the arcs have come apart, and the link has not. */
  void onNeighborProven(Component component, Context ctx) {
    if (reachedAt < 0) {
      onProven(null, component, false, ctx);
    }
  }

  /** We have an arc to a neighbor of the component with that set. */
  void onBridged(Component component, Context ctx) {
    if (isUnreached() && foreign.intersects(component)) {
      reached(ctx.self(), new Reached(foreign.smallest()), ctx);
    }
  }

  /** What stands for a component as long as its smallest peers stay the same. */
  static Bytes id(List<Long> smallest) {
    ByteBuffer hashes = ByteBuffer.allocate(Long.BYTES * smallest.size());
    smallest.forEach(hashes::putLong);
    return Digest.sha1(Bytes.wrap(hashes.array())).slice(0, Long.BYTES);
  }

  private void begin(Component component, Context ctx) {
    number++;
    foreign = component;
    ours = identity.smallest();
    endpoints.clear();
    provenAt = ctx.nowMillis();
    refreshedAt = provenAt;
    reachedAt = -1;
    turnout.begin();
    fruitless = 0;
    cut = false;
    // "the smaller side preferred": the larger one gives it another round's start.
    boolean smaller = peers.getAsDouble() <= component.peers();
    ctx.schedule(config.round().multipliedBy(smaller ? 1 : 2), new Round(number));
  }

  /** Whether that is news after some time. The set may have changed, member by member. */
  private boolean refresh(Component component, long now) {
    boolean again = now - refreshedAt >= AGAIN_MILLIS;
    foreign = component;
    refreshedAt = again ? now : refreshedAt;
    return again;
  }

  /** Whether there is no merge, or one with peers who have visited us and whom we cannot visit. */
  private boolean isFree(Component other) {
    return foreign == null || isUnreached() && endpoints.isEmpty() && !foreign.intersects(other);
  }

  private void end() {
    foreign = null;
    reachedAt = -1;
  }

  private boolean add(Endpoint endpoint) {
    return endpoints.size() < ENDPOINTS_MAX
        && !endpoints.contains(endpoint)
        && endpoints.add(endpoint);
  }

  private void flood(RepairMessage message, PeerId except, Context ctx) {
    for (PeerId neighbor : near.get()) {
      if (!neighbor.equals(except)) {
        ctx.send(neighbor, message);
      }
    }
  }

  void onForeign(PeerId from, Foreign message, Context ctx) {
    Component component = message.component();
    // The other side's flood, about us, comes over the first new links; and late copies of ours.
    if (identity.knows(component.smallest(), ctx.nowMillis())
        || past.knows(component.smallest(), ctx.nowMillis())) {
      return;
    }
    boolean news = false;
    if (isFree(component)) {
      begin(component, ctx);
      news = true;
    } else if (!foreign.intersects(component)) {
      return;
    }
    news |= add(message.endpoint()) | refresh(component, ctx.nowMillis());
    if (message.cut() && !cut) {
      cut = true;
      turnout.begin();
      news = true;
    }
    if (news) {
      flood(message, from, ctx);
    }
  }

  void onRound(Round round, Context ctx) {
    if (round.merge() != number || foreign == null || reachedAt >= 0) {
      return;
    }
    if (ctx.nowMillis() - refreshedAt > LASTING_MILLIS) {
      end(); // It has gone, or become one with us while we did not hear of it.
      return;
    }
    ctx.schedule(config.round(), round);
    joinPerhaps(cut ? turnout.scouts() : turnout.next(), ctx);
  }

  /** Joins the other side some time in this round, with that probability. */
  private void joinPerhaps(double probability, Context ctx) {
    if (probability > 0 && ctx.random().nextDouble() < probability) {
      long wait = ctx.random().nextLong(config.round().toMillis());
      ctx.schedule(Duration.ofMillis(wait), new JoinDue(number));
    }
  }

  void onJoinDue(JoinDue due, Context ctx) {
    if (due.merge() == number && foreign != null && !endpoints.isEmpty() && entry.isIdle()) {
      List<Endpoint> order = Shuffle.of(endpoints, ctx.random());
      // A scout tries one: were it to try all, the scouts of several rounds would still be under
      // way when the cut ends, and all of them join.
      entry.start(cut ? order.subList(0, 1) : order, new Joining(number, ctx), ctx);
    }
  }

  private final class Joining implements Entry.Outcome {
    private final int merge;
    private final Context ctx;

    Joining(int merge, Context ctx) {
      this.merge = merge;
      this.ctx = ctx;
    }

    @Override
    public Duration patience() {
      return PATIENCE;
    }

    @Override
    public void entered() {
      if (merge == number && foreign != null && reachedAt < 0) {
        reached(ctx.self(), new Reached(foreign.smallest()), ctx);
      }
    }

    @Override
    public void failed(boolean contactUnreachable, String reason) {
      if (merge != number || foreign == null || reachedAt >= 0) {
        return;
      }
      if (contactUnreachable && !cut) {
        cut = true;
        turnout.begin();
        flood(new Foreign(endpoints.get(0), foreign, true), ctx.self(), ctx);
      } else if (!contactUnreachable && ++fruitless >= FRUITLESS_MAX) {
        end(); // Its nodes do not answer anymore.
      }
    }
  }

  void onReached(PeerId from, Reached message, Context ctx) {
    Component other = new Component(message.smallest(), 0, 0);
    if (isFree(other) && isNews(other, ctx.nowMillis())) {
      begin(other, ctx); // They found us, who did not know of them.
    }
    if (foreign != null && reachedAt < 0 && foreign.intersects(other)) {
      reached(from, message, ctx);
    }
  }

  /** A set as young as that of a newcomer tells nothing. */
  private boolean isNews(Component other, long now) {
    return identity.stableMillis(now) >= identity.settledMillis()
        && !identity.knows(other.smallest(), now)
        && !past.knows(other.smallest(), now);
  }

  /**
   * We are about to reach {@code peer}, whose side may not know that it was cut off; told before it
   * hears our members beat.
   */
  void tellOther(PeerId peer, Context ctx) {
    if (isUnreached() && !ours.isEmpty()) {
      ctx.send(peer, new Reached(ours));
    }
  }

  /** What a neighbor must know whose link came after the news was flooded. */
  void introduceTo(PeerId neighbor, Context ctx) {
    past.news(ctx.nowMillis()).forEach(merged -> ctx.send(neighbor, merged));
    if (foreign == null) {
      return;
    }
    if (reachedAt >= 0) {
      ctx.send(neighbor, new Reached(foreign.smallest()));
    } else if (!endpoints.isEmpty() && ctx.nowMillis() - refreshedAt < AGAIN_MILLIS) {
      ctx.send(neighbor, new Foreign(endpoints.get(0), foreign, cut));
    }
  }

  /** A neighbor speaks of these members; before they are taken into our own set. */
  void onBeats(PeerId from, List<Beat> beats, Context ctx) {
    if (isUnreached()
        && beats.stream().anyMatch(beat -> foreign.smallest().contains(beat.hash()))) {
      reached(from, new Reached(foreign.smallest()), ctx);
    }
  }

  /** Looks whether "the sets intersect"; called when ours has changed. */
  void look(Context ctx) {
    if (isUnreached() && identity.smallest().stream().anyMatch(foreign.smallest()::contains)) {
      reached(ctx.self(), new Reached(foreign.smallest()), ctx);
    }
  }

  private void reached(PeerId from, Reached message, Context ctx) {
    reachedAt = ctx.nowMillis();
    settlesAt = reachedAt + config.settled().toMillis();
    mixing.start(ctx);
    ctx.schedule(config.settled(), new SettledDue(number, reachedAt));
    flood(message, from, ctx);
    // A single bridge would take dozens of cycles to mix the sides.
    joinPerhaps(turnout.mixing(foreign.peers()), ctx);
  }

  void onSettledDue(SettledDue due, Context ctx) {
    if (due.merge() != number || foreign == null || due.reachedAt() != reachedAt) {
      return;
    }
    if (ctx.nowMillis() < settlesAt) {
      ctx.schedule(Duration.ofMillis(settlesAt - ctx.nowMillis()), due);
      return;
    }
    healed(foreign.smallest(), reachedAt, ctx);
  }

  /** We may have been alone, or with few, when the others became one. */
  void onMerged(PeerId from, Merged merged, Context ctx) {
    long now = ctx.nowMillis();
    boolean isMissed =
        foreign == null
            ? suspicion.isRaised(now) && past.isEmpty(now)
            : reachedAt < 0 && foreign.smallest().stream().anyMatch(merged.smallest()::contains);
    if (isMissed) {
      healed(merged.smallest(), now - merged.ageMillis(), ctx);
      flood(merged, from, ctx);
    }
  }

  private void healed(List<Long> smallest, long at, Context ctx) {
    long since = foreign == null ? suspicion.raisedAt() : provenAt;
    past.add(smallest, at, ctx.nowMillis());
    end();
    suspicion.clear();
    Duration took = Duration.ofMillis(ctx.nowMillis() - since);
    ctx.emit(new OverlayEvent.PartitionHealed(peers.getAsDouble(), took));
  }
}
