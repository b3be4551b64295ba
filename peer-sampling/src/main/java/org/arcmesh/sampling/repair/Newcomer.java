package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Links;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;

/**
 * What a peer does to get its first arc, at its start and after "isolation (view and inview empty
 * for 5 s)": look the application up, try the nodes that are found, and begin again with growing
 * pauses while there is nobody.
 */
final class Newcomer implements Lookups.Asker, Entry.Outcome {
  private static final long PAUSE_MILLIS_MIN = 1_000;
  private static final long PAUSE_MILLIS_MAX = 30_000;

  /** Endpoints come one by one; a moment's wait makes the choice among them random. Guess. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  /** A door takes five trips: enough for a round trip of six seconds. Guess. */
  private static final Duration ANSWER_PATIENCE_MAX = Duration.ofSeconds(20);

  /** Signaling makes two attempts of 5 s; then the arc has failed. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final RepairConfig config;
  private final String application;
  private final Sampler<?> sampler;
  private final Discovery discovery;
  private final Links links;
  private final Lookups lookups;
  private final Entry entry;
  private final EndpointMemory memory;

  // Of this search; a member keeps none of the hundreds that a newcomer may have found.
  private Set<Endpoint> untried = new LinkedHashSet<>();
  private Set<Endpoint> tried = new LinkedHashSet<>();

  private Context ctx;
  private boolean joined;
  private boolean announced;
  private boolean trying;
  private boolean lookedUp;
  private boolean remembered;
  private int responders;
  private String lastReason;
  private long aloneSince;
  private long isolatedSince = -1;
  private int search;
  private int pauses;

  Newcomer(
      RepairConfig config,
      String application,
      Sampler<?> sampler,
      Discovery discovery,
      Links links,
      Lookups lookups,
      Entry entry,
      EndpointMemory memory) {
    this.config = config;
    this.application = application;
    this.sampler = sampler;
    this.discovery = discovery;
    this.links = links;
    this.lookups = lookups;
    this.entry = entry;
    this.memory = memory;
  }

  record Gathered(int search) implements Timer {}

  record SearchDue(int search) implements Timer {}

  record IsolationDue(long since) implements Timer {}

  boolean isJoined() {
    return joined;
  }

  void start(Context ctx) {
    this.ctx = ctx;
    aloneSince = ctx.nowMillis();
    search();
  }

  private void search() {
    search++;
    forgetFound();
    trying = false;
    lookedUp = false;
    remembered = false;
    lastReason = null;
    lookups.ask(this, ctx);
  }

  private void forgetFound() {
    untried = new LinkedHashSet<>();
    tried = new LinkedHashSet<>();
  }

  @Override
  public void onFound(Endpoint endpoint, Context ctx) {
    if (joined || memory.isOurs(endpoint) || !tried.add(endpoint)) {
      return;
    }
    if (trying) {
      entry.offer(endpoint, ctx);
      return;
    }
    if (untried.isEmpty()) {
      ctx.schedule(GATHERING, new Gathered(search));
    }
    untried.add(endpoint);
  }

  @Override
  public void onLookedUp(List<Endpoint> found, int responders, Context ctx) {
    lookedUp = true;
    this.responders = responders;
    tryNext();
  }

  void onGathered(Gathered gathered) {
    if (gathered.search() == search) {
      tryNext();
    }
  }

  private void tryNext() {
    if (joined || trying) {
      return;
    }
    if (untried.isEmpty() && lookedUp && !remembered) {
      remembered = true;
      memory.all(ctx.random()).stream().filter(tried::add).forEach(untried::add);
    }
    if (!untried.isEmpty()) {
      List<Endpoint> order = Shuffle.of(untried, ctx.random());
      untried.clear();
      trying = true;
      entry.start(order, this, ctx);
    } else if (lookedUp) {
      foundNobody();
    }
  }

  /** If the only node there is lies far away, it is not impatience that gets us in. */
  @Override
  public Duration answerPatience() {
    Duration grown = Entry.ANSWER_PATIENCE.multipliedBy(1L << Math.min(pauses, 10));
    return grown.compareTo(ANSWER_PATIENCE_MAX) < 0 ? grown : ANSWER_PATIENCE_MAX;
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  @Override
  public void entered() {
    trying = false;
  }

  @Override
  public void failed(boolean contactUnreachable, String reason) {
    trying = false;
    lastReason = reason;
    tryNext();
  }

  private void foundNobody() {
    long pause = Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS_MIN << Math.min(pauses, 10));
    // Up to a fifth less, so that nodes started together do not look past each other forever.
    Duration wait = Duration.ofMillis(pause - ctx.random().nextLong(pause / 5));
    pauses++;
    if (config.signalingNode()) {
      announce(); // Being alone is a state, not an error: others will find us.
    } else {
      ctx.emit(new OverlayEvent.Failed(whatFailed(), wait));
    }
    ctx.schedule(wait, new SearchDue(search));
  }

  private String whatFailed() {
    if (lastReason != null) {
      return "no signaling node of " + application + " let us in; the last, " + lastReason;
    }
    return responders == 0
        ? "no DHT node answered"
        : "no signaling node of " + application + " is known to the " + responders + " DHT nodes";
  }

  void onSearchDue(SearchDue due) {
    if (!joined && due.search() == search) {
      search();
    }
  }

  /**
   * One of our arcs has opened.
   *
   * @param via who mediated
   * @return whether it is the first
   */
  boolean onArcOpened(PeerId via) {
    isolatedSince = -1;
    if (joined) {
      return false;
    }
    joined = true;
    pauses = 0;
    forgetFound();
    if (trying) {
      trying = false;
      entry.stop(); // Somebody else was faster.
    }
    ctx.emit(new OverlayEvent.Joined(Duration.ofMillis(ctx.nowMillis() - aloneSince), via));
    return true;
  }

  /** Has others find us, unless they do already. */
  void announce() {
    if (!announced) {
      announced = true;
      discovery.announce();
    }
  }

  void leave() {
    entry.stop();
    if (announced) {
      discovery.withdraw();
    }
  }

  /** Something may have isolated us, or ended that. */
  void look() {
    if (!joined) {
      return;
    }
    if (!sampler.isIsolated()) {
      isolatedSince = -1;
    } else if (isolatedSince < 0) {
      isolatedSince = ctx.nowMillis();
      ctx.schedule(config.isolation(), new IsolationDue(isolatedSince));
    }
  }

  void onIsolationDue(IsolationDue due) {
    if (joined && isolatedSince == due.since() && sampler.isIsolated()) {
      joined = false;
      aloneSince = isolatedSince;
      List<PeerId> neighbors = links.neighbors();
      if (neighbors.isEmpty()) {
        search();
      } else {
        // Somebody holds a link to us, if no arc: nearer than any node.
        PeerId neighbor = neighbors.get(ctx.random().nextInt(neighbors.size()));
        sampler.join(neighbor, neighbor);
        ctx.schedule(config.isolation(), new SearchDue(search));
      }
    }
  }
}
