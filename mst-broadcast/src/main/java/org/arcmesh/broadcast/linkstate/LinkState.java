package org.arcmesh.broadcast.linkstate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Epoch;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Want;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;

/**
 * Everybody's backbone links, as everybody knows them, and the trees that follow.
 *
 * <p>Each peer tells of its own links at most once in an epoch. In a large overlay some record is
 * always on its way, and trees over "what I know now" never agree; so the trees of an epoch are
 * those of what was known two epochs before, which by now is the same everywhere. News is passed on
 * along one of these trees, or to all ties where there is none, and a comparison of hashes with a
 * random neighbor repairs what that missed. No clocks need to agree, see {@link Epochs}.
 *
 * <p>Records are not signed in this form: a claim counts only if the other end makes it too, so a
 * liar can invent peers behind itself, but no link of others. Called after {@link Backbone} in the
 * order of protocols.
 */
public final class LinkState implements Protocol<LinkStateMessage>, Trees {
  /** Guess: epochs between two looks at who is not reached, a minute. */
  private static final int FORGET_EPOCHS = 12;

  /** Guess: sources whose trees are grown before the epoch begins. */
  private static final int SOURCES_MAX = 256;

  private final LinkStateConfig config;
  private final Pictures pictures;
  private final Backbone backbone;
  private final Links links;
  private final Tally tally = new Tally();
  private final Budget budget;
  private final Set<PeerId> asked = new LinkedHashSet<>();
  private final List<PeerId> toGrow = new ArrayList<>();
  private Epochs epochs;
  private Records records;
  private Routes routes;
  private Comparison comparison;
  private Newscast newscast;
  private OwnLinks own;
  private Context ctx;
  private List<PeerId> tied = List.of();

  /** The last epoch in which we have told of our own links, and when. */
  private long told;

  private long toldAt;

  private long epochBeganAt;
  private boolean publishing;
  private boolean pending;

  /**
   * @param pictures shared with the other peers of the same thread, or our own
   * @param links the links of the same peer
   */
  public LinkState(LinkStateConfig config, Pictures pictures, Backbone backbone, Links links) {
    this.config = config;
    this.pictures = pictures;
    this.backbone = backbone;
    this.links = links;
    this.budget = new Budget(config.bytesPerSecond());
  }

  record PublishDue() implements Timer {}

  record EpochDue(long epoch) implements Timer {}

  record DigestDue() implements Timer {}

  record WatchDue() implements Timer {}

  record GrowDue() implements Timer {}

  @Override
  public long epoch() {
    int reached = reached();
    return isInForce() && reached > 1 && 4L * reached >= 3L * records.size()
        ? epochs.now()
        : NONE_YET;
  }

  @Override
  public Optional<Route> route(PeerId source, long epoch) {
    if (epoch == NONE_YET) {
      return Optional.empty();
    }
    if (asked.size() < SOURCES_MAX) {
      asked.add(source);
    }
    return routes.route(source, picture(epoch));
  }

  @Override
  public Optional<Route> common() {
    return tree().flatMap(routes::common);
  }

  @Override
  public boolean spans(PeerId peer) {
    if (!isInForce()) {
      return false;
    }
    Topology topology = picture(epochs.now());
    return topology.connects(topology.indexOf(ctx.self()), topology.indexOf(peer));
  }

  private Topology picture(long epoch) {
    return records.topology(epoch, ctx.nowMillis());
  }

  /** Our own tree as it is now; empty while we have none. */
  public WrittenTree written() {
    return tree().map(routes::written).orElse(WrittenTree.EMPTY);
  }

  /** Number of peers that our trees reach, ourselves included; 0 without trees. */
  public int reached() {
    if (!isInForce()) {
      return 0;
    }
    Topology topology = picture(epochs.now());
    int ours = topology.indexOf(ctx.self());
    return ours < 0 ? 0 : topology.reachedFrom(ours);
  }

  /** Whether what is told of links suffices for trees, and is not too much to be kept. */
  public boolean isInForce() {
    return budget.allowsTrees() && !records.isFull();
  }

  /** The newest record that we have of a peer. */
  public Optional<LinkRecord> record(PeerId origin) {
    return records.newest(origin);
  }

