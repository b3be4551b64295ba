package org.arcmesh.broadcast.backbone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.arcmesh.broadcast.backbone.BackboneMessage.Ask;
import org.arcmesh.broadcast.backbone.BackboneMessage.Crowded;
import org.arcmesh.broadcast.backbone.BackboneMessage.Grant;
import org.arcmesh.broadcast.backbone.BackboneMessage.Refuse;
import org.arcmesh.broadcast.backbone.BackboneMessage.Release;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Hold;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;

/**
 * Chooses among the links that the sampler has opened those that broadcast trees ride on, and keeps
 * them. It opens no link of its own.
 *
 * <p>A peer asks its nearest and some random neighbors, and grants what others ask, so a link is in
 * the backbone as long as either end wants it and both know. With few neighbors it asks all; with
 * no tie at all its ask is urgent and is granted over the cap, so the backbone is never empty for
 * longer than a round trip while there is a neighbor. Whoever got more asks than the cap that way,
 * as those do through whom many enter, sends its askers elsewhere, one by one. A neighbor that the
 * trees do not reach is asked too: where the links join two parts of an overlay, the backbone soon
 * does.
 */
public final class Backbone implements Protocol<BackboneMessage> {
  /** Guess: ticks that a neighbor is not reached before it is asked. */
  private static final int UNREACHED_TICKS = 5;

  private final BackboneConfig config;
  private final Links links;
  private final Map<PeerId, Tie> ties = new LinkedHashMap<>();
  private final Map<PeerId, Long> refusedUntil = new LinkedHashMap<>();
  private final Map<PeerId, Integer> unreached = new LinkedHashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final Losses losses = new Losses();
  private final Gain gain;
  private Predicate<PeerId> reached = peer -> true;

  /** What {@link #neighbors} returns; null when that has changed. */
  private List<PeerId> held;

  private Context ctx;

  /**
   * @param links the links of the same peer
   */
  public Backbone(BackboneConfig config, Links links) {
    this.config = config;
    this.links = links;
    this.gain = new Gain(links);
  }

  record Tick() implements Timer {}

  /** Neighbors with whom our link is in the backbone, ascending. Called on the peer's thread. */
  public List<PeerId> neighbors() {
    if (held == null) {
      held = ties.values().stream().filter(Tie::holds).map(tie -> tie.neighbor).sorted().toList();
    }
    return held;
  }

  public boolean contains(PeerId neighbor) {
    Tie tie = ties.get(neighbor);
    return tie != null && tie.holds();
  }

  /**
   * Whether more ties have gone down lately, or seem to, than are left, so that no tree can have
   * survived.
   */
  public boolean isShattered(long nowMillis) {
    int quiet = 0;
    for (PeerId neighbor : neighbors()) {
      quiet += links.isQuiet(neighbor) ? 1 : 0;
    }
    return losses.areMoreThan(neighbors().size(), quiet, nowMillis);
  }

  /**
   * Has {@code listener} called whenever {@link #neighbors} changes, in the middle of a handler.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Tells which peers the trees upon the backbone reach, in the eyes of this peer. */
  public void reachedBy(Predicate<PeerId> reached) {
    this.reached = reached;
  }

  @Override
  public MessageTable messages() {
    return BackboneMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    // The phases of peers that start together differ.
    long millis = config.tick().toMillis();
    ctx.schedule(Duration.ofMillis(ctx.random().nextLong(millis) + 1), new Tick());
  }

  @Override
  public void onNeighborUp(PeerId neighbor, Context ctx) {
    fill();
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    refusedUntil.remove(neighbor);
    unreached.remove(neighbor);
    Tie tie = ties.remove(neighbor);
    if (tie != null && tie.holds()) {
      losses.add(ctx.nowMillis());
      changed();
    }
    fill();
  }

  @Override
  public void onMessage(PeerId from, BackboneMessage message, Context ctx) {
    if (!links.isNeighbor(from)) {
      return; // Sent before the link went down.
    }
    if (message instanceof Ask ask) {
      onAsk(from, ask);
    } else if (message instanceof Grant) {
      onGrant(from);
    } else if (message instanceof Refuse) {
      onRefuse(from);
    } else if (message instanceof Release) {
      Optional.ofNullable(ties.get(from)).ifPresent(this::takeBack);
    } else if (message instanceof Crowded) {
      onCrowded(from);
    } else {
      throw new AssertionError("the backbone does not know " + message);
    }
  }

