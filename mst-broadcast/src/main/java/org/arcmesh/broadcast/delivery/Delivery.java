package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Prune;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;

/**
 * Brings every broadcast to every peer of the component, exactly once and in the order of its
 * source.
 *
 * <p>A broadcast is pushed along the tree as soon as it arrives, in whatever order, and handed to
 * the application in order. Beside that each peer tells its neighbors in digests what it has; who
 * lacks something pulls it. So a broadcast needs only some path of links to arrive, the tree makes
 * it arrive soon.
 *
 * <p>Which broadcasts are ours: those sent since our first link opened. Each carries its age and
 * the time since its predecessor, so a peer that hears of a stream for the first time knows whether
 * the predecessor is its own too, and pulls it if so: the first broadcasts of a source are repaired
 * as any other, and a newcomer delivers nothing older than itself. Ages add up estimates of half
 * round trips; in doubt a broadcast is ours.
 *
 * <p>What is missing is given up, and the stream goes on, when a neighbor had it and no longer
 * keeps it while nobody else offers it, when nobody offers it for a while, or when it is further
 * behind than the window. So a stream resumes after a partition; what was sent meanwhile on the
 * other side is delivered as far as it is still kept there.
 *
 * <p>Broadcasts are not signed by their origin in this form: neighbors are authenticated by their
 * links and trusted to relay what they got. Replays are told by stream and sequence.
 */
public final class Delivery implements Protocol<DeliveryMessage>, Broadcast {
  /** Guess: by how much estimates of when a broadcast was sent are wrong at most. */
  private static final int AGE_ERROR_MILLIS = 100;

  /** Guess: two neighbors pruned by each other's copies would leave nobody to push. */
  private static final int PRUNE_PAUSE_MILLIS = 1_000;

  /**
   * Guess: what is pulled when older than this is history, of which many lack the same. Pushing it
   * on from everywhere would bring it many times; they pull it as well.
   */
  private static final int PUSHED_AGE_MAX_MILLIS = 2_000;

  /** Guess: what one pull is answered with at most, so that asking is not cheaper than sending. */
  private static final int ANSWER_BYTES_MAX = 1 << 18;

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

  private final DeliveryConfig config;
  private final Links links;
  private final Forwarding forwarding;
  private final Tally tally = new Tally();
  private final Streams streams;
  private final Digests digests;
  private final Repairs repairs;
  private Context ctx;
  private StreamId own;
  private long sentAt;
  private long since = Long.MAX_VALUE;
  private boolean sweeping;

  /**
   * @param trees where to push; {@link Trees#NONE} for tree mode {@code PUSH}
   * @param backbone of the same peer, before us in the order of its protocols
   * @param links of the same peer
   */
  public Delivery(DeliveryConfig config, Trees trees, Backbone backbone, Links links) {
    this.config = config;
    this.links = links;
    this.forwarding = new Forwarding(trees, backbone, links);
    this.streams = new Streams(config, tally, this::deliver);
    this.digests = new Digests(config, links, streams);
    this.repairs = new Repairs(config, links, streams, tally);
  }

  record SweepDue() implements Timer {}

  public DeliveryCounters counters() {
    return tally.counters();
  }

  /**
   * For each source that a neighbor's push has brought something of: the neighbor that pushed the
   * last. So these are the edges that broadcasts went along, not those that trees say they should.
   */
  public Map<PeerId, PeerId> relays() {
    Map<PeerId, PeerId> relays = new LinkedHashMap<>();
    for (Stream stream : streams.all()) {
      if (stream.pusher != null) {
        relays.put(stream.id.origin(), stream.pusher);
      }
    }
    return relays;
  }

  @Override
  public MessageTable messages() {
    return DeliveryMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    own = new StreamId(ctx.self(), ctx.random().nextInt());
  }

  @Override
  public long broadcast(Bytes payload) {
    if (payload.size() > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a payload of " + payload.size() + " bytes is over " + PAYLOAD_BYTES_MAX);
    }
    long now = ctx.nowMillis();
    Stream stream = open(own);
    stream.heardAt = now;
    long sequence = tally.sent++;
    int sincePrevious = sequence == 0 ? 0 : DeliveryMessage.millis(now - sentAt);
    sentAt = now;
    Push push = new Push(own, sequence, 1, 0, sincePrevious, false, payload, forwarding.epoch());
    Kept broadcast = new Kept(push, ctx.self(), now, now);
    stream.keepOwn(broadcast);
    push(stream, broadcast);
    streams.retain(broadcast);
    digests.changed(stream, ctx);
    return sequence;
  }