  public LinkStateCounters counters() {
    return tally.counters(isInForce() ? picture(epochs.now()).unreturned() : 0);
  }

  @Override
  public MessageTable messages() {
    return LinkStateMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    epochs = new Epochs(config.epoch(), ctx.nowMillis());
    epochBeganAt = ctx.nowMillis();
    records = new Records(pictures, config.recordsMax(), epochs.now());
    routes = new Routes(ctx.self(), backbone, links);
    comparison = new Comparison(config, records, tally);
    newscast = new Newscast(config, backbone, routes);
    own = new OwnLinks(ctx.self(), backbone, links);
    backbone.onChange(this::onBackboneChange);
    backbone.reachedBy(this::isReachedOrNew);
    ctx.schedule(jittered(config.epoch().toMillis()), new EpochDue(epochs.now()));
    ctx.schedule(jittered(2 * config.again().toMillis()), new WatchDue());
  }

  /** Up to so long, so that peers that start together drift apart. */
  private Duration jittered(long millis) {
    return Duration.ofMillis(ctx.random().nextLong(millis) + 1);
  }

  /** A newcomer's record has to come of age before trees reach it. */
  private boolean isReachedOrNew(PeerId peer) {
    if (!spans(ctx.self()) || spans(peer)) {
      return true;
    }
    LinkRecord record = records.newest(peer.prefix());
    return record != null && record.epoch() >= epochs.now() - Records.BACK;
  }

  private void onBackboneChange() {
    List<PeerId> now = backbone.neighbors();
    for (PeerId neighbor : now) {
      if (!tied.contains(neighbor)) {
        ctx.send(neighbor, new Epoch(epochs.now()));
        // Of the two ends one is enough to start, and the smaller one does.
        if (ctx.self().compareTo(neighbor) < 0) {
          comparison.begin(neighbor, ctx);
        }
      }
    }
    tied = now;
    routes.clear();
    publishSoon();
  }

  @Override
  public void onNeighborUp(PeerId neighbor, Context ctx) {
    routes.clear();
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    routes.clear();
    comparison.forget(neighbor);
  }

  private void publishSoon() {
    if (!publishing) {
      publishing = true;
      ctx.schedule(config.settle(), new PublishDue());
    }
  }

  private void publish() {
    publishing = false;
    LinkRecord record = own.record(epochs.now());
    if (!own.isNews(record, records.newest(record.origin()))) {
      pending = false;
      return;
    }
    pending = told >= epochs.now() || !budget.admits(ctx.random());
    if (!pending && records.put(record) == Records.Verdict.NEWS) {
      told = epochs.now();
      toldAt = ctx.nowMillis();
      budget.spend(record, true);
      newscast.add(record, ctx.self());
      newscast.flush(tree(), ctx);
    }
  }

  /** The picture along whose tree news goes, if its trees reach us. */
  private Optional<Topology> tree() {
    return spans(ctx.self()) ? Optional.of(picture(epochs.now())) : Optional.empty();
  }

  @Override
  public void onMessage(PeerId from, LinkStateMessage message, Context ctx) {
    if (!links.isNeighbor(from)) {
      return; // Sent before the link went down.
    }
    if (message instanceof Update update) {
      for (LinkRecord record : update.records()) {
        onRecord(from, record);
      }
    } else if (message instanceof Summary summary) {
      comparison.onSummary(from, summary, ctx);
    } else if (message instanceof Contents contents) {
      comparison.onContents(from, contents, ctx);
    } else if (message instanceof Want want) {
      comparison.onWant(from, want, ctx);
    } else if (message instanceof Epoch epoch) {
      onEpoch(from, epoch.number());
    } else {
      throw new AssertionError("link state does not know " + message);
    }
  }

  private void onRecord(PeerId from, LinkRecord record) {
    tally.received(record);
    if (record.origin() == ctx.self().prefix()) {
      onOwnRecord(record);
      return;
    }
    Records.Verdict verdict = records.put(record);
    if (record.epoch() > epochs.now() - Records.BACK) {
      budget.spend(record, verdict == Records.Verdict.NEWS);
    }
    switch (verdict) {
      case NEWS -> {
        newscast.add(record, from);
        newscast.flushSoon(() -> spans(ctx.self()), ctx);
      }
      case KNOWN -> {
        tally.known();
        newscast.heardAgain(record, from);
      }
      case FUTURE -> tally.drop("future");
      case CONFLICT -> tally.drop("conflict");
      case FULL -> tally.drop("full");
      default -> throw new AssertionError(record);
    }
  }