  private void onAsk(PeerId from, Ask ask) {
    Tie tie = ties.computeIfAbsent(from, Tie::new);
    if (!tie.given && !tie.granted && !ask.urgent() && grants().size() >= config.grantsMax()) {
      forget(tie);
      ctx.send(from, new Refuse());
      return;
    }
    tie.heardAt = ctx.nowMillis();
    update(tie, () -> tie.given = true);
    ctx.send(from, new Grant());
  }

  /** Ties that only the neighbor wants; one that we want ourselves costs nothing to grant. */
  private List<Tie> grants() {
    return ties.values().stream().filter(tie -> tie.given && !tie.granted).toList();
  }

  private void onGrant(PeerId from) {
    Tie tie = ties.get(from);
    if (tie == null || tie.choice == null) {
      ctx.send(from, new Release()); // We asked, gave up waiting, and no longer want it.
      return;
    }
    if (tie.granted) {
      return;
    }
    tie.since = ctx.nowMillis();
    update(tie, () -> tie.granted = true);
    Tie replaced = tie.replaces == null ? null : ties.get(tie.replaces);
    tie.replaces = null;
    if (replaced != null && replaced.isOurs()) {
      dismiss(replaced);
      ctx.send(replaced.neighbor, new Release());
    }
  }

  private void onRefuse(PeerId from) {
    Tie tie = ties.get(from);
    if (tie != null && tie.choice != null) {
      refusedUntil.put(from, ctx.nowMillis() + config.refusedPause().toMillis());
      dismiss(tie);
      if (!neighbors().isEmpty()) {
        fill(); // With nothing left refusals do not count, so asking again waits for the tick.
      }
    }
  }

  /** We keep the tie until another neighbor grants us one in its place. */
  private void onCrowded(PeerId from) {
    Tie tie = ties.get(from);
    boolean replaced = ties.values().stream().anyMatch(other -> from.equals(other.replaces));
    if (tie != null && tie.isOurs() && !replaced) {
      refusedUntil.put(from, ctx.nowMillis() + config.refusedPause().toMillis());
      boolean near = tie.choice == Tie.Choice.NEAR;
      (near ? nearestOther() : randomOther()).ifPresent(peer -> ask(tie.choice, peer, from));
    }
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (!(timer instanceof Tick)) {
      throw new AssertionError("the backbone does not know " + timer);
    }
    long now = ctx.nowMillis();
    for (Tie tie : List.copyOf(ties.values())) {
      if (tie.given && now - tie.heardAt >= config.expiry().toMillis()) {
        takeBack(tie);
      }
      if (tie.isPending() && now - tie.since >= config.askTimeout().toMillis()) {
        dismiss(tie);
      } else if (tie.isOurs() && now - tie.askedAt >= config.refresh().toMillis()) {
        // Absolute and repeated, so that frames that a partition swallowed do no lasting harm.
        tie.askedAt = now;
        ctx.send(tie.neighbor, new Ask(false));
        ctx.hold(tie.neighbor, Hold.BACKBONE);
      }
    }
    refusedUntil.values().removeIf(until -> until <= now);
    fill();
    seekNearer();
    seekUnreached();
    sendElsewhere();
    ctx.schedule(config.tick(), new Tick());
  }

  /** Asks neighbors until we have, or may soon have, as many ties as we want. */
  private void fill() {
    while (chosen(Tie.Choice.RANDOM) < config.random() && ask(Tie.Choice.RANDOM, randomOther())) {}
    while (chosen(Tie.Choice.NEAR) < config.near() && ask(Tie.Choice.NEAR, nearestOther())) {}
  }

  private int chosen(Tie.Choice choice) {
    int count = 0;
    for (Tie tie : ties.values()) {
      count += tie.choice == choice ? 1 : 0;
    }
    return count;
  }

  /** Prefers neighbors that have not asked us: that makes more ties in all. */
  private Optional<PeerId> randomOther() {
    List<PeerId> candidates = candidates();
    List<PeerId> untied = candidates.stream().filter(peer -> !contains(peer)).toList();
    List<PeerId> choice = untied.isEmpty() ? candidates : untied;
    return choice.isEmpty()
        ? Optional.empty()
        : Optional.of(choice.get(ctx.random().nextInt(choice.size())));
  }