  @Override
  public void onNeighborUp(PeerId neighbor, Context ctx) {
    if (since == Long.MAX_VALUE) {
      since = ctx.nowMillis() - AGE_ERROR_MILLIS;
    }
    digests.changedAll(ctx);
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    streams.forget(neighbor);
  }

  @Override
  public void onMessage(PeerId from, DeliveryMessage message, Context ctx) {
    if (!links.isNeighbor(from)) {
      return; // Sent before the link went down.
    }
    if (message instanceof Push push) {
      onPush(from, push);
    } else if (message instanceof Digest digest) {
      digest.streams().forEach(holdings -> onHoldings(from, holdings));
    } else if (message instanceof Pull pull) {
      onPull(from, pull);
    } else if (message instanceof Prune prune) {
      Stream stream = streams.find(prune.stream());
      if (stream != null) {
        stream.peering(from).mode = Peering.Mode.PRUNED;
      }
    } else {
      throw new AssertionError("delivery does not know " + message);
    }
  }

  private void onPush(PeerId from, Push push) {
    tally.received++;
    if (!isKnownOrWorthOpening(push.stream(), push.ageMillis())) {
      tally.duplicates++;
      return;
    }
    Stream stream = open(push.stream());
    Peering peering = stream.peering(from);
    peering.highestPushed = Math.max(peering.highestPushed, push.sequence());
    if (stream.has(push.sequence())) {
      onDuplicate(from, push, stream);
      return;
    }
    noteWay(stream, from, push);
    long now = ctx.nowMillis();
    stream.heardAt = now;
    Kept broadcast = new Kept(push, from, now - push.ageMillis() - halfRoundTrip(from), now);
    if (!stream.isSettled() && broadcast.sentAt() < since) {
      tally.early++;
      stream.settle(push.sequence() + 1);
      push(stream, broadcast);
      deliver(stream, stream.advance(now, since));
      return;
    }
    stream.keep(broadcast);
    push(stream, broadcast);
    deliver(stream, stream.advance(now, since));
    streams.retain(broadcast);
    long pullAt = now + gapDelay(from);
    stream.missBefore(push.sequence(), pullAt);
    repairs.watch(stream, pullAt, ctx);
    digests.changed(stream, ctx);
  }

  private void noteWay(Stream stream, PeerId from, Push push) {
    if (!push.repair()) {
      stream.pusher = from;
      stream.missedInRow = 0;
      stream.highestPushed = Math.max(stream.highestPushed, push.sequence());
    } else {
      tally.repaired++;
      // A gap between pushes is a lost frame; one after the last push may be a broken tree.
      stream.missedInRow += push.sequence() > stream.highestPushed ? 1 : 0;
    }
  }

  private void onDuplicate(PeerId from, Push push, Stream stream) {
    tally.duplicates++;
    Kept first = stream.kept.get(push.sequence());
    if (push.repair() || first == null || first.push().repair() || first.from().equals(from)) {
      return; // Says nothing about the tree.
    }
    long now = ctx.nowMillis();
    Peering peering = stream.peering(from);
    Peering other = stream.peerings.get(first.from());
    if ((other == null || now - other.prunedAt >= PRUNE_PAUSE_MILLIS)
        && now - peering.prunedAt >= config.digest().toMillis()) {
      peering.prunedAt = now;
      tally.prunes++;
      ctx.send(from, new Prune(stream.id));
    }
  }

  private void push(Stream stream, Kept broadcast) {
    Push onward = copy(broadcast, false);
    boolean history = broadcast.push().repair() && onward.ageMillis() > PUSHED_AGE_MAX_MILLIS;
    if (history || broadcast.push().hop() == DeliveryMessage.HOPS_MAX) {
      return;
    }
    for (PeerId child : forwarding.eager(stream, broadcast.from(), onward.tree())) {
      if (!stream.peering(child).offers(onward.sequence())) {
        ctx.send(child, onward);
        tally.pushed++;
      }
    }
  }