  /** Of a former life of ours, or a lie: say what is true, later than it was said. */
  private void onOwnRecord(LinkRecord record) {
    LinkRecord ours = records.newest(record.origin());
    if ((ours == null || record.epoch() >= ours.epoch() && !record.equals(ours))
        && records.put(record) != Records.Verdict.FUTURE) {
      told = Math.max(told, record.epoch());
      publishSoon();
    }
  }

  private void onEpoch(PeerId from, long number) {
    long before = epochs.now();
    switch (epochs.hear(number, ctx.nowMillis())) {
      case NEW -> {
        beginEpoch(from);
        if (number - before > Records.AHEAD) {
          comparison.begin(from, ctx); // What we knew of it was of another time.
        }
      }
      case OLD -> {
        if (number < epochs.now() && backbone.contains(from)) {
          ctx.send(from, new Epoch(epochs.now()));
        }
      }
      case REFUSED -> tally.drop("epoch");
      default -> throw new AssertionError(number);
    }
  }

  private void beginEpoch(PeerId except) {
    budget.endEpoch(Math.max(1, ctx.nowMillis() - epochBeganAt));
    epochBeganAt = ctx.nowMillis();
    records.advance(epochs.now());
    for (PeerId neighbor : backbone.neighbors()) {
      if (!neighbor.equals(except)) {
        ctx.send(neighbor, new Epoch(epochs.now()));
      }
    }
    if (isInForce() && epochs.now() % FORGET_EPOCHS == 0) {
      records.forgetUnreached(ctx.self(), ctx.nowMillis());
    }
    LinkRecord last = records.newest(ctx.self().prefix());
    if (pending || own.hasDrifted(last, ctx.nowMillis() - toldAt)) {
      publishSoon();
    }
    long millis = epochs.lengthMillis(records.size());
    boolean smallest = records.smallest() == ctx.self().prefix();
    ctx.schedule(
        epochs.untilOurTurn(smallest, records.size(), ctx.random()), new EpochDue(epochs.now()));
    ctx.schedule(jittered(millis / 2), new DigestDue());
    ctx.schedule(Duration.ofMillis(millis * 3 / 5), new GrowDue());
    toGrow.clear();
    toGrow.addAll(asked);
    asked.clear();
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (timer instanceof PublishDue) {
      publish();
    } else if (timer instanceof EpochDue due) {
      if (due.epoch() == epochs.now()) {
        epochs.next(ctx.nowMillis());
        beginEpoch(ctx.self());
      }
    } else if (timer instanceof Newscast.FlushDue) {
      newscast.onFlushDue(tree(), ctx);
    } else if (timer instanceof DigestDue) {
      compareWithSomebody();
    } else if (timer instanceof WatchDue) {
      if (isInForce() && newscast.isCutOff(tree())) {
        compareWithSomebody();
      }
      ctx.schedule(config.again().multipliedBy(2), new WatchDue());
    } else if (timer instanceof GrowDue) {
      growNext();
    } else if (timer instanceof Comparison.Again) {
      comparison.onAgain(ctx);
    } else {
      throw new AssertionError("link state does not know " + timer);
    }
  }

  private void compareWithSomebody() {
    List<PeerId> neighbors = links.neighbors();
    if (!neighbors.isEmpty()) {
      comparison.begin(neighbors.get(ctx.random().nextInt(neighbors.size())), ctx);
    }
  }

  /** Grows a tree of the next epoch, so that no broadcast has to wait for it. */
  private void growNext() {
    if (isInForce() && !toGrow.isEmpty()) {
      routes.route(toGrow.remove(toGrow.size() - 1), picture(epochs.now() + 1));
      if (!toGrow.isEmpty()) {
        ctx.schedule(Duration.ZERO, new GrowDue());
      }
    }
  }
}
