package org.arcmesh.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.arcmesh.Delivery;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;

/** For people: deliveries as {@code who: what}, all else after a star. */
final class HumanPrinter implements Printer {
  private final String application;
  private final Optional<Endpoint> listen;

  /**
   * A printer for one peer.
   *
   * @param application its name or infohash, as given
   * @param listen where it accepts newcomers, if it does
   */
  HumanPrinter(String application, Optional<Endpoint> listen) {
    this.application = application;
    this.listen = listen;
  }

  @Override
  public Optional<String> line(OverlayEvent event) {
    return Optional.ofNullable(words(event)).map(words -> "* " + Text.harmless(words));
  }

  @Override
  public String line(Delivery delivery) {
    return delivery.from().shortName()
        + ": "
        + Text.of(delivery.payload())
            .map(Text::harmless)
            .orElseGet(() -> "(" + delivery.payload().size() + " bytes that are no text)");
  }

  private String words(OverlayEvent event) {
    if (event instanceof OverlayEvent.Started started) {
      return "peer %s of '%s'%s"
          .formatted(
              started.peer().shortName(),
              application,
              listen.map(endpoint -> ", signaling node on " + endpoint).orElse(""));
    }
    if (event instanceof OverlayEvent.Joined joined) {
      return "joined in %d ms via %s"
          .formatted(joined.after().toMillis(), joined.via().shortName());
    }
    if (event instanceof OverlayEvent.NeighborUp up) {
      return "+ " + up.peer().shortName();
    }
    if (event instanceof OverlayEvent.NeighborDown down) {
      return "- " + down.peer().shortName() + " (" + words(down.cause()) + ")";
    }
    if (event instanceof OverlayEvent.PartitionSuspected suspected) {
      return "partition suspected: " + suspected.reason();
    }
    if (event instanceof OverlayEvent.PartitionProven proven) {
      return "there is another component, of about %d peers: merging"
          .formatted(Math.round(proven.foreignPeers()));
    }
    if (event instanceof OverlayEvent.PartitionHealed healed) {
      return "partition healed after %s: about %d peers"
          .formatted(words(healed.after()), Math.round(healed.peers()));
    }
    if (event instanceof OverlayEvent.Failed failed) {
      return failed.retryAfter().isZero()
          ? failed.what()
          : "%s; trying again in %s".formatted(failed.what(), words(failed.retryAfter()));
    }
    if (event instanceof OverlayEvent.Left) {
      return "left";
    }
    return null; // Links and component ids come and go too often to be read.
  }

  private static String words(Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String words(Duration time) {
    return time.toMillis() < 1000
        ? time.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0).replace(".0 s", " s");
  }
}
