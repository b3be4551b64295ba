package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.Checks.Waiting;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Mark;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Reached;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Unknown;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Context;
import org.arcmesh.core.Notary;
import org.arcmesh.core.PeerId;

/** Lets in what its origin has sealed, once, and turns away everything else. */
final class Reception {
  private final DeliveryConfig config;
  private final Streams streams;
  private final Tally tally;
  private final Listener listener;
  private final Sources sources;
  private final Checks checks;
  private final Map<PeerId, Integer> marks = new LinkedHashMap<>();

  /** What becomes of a parcel. */
  interface Listener {
    /** It is there already. */
    void duplicate(PeerId from, Push push, Parcel parcel, Stream stream);

    /** Its origin has sealed it; meanwhile it may have come from elsewhere, too. */
    void genuine(Waiting arrived);
  }

  Reception(
      DeliveryConfig config,
      ApplicationKey application,
      Notary notary,
      Streams streams,
      Tally tally,
      Listener listener) {
    this.config = config;
    this.streams = streams;
    this.tally = tally;
    this.listener = listener;
    this.sources = new Sources(notary);
    this.checks = new Checks(application, notary, new Room(config.checkedBytesMax()));
  }

  void onSource(PeerId from, Source source) {
    long key = source.stream().key();
    Stream stream = streams.find(key);
    if (stream != null) {
      stream.peering(from).introduced = true;
    } else if (!sources.learn(source, key)) {
      tally.forged++;
    }
  }

  /**
   * Whose stream this is, if it is one to follow: not one of a former life of ours, nor one whose
   * newest broadcast nobody keeps. Whoever speaks of a stream that we do not know is asked for it.
   */
  Optional<Source> source(PeerId neighbor, long key, int ageMillis, Context ctx) {
    Stream stream = streams.find(key);
    if (stream != null) {
      return Optional.of(stream.source);
    }
    Source source = sources.find(key);
    if (source == null) {
      tally.unknown++;
      ctx.send(neighbor, new Unknown(key));
      return Optional.empty();
    }
    return Optional.of(source)
        .filter(known -> !known.origin().equals(ctx.self()))
        .filter(known -> ageMillis < config.retention().toMillis());
  }

  void onPush(PeerId from, Push push, Context ctx) {
    tally.received++;
    Parcel parcel = Parcel.read(push.parcel());
    Stream stream = streams.find(parcel.stream());
    if (stream != null && stream.has(parcel.sequence())) {
      tally.duplicates++;
      listener.duplicate(from, push, parcel, stream);
      return;
    }
    Optional<Source> source = source(from, parcel.stream(), push.ageMillis(), ctx);
    if (source.isEmpty() || checks.isUnderWay(push, parcel)) {
      tally.duplicates++;
    } else if (!checks.hasRoom(parcel)) {
      tally.crowded++;
    } else {
      Waiting arrived = new Waiting(from, push, parcel, source.get());
      checks.check(arrived).ifPresent(genuine -> decide(arrived, genuine));
    }
  }

  void onChecked(Notary.Checked answer, Context ctx) {
    decide(checks.onChecked(answer.job()), answer.genuine());
    while (!marks.isEmpty() && !checks.isCrowded()) {
      Map.Entry<PeerId, Integer> oldest = marks.entrySet().iterator().next();
      marks.remove(oldest.getKey());
      ctx.send(oldest.getKey(), new Reached(oldest.getValue()));
    }
  }

  /** Sends a mark back, as soon as not too much waits to be checked. */
  void onMark(PeerId from, Mark mark, Context ctx) {
    if (checks.isCrowded()) {
      marks.put(from, mark.number()); // The later one speaks for those before it.
    } else {
      ctx.send(from, new Reached(mark.number()));
    }
  }

  void forget(PeerId neighbor) {
    marks.remove(neighbor);
  }

  private void decide(Waiting arrived, boolean genuine) {
    if (!genuine) {
      tally.forged++;
      return;
    }
    Stream stream = streams.find(arrived.parcel().stream());
    if (stream != null && stream.has(arrived.parcel().sequence())) {
      tally.duplicates++;
      listener.duplicate(arrived.from(), arrived.push(), arrived.parcel(), stream);
    } else {
      sources.forget(arrived.parcel().stream());
      listener.genuine(arrived);
    }
  }
}
