package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;

/**
 * Tells neighbors what we have, a few at a time, until each that may lack something has been told.
 * Without news nothing is said and no timer runs.
 */
final class Digests {
  private final DeliveryConfig config;
  private final Links links;
  private final Streams streams;
  private final Set<Long> untold = new LinkedHashSet<>();
  private boolean due;

  Digests(DeliveryConfig config, Links links, Streams streams) {
    this.config = config;
    this.links = links;
    this.streams = streams;
  }

  record Due() implements Timer {}

  /** There is news of a stream, or somebody lacks some. */
  void changed(Stream stream, Context ctx) {
    if (!stream.kept.isEmpty()) {
      untold.add(stream.key);
      schedule(ctx);
    }
  }

  /** A new neighbor has to be told of everything. */
  void changedAll(Context ctx) {
    streams.all().forEach(stream -> changed(stream, ctx));
  }

  private void schedule(Context ctx) {
    if (!due && !untold.isEmpty()) {
      due = true;
      Duration period = config.digest();
      ctx.schedule(period, new Due());
    }
  }

  /**
   * @param hurry whether to tell all neighbors at once that seem to be there, and none of the
   *     others
   */
  void onDue(boolean hurry, Context ctx) {
    due = false;
    Map<PeerId, List<Stream>> behind = behind();
    List<PeerId> left = new ArrayList<>(behind.keySet());
    if (hurry) {
      left.removeIf(links::isQuiet);
    }
    int told = hurry ? left.size() : config.fanout();
    for (int i = 0; i < told && !left.isEmpty(); i++) {
      PeerId neighbor = left.remove(ctx.random().nextInt(left.size()));
      List<Stream> news = behind.get(neighbor);
      int count = Math.min(news.size(), Digest.STREAMS_MAX);
      tell(neighbor, news.subList(0, count), ctx);
      news.subList(0, count).clear();
    }
    untold.clear();
    behind.values().forEach(news -> news.forEach(stream -> untold.add(stream.key)));
    schedule(ctx);
  }

  private Map<PeerId, List<Stream>> behind() {
    Map<PeerId, List<Stream>> behind = new LinkedHashMap<>();
    List<PeerId> neighbors = links.neighbors();
    for (long key : untold) {
      Stream stream = streams.find(key);
      if (stream != null && !stream.kept.isEmpty()) {
        for (PeerId neighbor : neighbors) {
          if (mayLack(neighbor, stream)) {
            behind.computeIfAbsent(neighbor, peer -> new ArrayList<>()).add(stream);
          }
        }
      }
    }
    return behind;
  }

  private static boolean mayLack(PeerId neighbor, Stream stream) {
    Peering peering = stream.peering(neighbor);
    return !neighbor.equals(stream.origin())
        && peering.toldVersion < stream.version
        && !peering.seemsToHaveAllTo(stream.highest());
  }

  private static void tell(PeerId neighbor, List<Stream> news, Context ctx) {
    List<Holdings> holdings = new ArrayList<>();
    for (Stream stream : news) {
      Sources.introduce(stream, neighbor, ctx);
      holdings.add(stream.holdings(ctx.nowMillis()));
      stream.peering(neighbor).toldVersion = stream.version;
    }
    ctx.send(neighbor, new Digest(holdings));
  }
}