  private Push copy(Kept broadcast, boolean repair) {
    Push push = broadcast.push();
    return new Push(
        push.stream(),
        push.sequence(),
        push.stream().equals(own) ? 1 : Math.min(push.hop() + 1, DeliveryMessage.HOPS_MAX),
        DeliveryMessage.millis(ctx.nowMillis() - broadcast.sentAt()),
        push.sincePreviousMillis(),
        repair,
        push.payload(),
        push.tree());
  }

  private void deliver(Stream stream, List<Kept> due) {
    for (Kept broadcast : due) {
      tally.delivered++;
      Push push = broadcast.push();
      ctx.emit(
          new OverlayEvent.Delivered(
              stream.id.origin(), push.sequence(), push.payload(), push.hop()));
    }
  }

  private void onHoldings(PeerId from, Holdings holdings) {
    if (holdings.highest() < 0
        || !isKnownOrWorthOpening(holdings.stream(), holdings.newestAgeMillis())) {
      return;
    }
    long now = ctx.nowMillis();
    boolean known = streams.find(holdings.stream()) != null;
    Stream stream = open(holdings.stream());
    if (!known && now - holdings.newestAgeMillis() - halfRoundTrip(from) < since) {
      stream.settle(holdings.highest() + 1);
    }
    stream.heardAt = now;
    Peering peering = stream.peering(from);
    peering.learn(holdings);
    if (!peering.seemsToHaveAllTo(stream.highest())) {
      digests.changed(stream, ctx);
    }
    long pullAt = now + gapDelay(from);
    stream.miss(holdings, pullAt);
    repairs.watch(stream, pullAt, ctx);
  }

  /** A stream of a former life of ours, or one whose newest broadcast nobody keeps, is not. */
  private boolean isKnownOrWorthOpening(StreamId id, int ageMillis) {
    return streams.find(id) != null
        || !id.origin().equals(ctx.self()) && ageMillis < config.retention().toMillis();
  }

  private void onPull(PeerId from, Pull pull) {
    Stream stream = streams.find(pull.stream());
    if (stream == null) {
      return;
    }
    if (pull.graft()) {
      stream.peering(from).mode = Peering.Mode.GRAFTED;
    }
    int bytes = 0;
    for (int bit = 0; bit < DeliveryMessage.BITS && bytes < ANSWER_BYTES_MAX; bit++) {
      Kept broadcast =
          (pull.bitmap() >>> bit & 1) == 0 ? null : stream.kept.get(pull.first() + bit);
      if (broadcast != null && ctx.nowMillis() - broadcast.sentAt() <= pull.youngerThanMillis()) {
        ctx.send(from, copy(broadcast, true));
        tally.answered++;
        bytes += broadcast.push().payload().size();
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (timer instanceof Digests.Due) {
      digests.onDue(ctx);
    } else if (timer instanceof Repairs.Due) {
      for (Stream stream : repairs.onDue()) {
        deliver(stream, stream.advance(ctx.nowMillis(), since));
        repairs.pull(stream, since, ctx);
      }
      repairs.scheduleNext(ctx);
    } else if (timer instanceof SweepDue) {
      sweeping = false;
      streams.sweep(ctx.nowMillis());
      sweepLater();
    } else {
      throw new AssertionError("delivery does not know " + timer);
    }
  }

  private Stream open(StreamId id) {
    Stream stream = streams.open(id, ctx.nowMillis());
    sweepLater();
    return stream;
  }

  private void sweepLater() {
    if (!sweeping && !streams.all().isEmpty()) {
      sweeping = true;
      ctx.schedule(SWEEP_INTERVAL, new SweepDue());
    }
  }

  private long halfRoundTrip(PeerId neighbor) {
    return Math.max(0, links.roundTripMillis(neighbor)) / 2;
  }

  /** PROTOCOLS 4: what is missing is pulled when older than min(2 · SRTT, 80 ms). */
  private long gapDelay(PeerId neighbor) {
    int roundTrip = links.roundTripMillis(neighbor);
    long most = config.gapDelay().toMillis();
    return roundTrip < 0 ? most : Math.min(2L * roundTrip + 1, most);
  }
}
