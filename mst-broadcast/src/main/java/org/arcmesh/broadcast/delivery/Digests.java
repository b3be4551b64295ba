package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    untold.removeIf(key -> streams.find(key) == null || streams.find(key).kept.isEmpty());
    List<PeerId> left = new ArrayList<>(links.neighbors());
    boolean all = !hurry || left.stream().noneMatch(links::isQuiet);
    if (hurry) {
      left.removeIf(links::isQuiet);
    }
    int toTell = hurry ? left.size() : config.fanout();
    Set<Long> still = new LinkedHashSet<>();
    while (!left.isEmpty() && toTell > 0) {
      PeerId neighbor = left.remove(ctx.random().nextInt(left.size()));
      List<Stream> news = lackedBy(neighbor);
      if (!news.isEmpty()) {
        int count = Math.min(news.size(), Digest.STREAMS_MAX);
        tell(neighbor, news.subList(0, count), ctx);
        news.subList(count, news.size()).forEach(stream -> still.add(stream.key));
        toTell--;
      }
    }
    if (all && left.isEmpty()) {
      untold.retainAll(still); // Else the others may lack anything.
    }
    schedule(ctx);
  }

  private List<Stream> lackedBy(PeerId neighbor) {
    List<Stream> news = new ArrayList<>();
    for (long key : untold) {
      Stream stream = streams.find(key);
      Peering peering = stream.peerings.get(neighbor); // Most streams have nothing to do with most.
      if (!neighbor.equals(stream.origin())
          && (peering == null
              || peering.toldVersion < stream.version
                  && !peering.seemsToHaveAllTo(stream.highest()))) {
        news.add(stream);
      }
    }
    return news;
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