  private Optional<PeerId> nearestOther() {
    PeerId nearest = null;
    int least = 0;
    for (PeerId peer : candidates()) {
      int distance = gain.distance(peer);
      if (nearest == null || distance < least) {
        nearest = peer;
        least = distance;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Neighbors that we do not want yet and may ask. */
  private List<PeerId> candidates() {
    boolean desperate = neighbors().isEmpty();
    List<PeerId> candidates = new ArrayList<>();
    for (PeerId peer : links.neighbors()) {
      Tie tie = ties.get(peer);
      if ((tie == null || tie.choice == null) && (desperate || !refusedUntil.containsKey(peer))) {
        candidates.add(peer);
      }
    }
    return candidates;
  }

  private boolean ask(Tie.Choice choice, Optional<PeerId> candidate) {
    candidate.ifPresent(peer -> ask(choice, peer, null));
    return candidate.isPresent();
  }

  private void ask(Tie.Choice choice, PeerId peer, PeerId replaces) {
    Tie tie = ties.computeIfAbsent(peer, Tie::new);
    tie.choice = choice;
    tie.replaces = replaces;
    tie.since = ctx.nowMillis();
    tie.askedAt = tie.since;
    ctx.send(peer, new Ask(neighbors().isEmpty()));
  }

  /** Replaces the farthest near tie when some neighbor is nearer by enough, for long enough. */
  private void seekNearer() {
    Optional<Tie> farthest =
        ties.values().stream()
            .filter(tie -> tie.isOurs() && tie.choice == Tie.Choice.NEAR && isOld(tie))
            .max(Comparator.comparingInt(tie -> gain.distance(tie.neighbor)));
    Optional<PeerId> nearest = nearestOther();
    if (farthest.isEmpty() || nearest.isEmpty()) {
      gain.forget();
    } else if (gain.isSeenOftenEnough(nearest.get(), farthest.get().neighbor)) {
      ask(Tie.Choice.NEAR, nearest.get(), farthest.get().neighbor);
    }
  }

  private boolean isOld(Tie tie) {
    return ctx.nowMillis() - tie.since >= config.ageMin().toMillis();
  }

  /**
   * Asks a neighbor that the trees have not reached for some ticks, beyond or instead of another.
   */
  private void seekUnreached() {
    List<PeerId> away = new ArrayList<>();
    for (PeerId neighbor : links.neighbors()) {
      if (contains(neighbor) || reached.test(neighbor)) {
        unreached.remove(neighbor);
      } else if (unreached.merge(neighbor, 1, Integer::sum) >= UNREACHED_TICKS) {
        away.add(neighbor);
      }
    }
    if (!away.isEmpty()) {
      away.retainAll(candidates());
    }
    if (away.isEmpty()) {
      return;
    }
    PeerId bridge = away.get(ctx.random().nextInt(away.size()));
    if (chosen(Tie.Choice.RANDOM) < config.random() + config.bridges()) {
      ask(Tie.Choice.RANDOM, bridge, null);
      return;
    }
    List<Tie> replaceable =
        ties.values().stream()
            .filter(tie -> tie.isOurs() && tie.choice == Tie.Choice.RANDOM && isOld(tie))
            .toList();
    if (!replaceable.isEmpty()) {
      Tie replaced = replaceable.get(ctx.random().nextInt(replaceable.size()));
      ask(Tie.Choice.RANDOM, bridge, replaced.neighbor);
    }
  }

  /** Has one of those who have more ties to us than they may look for another neighbor. */
  private void sendElsewhere() {
    List<Tie> grants = grants();
    if (grants.size() > config.grantsMax()) {
      ctx.send(grants.get(ctx.random().nextInt(grants.size())).neighbor, new Crowded());
    }
  }

  /** We no longer want the tie. */
  private void dismiss(Tie tie) {
    tie.choice = null;
    tie.replaces = null;
    update(tie, () -> tie.granted = false);
  }

  /** The neighbor no longer wants the tie. */
  private void takeBack(Tie tie) {
    update(tie, () -> tie.given = false);
    fill();
  }

  private void update(Tie tie, Runnable change) {
    boolean before = tie.holds();
    change.run();
    forget(tie);
    if (tie.holds() != before) {
      if (before) {
        ctx.release(tie.neighbor, Hold.BACKBONE);
      } else {
        ctx.hold(tie.neighbor, Hold.BACKBONE);
      }
      changed();
    }
  }

  private void forget(Tie tie) {
    if (tie.choice == null && !tie.holds()) {
      ties.remove(tie.neighbor);
    }
  }

  private void changed() {
    held = null;
    listeners.forEach(Runnable::run);
  }
}
