package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.arcmesh.core.Component;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Timer;

/**
 * The rare look outside: "each peer, every 30 s with probability min(1, 3/N̂), under suspicion
 * min(1, 48/N̂), looks the application up and probes one signaling node that is new to it". So the
 * whole overlay makes as many, whatever its size; after the rule of Uber's Ringpop.
 */
final class DiscoveryCheck implements Lookups.Asker {
  /** A node that has just announced itself asks this many of those that did so too. Guess. */
  private static final int FELLOWS_MAX = 4;

  /**
   * For a node that does not answer another one is probed, so many times per check. After most of
   * an overlay has died most of what a lookup finds is dead. Guess: PROTOCOLS 7 dials 32 per join.
   */
  private static final int SPARES_MAX = 12;

  /** PROTOCOLS 7: a volunteer "looks up again after 2 s, 10 s". */
  private static final List<Duration> FELLOWS_AFTER =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  private final RepairConfig config;
  private final Discovery discovery;
  private final Lookups lookups;
  private final EndpointMemory memory;
  private final IdentitySet identity;
  private final Suspicion suspicion;
  private final Supplier<Component> component;
  private final ArrayDeque<Endpoint> candidates = new ArrayDeque<>();
  private final Set<Endpoint> probed = new LinkedHashSet<>();
  private int probes;
  private long checksMade;
  private int spares;
  private boolean asksAgain;

  DiscoveryCheck(
      RepairConfig config,
      Discovery discovery,
      Lookups lookups,
      EndpointMemory memory,
      IdentitySet identity,
      Suspicion suspicion,
      Supplier<Component> component) {
    this.config = config;
    this.discovery = discovery;
    this.lookups = lookups;
    this.memory = memory;
    this.identity = identity;
    this.suspicion = suspicion;
    this.component = component;
  }

  record Due() implements Timer {}

  record FellowsDue() implements Timer {}

  record AgainDue(Endpoint endpoint) implements Timer {}

  void start(Context ctx) {
    // A random phase: peers that start together do not check together. Not before the first period
    // is over: who has just come has not counted its component yet, and would take it for small.
    long period = config.check().toMillis();
    ctx.schedule(Duration.ofMillis(period + ctx.random().nextLong(period) + 1), new Due());
  }

  /**
   * @param isJoined whether we have a component that there may be another one beside
   * @param peers estimated size of it
   */
  void onDue(boolean isJoined, double peers, Context ctx) {
    ctx.schedule(config.check(), new Due());
    look(isJoined, peers, ctx);
  }

  /** Looks now, with the probability of any other check. */
  void look(boolean isJoined, double peers, Context ctx) {
    if (!isJoined) {
      return;
    }
    // A small piece counts itself as large as before for a while, and would not look at all.
    boolean suspicious = suspicion.isRaised(ctx.nowMillis());
    double among = suspicious ? Math.min(peers, identity.roughPeers()) : peers;
    double checks = suspicion.checks(ctx.nowMillis());
    if (ctx.random().nextDouble() < Math.min(1, checks / Math.max(1, among))) {
      checksMade++;
      run(1, ctx);
    }
  }

  /** We have just announced ourselves; so may others have, who found nobody before either. */
  void onAnnounced(Context ctx) {
    FELLOWS_AFTER.forEach(after -> ctx.schedule(after, new FellowsDue()));
  }

  void onFellowsDue(Context ctx) {
    run(FELLOWS_MAX, ctx);
  }

  /**
   * Asks that node again after {@code wait}: its component may be another one, and one of the two
   * sets is too young to tell. Nodes that start together found one component each; without this
   * they would live apart until chance has them look again.
   */
  void askAgain(Endpoint endpoint, Duration wait, Context ctx) {
    if (!asksAgain) {
      asksAgain = true;
      ctx.schedule(wait, new AgainDue(endpoint));
    }
  }

  void onAgainDue(AgainDue due) {
    asksAgain = false;
    discovery.probe(due.endpoint(), component.get());
  }

  private void run(int probes, Context ctx) {
    this.probes = probes;
    lookups.ask(this, ctx);
  }

  /** How often we have looked whether there is another component; not counting our fellows. */
  long checksMade() {
    return checksMade;
  }

  @Override
  public void onFound(Endpoint endpoint, Context ctx) {
    // All are weighed when the lookup is over.
  }

  @Override
  public void onLookedUp(List<Endpoint> found, int responders, Context ctx) {
    candidates.clear();
    probed.clear();
    candidates.addAll(memory.leastKnown(found, ctx.random()));
    spares = SPARES_MAX;
    for (int i = 0; i < probes; i++) {
      probeNext();
    }
  }

  private void probeNext() {
    Endpoint next = candidates.poll();
    if (next != null) {
      probed.add(next);
      discovery.probe(next, component.get());
    }
  }

  /** That node did not answer. */
  void onProbeFailed(Endpoint endpoint) {
    if (probed.remove(endpoint) && spares > 0) {
      spares--;
      probeNext();
    }
  }
}
