package org.arcmesh.broadcast.linkstate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.linkstate.LinkRecord.Claim;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Stamp;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Want;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;

/**
 * Everybody's backbone links, as everybody knows them, and the trees that follow.
 *
 * <p>Each peer numbers the records of its own links; news is flooded over the backbone, and a
 * comparison of hashes with a random neighbor repairs what a flood missed. The number of a peer's
 * first record is 0; a peer that comes back with a persisted identity hears of its former records
 * and goes on after them [as routers do, RFC 2328, 13.4], so no clock is needed. A peer whose links
 * change often tells of them once per interval.
 *
 * <p>Records are not signed in this form: a claim counts only if the other end makes it too, so a
 * liar can invent peers behind itself, but no link of others. Called after {@link Backbone} in the
 * order of protocols.
 */
public final class LinkState implements Protocol<LinkStateMessage>, Trees {
  /** Guess: what a round trip may be before the first heartbeats have measured it. */
  static final int ROUND_TRIP_MILLIS_UNKNOWN = 100;

  /** Guess: a round-trip time that changed by less is not worth a record. */
  private static final int DRIFT_MILLIS = 5;

  private static final int DRIFT_PERCENT = 25;

  /**
   * Drift alone is told no sooner after the last record. Guess: a tree that is a little longer than
   * it could be does no harm for so long, while on busy machines all round trips drift all the
   * time.
   */
  private static final long DRIFT_INTERVAL_MILLIS = 30_000;

  private final LinkStateConfig config;
  private final TreeMode mode;
  private final Backbone backbone;
  private final Links links;
  private final News news = new News();
  private RecordTable table;
  private TreeCache trees;
  private Context ctx;
  private List<PeerId> tied = List.of();
  private long number;
  private long publishedAt;
  private boolean publishing;

  /** Whether our last record names a neighbor whose round-trip time was not known yet. */
  private boolean guessed;

  private boolean flushing;
  private PeerId comparing;

  /**
   * @param links the links of the same peer
   * @param mode {@code LAST} or {@code MST}: without trees there is no link state
   */
  public LinkState(LinkStateConfig config, TreeMode mode, Backbone backbone, Links links) {
    if (mode == TreeMode.PUSH) {
      throw new IllegalArgumentException("link state is of no use to tree mode " + mode);
    }
    this.config = config;
    this.mode = mode;
    this.backbone = backbone;
    this.links = links;
  }

  record PublishDue() implements Timer {}

  record FlushDue() implements Timer {}

  record DigestDue() implements Timer {}

  record CompareAgain() implements Timer {}

  @Override
  public long epoch() {
    return NONE_YET; // Records have no epochs in this form, and the picture is what we know now.
  }

  @Override
  public Optional<Route> route(PeerId source, long epoch) {
    return table.size() >= config.recordsMax()
        ? Optional.empty()
        : trees.route(source, table.topology(ctx.nowMillis()));
  }

  @Override
  public boolean spans(PeerId peer) {
    return table.topology(ctx.nowMillis()).reaches(peer);
  }

  /** Our own tree as it is now; empty while we have none. */
  public WrittenTree written() {
    return trees.written(table.topology(ctx.nowMillis()));
  }

  /** Number of peers that our trees reach, ourselves included. */
  public int reached() {
    int count = 0;
    for (boolean reached : table.topology(ctx.nowMillis()).reached()) {
      count += reached ? 1 : 0;
    }
    return count;
  }

  /** The newest record that we have of a peer. */
  public Optional<LinkRecord> record(PeerId origin) {
    return table.find(origin);
  }

  @Override
  public MessageTable messages() {
    return LinkStateMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    table = new RecordTable(ctx.self(), config);
    trees = new TreeCache(ctx.self(), mode, config.alpha());
    number = -1;
    publishedAt = ctx.nowMillis() - config.recordInterval().toMillis();
    backbone.onChange(this::onBackboneChange);
    backbone.reachedBy(this::spans);
    scheduleDigest();
  }

  private void onBackboneChange() {
    List<PeerId> now = backbone.neighbors();
    for (PeerId neighbor : now) {
      // Of the two ends one is enough to start, and the smaller one does.
      if (!tied.contains(neighbor) && ctx.self().compareTo(neighbor) < 0) {
        ctx.send(neighbor, table.summary(1, ctx.nowMillis()));
      }
    }
    tied = now;
    publishSoon();
  }

  private void publishSoon() {
    if (!publishing) {
      publishing = true;
      long next = publishedAt + config.recordInterval().toMillis() - ctx.nowMillis();
      ctx.schedule(Duration.ofMillis(Math.max(config.settle().toMillis(), next)), new PublishDue());
    }
  }

  private void publish() {
    publishing = false;
    List<Claim> claims =
        backbone.neighbors().stream()
            .limit(LinkRecord.CLAIMS_MAX)
            .map(peer -> new Claim(peer, roundTrip(peer)))
            .toList();
    LinkRecord last = table.get(ctx.self());
    if (last != null && last.number() == number && last.claims().equals(claims)) {
      return;
    }
    number = Math.min(number + 1, LinkRecord.NUMBER_MAX);
    publishedAt = ctx.nowMillis();
    guessed = claims.stream().anyMatch(claim -> links.distanceMillis(claim.peer()) < 0);
    LinkRecord record = new LinkRecord(ctx.self(), number, claims);
    if (table.put(record, publishedAt)) {
      news.add(record, ctx.self());
      flush();
    }
  }

