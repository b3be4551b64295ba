package org.arcmesh.broadcast.linkstate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;

/**
 * Passes news on: along the tree of the smallest id, whichever way, and to ties that it does not
 * reach. Where there is no tree, or a link of it is gone, all ties are told.
 */
final class Newscast {
  private final LinkStateConfig config;
  private final Backbone backbone;
  private final Routes routes;
  private final News news = new News();
  private boolean flushing;

  Newscast(LinkStateConfig config, Backbone backbone, Routes routes) {
    this.config = config;
    this.backbone = backbone;
    this.routes = routes;
  }

  record FlushDue() implements Timer {}

  /** A record that is new to us, and whom we have it from. */
  void add(LinkRecord record, PeerId from) {
    news.add(record, from);
  }

  void heardAgain(LinkRecord record, PeerId from) {
    news.heardAgain(record, from);
  }

  /**
   * Without a tree everybody hears everything from all sides: wait until most of them have spoken.
   *
   * @param alongTree whether there is one; asked only once for all news that goes together, since
   *     each may change the picture
   */
  void flushSoon(BooleanSupplier alongTree, Context ctx) {
    if (!flushing) {
      flushing = true;
      long flood = config.flood().toMillis();
      ctx.schedule(
          alongTree.getAsBoolean()
              ? config.flush()
              : Duration.ofMillis(flood / 2 + ctx.random().nextLong(flood + 1)),
          new FlushDue());
    }
  }

  void onFlushDue(Optional<Topology> tree, Context ctx) {
    flushing = false;
    flush(tree, ctx);
  }

  void flush(Optional<Topology> tree, Context ctx) {
    if (news.isEmpty()) {
      return;
    }
    List<PeerId> around =
        tree.flatMap(routes::common).map(Route::children).orElseGet(backbone::neighbors);
    for (PeerId neighbor : around) {
      Update.of(news.listFor(neighbor)).forEach(update -> ctx.send(neighbor, update));
    }
    news.clear();
  }

  /** Whether no news may reach us: no tree does, or a link of it is gone. */
  boolean isCutOff(Optional<Topology> tree) {
    return tree.flatMap(routes::common).isEmpty();
  }
}
