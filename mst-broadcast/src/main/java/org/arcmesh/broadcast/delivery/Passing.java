package org.arcmesh.broadcast.delivery;

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

  /** Guess: what one pull is answered with at most, so that asking is not cheaper than sending. */
  private static final int ANSWER_BYTES_MAX = 1 << 18;

  private final Forwarding forwarding;
  private final Tally tally;

  Passing(Forwarding forwarding, Tally tally) {
    this.forwarding = forwarding;
    this.tally = tally;
  }

  /** Our own parcel, as we send it. */
  Push first(Parcel parcel, Bytes seal) {
    return new Push(1, 0, false, seal, parcel.bytes(), forwarding.epoch());
  }

  void push(Stream stream, Kept broadcast, Context ctx) {
    Push onward = copy(stream, broadcast, false, ctx);
    boolean history = broadcast.push().repair() && onward.ageMillis() > PUSHED_AGE_MAX_MILLIS;
    if (history || broadcast.push().hop() == DeliveryMessage.HOPS_MAX) {
      return;
    }
    for (PeerId child : forwarding.eager(stream, broadcast.from(), onward.tree())) {
      if (!stream.peering(child).offers(broadcast.sequence())) {
        Sources.introduce(stream, child, ctx);
        ctx.send(child, onward);
        tally.pushed++;
      }
    }
  }

  void answer(PeerId from, Stream stream, Pull pull, Context ctx) {
    int bytes = 0;
    for (int bit = 0; bit < DeliveryMessage.BITS && bytes < ANSWER_BYTES_MAX; bit++) {
      Kept broadcast =
          (pull.bitmap() >>> bit & 1) == 0 ? null : stream.kept.get(pull.first() + bit);
      if (broadcast != null && ctx.nowMillis() - broadcast.sentAt() <= pull.youngerThanMillis()) {
        Sources.introduce(stream, from, ctx);
        ctx.send(from, copy(stream, broadcast, true, ctx));
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
