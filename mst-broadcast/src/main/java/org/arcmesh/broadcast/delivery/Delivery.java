package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Mark;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Prune;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Reached;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Unknown;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.Notary;
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
 * as any other, and a newcomer delivers nothing that surely is older than itself: see {@link
 * Arrival}.
 *
 * <p>What is missing is given up, and the stream goes on, when a neighbor had it and no longer
 * keeps it while nobody else offers it, when nobody offers it for a while, or when it is further
 * behind than the window. So a stream resumes after a partition; what was sent meanwhile on the
 * other side is delivered as far as it is still kept there.
 *
 * <p>What travels are parcels, which their origin has sealed: see {@link Outbox} and {@link Seal}.
 * Each peer checks a seal once, off its thread, before it delivers the parcel or passes it on. What
 * is forged or altered is dropped and counted, and so are replays, told by stream and number.
 */
public final class Delivery implements Protocol<Message>, Broadcast {
  /** Guess: two neighbors pruned by each other's copies would leave nobody to push. */
  private static final int PRUNE_PAUSE_MILLIS = 1_000;

  private final DeliveryConfig config;
  private final Links links;
  private final boolean floods;
  private final Lanes lanes = new Lanes();
  private final Forwarding forwarding;
  private final Passing passing;
  private final Tally tally = new Tally();
  private final Streams streams;
  private final Causality causality;
  private final Arrival arrival;
  private final Handover handover;
  private final Digests digests;
  private final Repairs repairs;
  private final Reception reception;
  private final ApplicationKey application;
  private final Notary notary;
  private Context ctx;
  private Origin origin;