  private int roundTrip(PeerId peer) {
    int millis = links.distanceMillis(peer);
    return millis < 0
        ? ROUND_TRIP_MILLIS_UNKNOWN
        : Math.min(millis, LinkRecord.ROUND_TRIP_MILLIS_MAX);
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
      onSummary(from, summary);
    } else if (message instanceof Contents contents) {
      onContents(from, contents);
    } else if (message instanceof Want want) {
      sendRecords(from, records(want.origins()));
    } else {
      throw new AssertionError("link state does not know " + message);
    }
  }

  private void onRecord(PeerId from, LinkRecord record) {
    if (record.origin().equals(ctx.self())) {
      if (record.number() > number) {
        number = record.number(); // Of a former life of ours: go on after it.
        publishSoon();
      }
      return;
    }
    if (table.put(record, ctx.nowMillis())) {
      news.add(record, from);
      if (!flushing) {
        flushing = true;
        ctx.schedule(config.flush(), new FlushDue());
      }
    } else {
      news.heardAgain(record, from);
    }
  }

  private void flush() {
    for (PeerId neighbor : backbone.neighbors()) {
      sendRecords(neighbor, news.listFor(neighbor));
    }
    news.clear();
  }

  /** The records that we have of these. */
  private List<LinkRecord> records(List<PeerId> origins) {
    List<LinkRecord> records = new ArrayList<>(origins.size());
    for (PeerId origin : origins) {
      LinkRecord record = table.get(origin);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /** Sends them in as many updates as it takes. */
  private void sendRecords(PeerId to, List<LinkRecord> records) {
    int first = 0;
    int claims = 0;
    for (int next = 0; next < records.size(); next++) {
      int more = records.get(next).claims().size();
      if (claims + more > Update.CLAIMS_MAX || next - first == Update.RECORDS_MAX) {
        ctx.send(to, new Update(records.subList(first, next)));
        first = next;
        claims = 0;
      }
      claims += more;
    }
    if (first < records.size()) {
      ctx.send(to, new Update(records.subList(first, records.size())));
    }
  }

  private void onSummary(PeerId from, Summary theirs) {
    long now = ctx.nowMillis();
    int buckets = theirs.hashes().size();
    if (table.summary(buckets, now).equals(theirs)) {
      return;
    }
    if (buckets == 1 && table.buckets() > 1) {
      ctx.send(from, table.summary(table.buckets(), now)); // One hash told that; more tell where.
    } else {
      ctx.send(from, table.contents(theirs, now));
    }
  }

  private void onContents(PeerId from, Contents contents) {
    Set<PeerId> wanted = new LinkedHashSet<>();
    Set<PeerId> listed = new LinkedHashSet<>();
    List<PeerId> offered = new ArrayList<>();
    for (Stamp stamp : contents.stamps()) {
      listed.add(stamp.origin());
      long ours = table.number(stamp.origin());
      if (stamp.number() > ours) {
        wanted.add(stamp.origin());
      } else if (stamp.number() < ours) {
        offered.add(stamp.origin());
      }
    }
    var reached = table.reachedByBucket(contents.buckets(), ctx.nowMillis());
    for (int bucket : contents.differing()) {
      reached.getOrDefault(bucket, List.of()).stream()
          .map(Stamp::origin)
          .filter(origin -> !listed.contains(origin))
          .forEach(offered::add);
    }
    if (!wanted.isEmpty()) {
      ctx.send(from, new Want(List.copyOf(wanted)));
    }
    sendRecords(from, records(offered.subList(0, Math.min(offered.size(), Contents.STAMPS_MAX))));
    if (comparing == null && !(wanted.isEmpty() && offered.isEmpty())) {
      comparing = from; // There may be more than fitted.
      ctx.schedule(config.again(), new CompareAgain());
    }
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (timer instanceof PublishDue) {
      publish();
    } else if (timer instanceof FlushDue) {
      flushing = false;
      flush();
    } else if (timer instanceof DigestDue) {
      table.forget(ctx.nowMillis());
      compareWithSomebody();
      publishDrift();
      scheduleDigest();
    } else if (timer instanceof CompareAgain) {
      ctx.send(comparing, table.summary(1, ctx.nowMillis()));
      comparing = null;
    } else {
      throw new AssertionError("link state does not know " + timer);
    }
  }

  /** With a jitter of half a period, so that peers that start together drift apart. */
  private void scheduleDigest() {
    long millis = config.digest().toMillis();
    ctx.schedule(
        Duration.ofMillis(millis * 3 / 4 + ctx.random().nextLong(millis / 2 + 1)), new DigestDue());
  }

  private void compareWithSomebody() {
    List<PeerId> neighbors = links.neighbors();
    if (!neighbors.isEmpty()) {
      PeerId neighbor = neighbors.get(ctx.random().nextInt(neighbors.size()));
      ctx.send(neighbor, table.summary(1, ctx.nowMillis()));
    }
  }

  private void publishDrift() {
    if (!guessed && ctx.nowMillis() - publishedAt < DRIFT_INTERVAL_MILLIS) {
      return;
    }
    List<Claim> told = table.find(ctx.self()).map(LinkRecord::claims).orElse(List.of());
    if (told.stream().anyMatch(this::hasDrifted)) {
      publishSoon();
    }
  }

  private boolean hasDrifted(Claim claim) {
    int drift = Math.abs(roundTrip(claim.peer()) - claim.roundTripMillis());
    return drift > DRIFT_MILLIS && 100 * drift > DRIFT_PERCENT * claim.roundTripMillis();
  }
}
