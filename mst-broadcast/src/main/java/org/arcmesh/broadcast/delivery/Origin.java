package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Context;
import org.arcmesh.core.Notary;
import org.arcmesh.core.Timer;

/** Our own stream: sends what we broadcast as fast as it can be sealed and as links accept it. */
final class Origin {
  /** Above it an application should wait, so that what it sends is as fresh as can be. */
  private static final int ROOM_BYTES = 1 << 20;

  private static final int WAITING_BYTES_MAX = 64 << 20;

  /** Between two looks at whether those that we wait for have become slow. */
  private static final Duration RESUME_INTERVAL = Duration.ofMillis(50);

  private final Streams streams;
  private final Passing passing;
  private final Digests digests;
  private final Context ctx;
  private final Source source;
  private final long key;
  private final Outbox outbox;
  private LongConsumer accepted = done -> {};
  private boolean resuming;
  private boolean packing;

  Origin(
      ApplicationKey application,
      Notary notary,
      Streams streams,
      Passing passing,
      Digests digests,
      Causality causality,
      Context ctx) {
    this.streams = streams;
    this.passing = passing;
    this.digests = digests;
    this.ctx = ctx;
    this.source = new Source(ctx.self(), ctx.random().nextInt(), notary.publicKey());
    this.key = source.stream().key();
    this.outbox = new Outbox(application, notary, key, causality);
  }

  record ResumeDue() implements Timer {}

  record PackDue() implements Timer {}

  void requireRoom() {
    if (outbox.weight() > WAITING_BYTES_MAX) {
      throw new IllegalStateException("too much waits to be sent");
    }
  }

  boolean hasRoom() {
    return outbox.weight() < ROOM_BYTES;
  }

  void onAccepted(LongConsumer listener) {
    accepted = listener;
  }

  void broadcast(Bytes payload) {
    boolean behind =
        outbox.peek() != null; // Then others wait for the same room, and this one after.
    outbox.add(payload, ctx.nowMillis());
    if (!behind) {
      resume();
    }
  }

  void onSigned(Notary.Signed signed) {
    outbox.onSigned(signed.signature(), ctx.nowMillis());
    resume();
  }

  void onResumeDue() {
    resuming = false;
    resume();
  }

  void onPackDue() {
    packing = false;
    outbox.pack(ctx.nowMillis());
    resume();
  }

  /** Sends what is sealed, as long as there is room on the way to the children. */
  void resume() {
    long done = -1;
    while (outbox.peek() != null && !passing.mustWait(open(), ctx)) {
      Outbox.Sealed next = outbox.peek();
      outbox.remove(ctx.nowMillis());
      send(next.parcel(), next.seal());
      done = next.done();
    }
    if (outbox.peek() != null && !resuming) {
      resuming = true;
      ctx.schedule(RESUME_INTERVAL, new ResumeDue());
    }
    long pause = outbox.pauseMillis(ctx.nowMillis());
    if (pause > 0 && !packing) {
      packing = true;
      ctx.schedule(Duration.ofMillis(pause), new PackDue());
    }
    if (done >= 0) {
      accepted.accept(done);
    }
  }

  private Stream open() {
    return streams.open(source, key, ctx);
  }

  private void send(Parcel parcel, Bytes seal) {
    long now = ctx.nowMillis();
    Stream stream = open();
    stream.heardAt = now;
    Kept kept = new Kept(passing.first(parcel, seal), parcel, ctx.self(), now, now);
    stream.keepOwn(kept);
    passing.push(stream, kept, ctx);
    streams.retain(kept);
    digests.changed(stream, ctx);
  }
}