  /**
   * @param application which seals cover
   * @param notary seals and checks
   * @param trees where to push; {@link Trees#NONE} for tree mode {@code PUSH}, {@link Trees#FLOOD}
   *     for {@code FLOOD}
   * @param backbone of the same peer, before us in the order of its protocols
   * @param links of the same peer
   */
  public Delivery(
      DeliveryConfig config,
      ApplicationKey application,
      Notary notary,
      Trees trees,
      Backbone backbone,
      Links links) {
    this.config = config;
    this.application = application;
    this.notary = notary;
    this.links = links;
    this.floods = trees.floods();
    this.forwarding = new Forwarding(trees, backbone, links);
    this.passing = new Passing(forwarding, lanes, tally);
    this.streams = new Streams(config, tally, this::deliver);
    this.causality = new Causality(config.causal(), streams, config.giveUp().toMillis());
    this.arrival = new Arrival();
    this.handover = new Handover(arrival, streams, causality, tally);
    this.digests = new Digests(config, links, streams);
    this.repairs = new Repairs(config, arrival, links, streams, tally);
    this.reception = new Reception(config, application, notary, streams, tally, new Receptionist());
  }

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
        relays.put(stream.origin(), stream.pusher);
      }
    }
    return relays;
  }

  @Override
  public MessageTable messages() {
    return DeliveryMessage.TABLE;
  }

  @Override
  public List<Class<? extends Message>> answers() {
    return Notary.ANSWERS;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    origin = new Origin(application, notary, streams, passing, digests, causality, ctx);
  }

  @Override
  public long broadcast(Bytes payload) {
    if (payload.size() > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a payload of " + payload.size() + " bytes is over " + PAYLOAD_BYTES_MAX);
    }
    origin.requireRoom();
    long number = tally.sent++;
    origin.broadcast(payload);
    return number;
  }

  @Override
  public boolean hasRoom() {
    return origin.hasRoom();
  }

  @Override
  public void onAccepted(LongConsumer listener) {
    origin.onAccepted(listener);
  }

  @Override
  public void onNeighborUp(PeerId neighbor, Context ctx) {
    arrival.onLink(ctx.nowMillis());
    digests.changedAll(ctx);
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    streams.forget(neighbor);
    lanes.forget(neighbor);
    reception.forget(neighbor);
    origin.resume();
    long recent = ctx.nowMillis() - config.retention().toMillis();
    for (Stream stream : streams.all()) {
      if (neighbor.equals(stream.pusher) && stream.heardAt >= recent) {
        forwarding.backup(stream).ifPresent(backup -> repairs.graft(stream, backup, ctx));
      }
    }
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    if (message instanceof Notary.Signed signed) {
      origin.onSigned(signed);
    } else if (message instanceof Notary.Checked checked) {
      reception.onChecked(checked, ctx);
    } else if (links.isNeighbor(from)) { // Else it was sent before the link went down.
      onNeighborMessage(from, message);
    }
  }

  private void onNeighborMessage(PeerId from, Message message) {
    if (message instanceof Push push) {
      reception.onPush(from, push, ctx);
    } else if (message instanceof Digest digest) {
      digest.streams().forEach(holdings -> onHoldings(from, holdings));
    } else if (message instanceof Pull pull) {
      onPull(from, pull);
    } else if (message instanceof Prune prune) {
      Stream stream = streams.find(prune.stream());
      if (stream != null) {
        stream.peering(from).mode = Peering.Mode.PRUNED;
      }
    } else if (message instanceof Source source) {
      reception.onSource(from, source);
    } else if (message instanceof Unknown unknown) {
      onUnknown(from, unknown);
    } else if (message instanceof Mark mark) {
      reception.onMark(from, mark, ctx);
    } else if (message instanceof Reached reached) {
      if (lanes.onReached(from, reached.number(), ctx.nowMillis())) {
        passing.catchUp(from, streams, ctx);
        origin.resume();
      }
    } else {
      throw new AssertionError("delivery does not know " + message);
    }
  }

  private void onUnknown(PeerId from, Unknown unknown) {
    Stream stream = streams.find(unknown.stream());
    if (stream != null) {
      stream.peerings.remove(from);
      Sources.introduce(stream, from, ctx);
      digests.changed(stream, ctx);
    }
  }

  private final class Receptionist implements Reception.Listener {
    @Override
    public void duplicate(PeerId from, Push push, Parcel parcel, Stream stream) {
      if (links.isNeighbor(from)) {
        onDuplicate(from, push, parcel, stream);
      }
    }

    @Override
    public void genuine(Checks.Waiting arrived) {
      onGenuine(arrived.from(), believed(arrived.push()), arrived.parcel(), arrived.source());
    }
  }

  /** The seal does not cover the header, which is everybody's on the way. */
  private Push believed(Push push) {
    long epoch = forwarding.believable(push.tree());
    tally.future += epoch == push.tree() ? 0 : 1;
    return push.along(epoch);
  }

  private void onGenuine(PeerId from, Push push, Parcel parcel, Source source) {
    long now = ctx.nowMillis();
    Stream stream = streams.open(source, parcel.stream(), ctx);
    if (links.isNeighbor(from)) {
      stream.peering(from).hasPushed(parcel.sequence());
    }
    noteWay(stream, from, push, parcel);
    stream.heardAt = now;
    Kept broadcast = new Kept(push, parcel, from, now - push.ageMillis(), now);
    if (!push.repair()) {
      repairs.took(push.ageMillis() + push.hop() * halfRoundTrip(from));
    }
    // An answer to a pull begins with the oldest, and those after it may be too old as well.
    boolean open = !stream.isSettled() || push.repair() && !stream.hasBegun();
    if (open && arrival.isAfter(broadcast.sentAt())) {
      tally.early++;
      stream.settle(parcel.sequence() + 1);
      passing.push(stream, broadcast, ctx);
      handover.advance(stream, ctx);
      return;
    }
    stream.keep(broadcast);
    passing.push(stream, broadcast, ctx);
    handover.advance(stream, ctx);
    streams.retain(broadcast);
    long pullAt = now + repairs.patienceMillis(from);
    stream.missBefore(parcel.sequence(), now, pullAt);
    repairs.watch(stream, pullAt, ctx);
    digests.changed(stream, ctx);
  }

  private void noteWay(Stream stream, PeerId from, Push push, Parcel parcel) {
    if (!push.repair()) {
      stream.pusher = from;
      stream.missedInRow = 0;
      stream.highestPushed = Math.max(stream.highestPushed, parcel.sequence());
    } else {
      tally.repaired++;
      // A gap between pushes is a lost frame; one after the last push may be a broken tree.
      stream.missedInRow += parcel.sequence() > stream.highestPushed ? 1 : 0;
    }
  }

  private void onDuplicate(PeerId from, Push push, Parcel parcel, Stream stream) {
    Peering peering = stream.peering(from);
    peering.hasPushed(parcel.sequence());
    Kept first = stream.kept.get(parcel.sequence());
    if (floods
        || push.repair()
        || first == null
        || first.push().repair()
        || first.from().equals(from)) {
      return; // Says nothing about the tree.
    }
    long now = ctx.nowMillis();
    Peering other = stream.peerings.get(first.from());
    if ((other == null || now - other.prunedAt >= PRUNE_PAUSE_MILLIS)
        && now - peering.prunedAt >= config.digest().toMillis()) {
      peering.prunedAt = now;
      tally.prunes++;
      ctx.send(from, new Prune(stream.key));
    }
  }

  private void deliver(Stream stream, List<Kept> due) {
    handover.deliver(stream, due, ctx);
  }

  private void onHoldings(PeerId from, Holdings holdings) {
    if (holdings.highest() >= 0) {
      reception
          .source(from, holdings.stream(), holdings.newestAgeMillis(), ctx)
          .ifPresent(source -> onHoldings(from, source, holdings));
    }
  }

  private void onHoldings(PeerId from, Source source, Holdings holdings) {
    long now = ctx.nowMillis();
    boolean known = streams.find(holdings.stream()) != null;
    Stream stream = streams.open(source, holdings.stream(), ctx);
    if (!known && arrival.isAfter(now - holdings.newestAgeMillis())) {
      stream.settle(holdings.highest() + 1);
    }
    stream.heardAt = now;
    Peering peering = stream.peering(from);
    peering.introduced = true;
    peering.learn(holdings);
    if (!peering.seemsToHaveAllTo(stream.highest())) {
      digests.changed(stream, ctx);
    }
    long pullAt = now + repairs.patienceMillis(from);
    stream.miss(holdings, now, pullAt);
    repairs.watch(stream, pullAt, ctx);
  }

  private void onPull(PeerId from, Pull pull) {
    Stream stream = streams.find(pull.stream());
    if (stream == null) {
      return;
    }
    if (pull.graft()) {
      forwarding.graft(stream, from);
    }
    passing.answer(from, stream, pull, ctx);
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (timer instanceof Digests.Due) {
      digests.onDue(passing.pushAgainIfShattered(streams, ctx), ctx);
    } else if (timer instanceof Repairs.Due) {
      for (Stream stream : repairs.onDue()) {
        handover.advance(stream, ctx);
        repairs.pull(stream, ctx);
      }
      repairs.scheduleNext(ctx);
    } else if (timer instanceof Origin.ResumeDue) {
      origin.onResumeDue();
    } else if (timer instanceof Origin.PackDue) {
      origin.onPackDue();
    } else if (timer instanceof Streams.SweepDue) {
      streams.onSweepDue(ctx);
    } else {
      throw new AssertionError("delivery does not know " + timer);
    }
  }

  private long halfRoundTrip(PeerId neighbor) {
    return Math.max(0, links.roundTripMillis(neighbor)) / 2;
  }
}
