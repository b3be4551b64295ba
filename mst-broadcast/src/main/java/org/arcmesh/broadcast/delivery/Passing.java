package org.arcmesh.broadcast.delivery;

import java.util.Set;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;

/** Passes parcels on: to the children, and to who asks. */
final class Passing {
  /**
   * Guess: what is pulled when older than this is history, of which many lack the same. Pushing it
   * on from everywhere would bring it many times; they pull it as well.
   */
  private static final int PUSHED_AGE_MAX_MILLIS = 2_000;

  /** Guess: what came since ties may have gone that nobody has noticed yet, with some margin. */
  private static final int AGAIN_MILLIS = 3_000;

  /** Guess: what one pull is answered with at most, so that asking is not cheaper than sending. */
  private static final int ANSWER_BYTES_MAX = 1 << 18;

  private final Forwarding forwarding;
  private final Lanes lanes;
  private final Tally tally;
  private boolean shattered;

  Passing(Forwarding forwarding, Lanes lanes, Tally tally) {
    this.forwarding = forwarding;
    this.lanes = lanes;
    this.tally = tally;
  }

  /** Our own parcel, as we send it. */
  Push first(Parcel parcel, Bytes seal) {
    return new Push(1, 0, false, seal, parcel.bytes(), forwarding.epoch());
  }

  /**
   * Whether a parcel of our own should wait, since a child is full that may soon not be, or all
   * are.
   */
  boolean mustWait(Stream own, Context ctx) {
    long now = ctx.nowMillis();
    Set<PeerId> children = forwarding.eager(own, ctx.self(), forwarding.epoch(), ctx.self(), now);
    boolean all = children.stream().noneMatch(child -> lanes.hasRoom(child, own.key));
    boolean wait = false;
    for (PeerId child : children) {
      wait |= lanes.isWorthWaiting(child, own.key, all, now);
    }
    return wait;
  }

  /**
   * Pushes to all children. Those that are full get it a little later; if they stay full they will
   * hear of it, and pull it.
   */
  void push(Stream stream, Kept broadcast, Context ctx) {
    Push onward = copy(stream, broadcast, false, ctx);
    boolean history = broadcast.push().repair() && onward.ageMillis() > PUSHED_AGE_MAX_MILLIS;
    if (history || broadcast.push().hop() == DeliveryMessage.HOPS_MAX) {
      return;
    }
    for (PeerId child :
        forwarding.eager(stream, broadcast.from(), onward.tree(), ctx.self(), ctx.nowMillis())) {
      push(stream, onward, broadcast.sequence(), child, ctx);
    }
  }

  private void push(Stream stream, Push onward, long sequence, PeerId child, Context ctx) {
    if (stream.peering(child).offers(sequence)) {
      return;
    }
    if (lanes.hasRoom(child, stream.key)) {
      Sources.introduce(stream, child, ctx);
      lanes.send(child, stream.key, onward, ctx);
      tally.pushed++;
    } else if (!lanes.isWorthWaiting(child, stream.key, false, ctx.nowMillis())
        || !lanes.defer(child, new Lanes.Late(stream.key, sequence))) {
      tally.slowed++;
    }
  }

  /** A child has dealt with something: pushes what has waited for that. */
  void catchUp(PeerId child, Streams streams, Context ctx) {
    for (Lanes.Late late : lanes.takeLate(child)) {
      Stream stream = streams.find(late.stream());
      Kept broadcast = stream == null ? null : stream.kept.get(late.sequence());
      if (broadcast != null) {
        push(stream, copy(stream, broadcast, false, ctx), late.sequence(), child, ctx);
      }
    }
  }

  /**
   * Looks whether trees have survived. When they have not, what was pushed along them of late goes
   * along every link.
   *
   * @return whether they have not
   */
  boolean pushAgainIfShattered(Streams streams, Context ctx) {
    boolean before = shattered;
    shattered = forwarding.isShattered(ctx.nowMillis());
    if (shattered && !before) {
      for (Stream stream : streams.all()) {
        for (Kept broadcast : stream.kept.values()) {
          if (ctx.nowMillis() - broadcast.receivedAt() < AGAIN_MILLIS) {
            push(stream, broadcast, ctx);
          }
        }
      }
    }
    return shattered;
  }

  void answer(PeerId from, Stream stream, Pull pull, Context ctx) {
    int bytes = 0;
    for (int bit = 0;
        bit < DeliveryMessage.BITS && bytes < ANSWER_BYTES_MAX && lanes.hasRoom(from, stream.key);
        bit++) {
      Kept broadcast =
          (pull.bitmap() >>> bit & 1) == 0 ? null : stream.kept.get(pull.first() + bit);
      if (broadcast != null && ctx.nowMillis() - broadcast.sentAt() <= pull.youngerThanMillis()) {
        Sources.introduce(stream, from, ctx);
        lanes.send(from, stream.key, copy(stream, broadcast, true, ctx), ctx);
        tally.answered++;
        bytes += broadcast.size();
      }
    }
  }

  private static Push copy(Stream stream, Kept broadcast, boolean repair, Context ctx) {
    Push push = broadcast.push();
    boolean own = stream.origin().equals(ctx.self());
    return new Push(
        own ? 1 : Math.min(push.hop() + 1, DeliveryMessage.HOPS_MAX),
        DeliveryMessage.millis(ctx.nowMillis() - broadcast.sentAt()),
        repair,
        push.seal(),
        push.parcel(),
        push.tree());
  }
}
