package org.arcmesh.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.arcmesh.Delivery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;

/**
 * For programs: one JSON object a line, {@code "event"} first, with the keys that the contract of
 * {@code node --json-events} names. Times are milliseconds, sizes bytes, ids 40 hex digits.
 */
final class JsonPrinter implements Printer {
  private final String application;
  private final Optional<Endpoint> listen;

  /**
   * A printer for one peer.
   *
   * @param application its name or infohash, as given
   * @param listen where it accepts newcomers, if it does
   */
  JsonPrinter(String application, Optional<Endpoint> listen) {
    this.application = application;
    this.listen = listen;
  }

  @Override
  public Optional<String> line(OverlayEvent event) {
    return Optional.ofNullable(object(event)).map(ObjectNode::toString);
  }

  @Override
  public String line(Delivery delivery) {
    ObjectNode object =
        object("delivered")
            .put("from", delivery.from().toString())
            .put("sequence", delivery.sequence())
            .put("bytes", delivery.payload().size());
    Text.of(delivery.payload()).ifPresent(text -> object.put("text", text));
    return object.toString();
  }

  private ObjectNode object(OverlayEvent event) {
    if (event instanceof OverlayEvent.Started started) {
      ObjectNode object =
          object("started").put("peer", started.peer().toString()).put("app", application);
      listen.ifPresent(endpoint -> object.put("listen", endpoint.toString()));
      return object;
    }
    if (event instanceof OverlayEvent.Joined joined) {
      return object("joined")
          .put("ms", joined.after().toMillis())
          .put("via", joined.via().toString());
    }
    if (event instanceof OverlayEvent.NeighborUp up) {
      return object("neighbor-up").put("peer", up.peer().toString());
    }
    if (event instanceof OverlayEvent.NeighborDown down) {
      return object("neighbor-down")
          .put("peer", down.peer().toString())
          .put("cause", down.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    if (event instanceof OverlayEvent.PartitionSuspected suspected) {
      return object("partition-suspected").put("reason", suspected.reason());
    }
    if (event instanceof OverlayEvent.PartitionHealed healed) {
      return object("partition-healed")
          .put("peers", Math.round(healed.peers()))
          .put("ms", healed.after().toMillis());
    }
    if (event instanceof OverlayEvent.ComponentChanged changed) {
      return object("component")
          .put("id", changed.id().toHex())
          .put("peers", Math.round(changed.peers()))
          .put("cause", changed.cause());
    }
    if (event instanceof OverlayEvent.Failed failed) {
      return object("failed")
          .put("what", failed.what())
          .put("retryMs", failed.retryAfter().toMillis());
    }
    if (event instanceof OverlayEvent.Left) {
      return object("left");
    }
    return null; // The contract has no line for it.
  }

  private static ObjectNode object(String event) {
    return JsonNodeFactory.instance.objectNode().put("event", event);
  }
}
