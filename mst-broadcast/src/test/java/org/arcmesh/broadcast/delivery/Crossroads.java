package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.FixedLinks.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.backbone.BackboneMessage;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;

/** A peer whose neighbors are Alice, Bob and Carol; Dora, whose broadcasts it relays, is not. */
final class Crossroads {
  static final DeliveryConfig CONFIG = DeliveryConfig.DEFAULT;
  static final int ROUND_TRIP = 20;
  static final PeerId SELF = peer(50);
  static final PeerId ALICE = peer(1);
  static final PeerId BOB = peer(2);
  static final PeerId CAROL = peer(3);
  static final PeerId DORA = peer(4);
  static final StreamId STREAM = new StreamId(DORA, 7);

  final FixedLinks links = new FixedLinks();
  final ScriptedContext ctx = new ScriptedContext(SELF, 1);
  final Backbone backbone = new Backbone(BackboneConfig.DEFAULT, links);
  final Drawn trees = new Drawn();
  final Delivery delivery = new Delivery(CONFIG, trees, backbone, links);

  Crossroads() {
    backbone.start(ctx);
    delivery.start(ctx);
    for (PeerId neighbor : List.of(ALICE, BOB, CAROL)) {
      links.up(neighbor, ROUND_TRIP);
      backbone.onMessage(neighbor, new BackboneMessage.Ask(false), ctx);
      delivery.onNeighborUp(neighbor, ctx);
    }
    ctx.advance(Duration.ofMinutes(1));
    ctx.clear();
  }

  /** Trees as a test draws them. */
  static final class Drawn implements Trees {
    final Map<PeerId, Route> routes = new LinkedHashMap<>();

    @Override
    public Optional<Route> route(PeerId source, long epoch) {
      return Optional.ofNullable(routes.get(source));
    }

    @Override
    public long epoch() {
      return NONE_YET;
    }

    @Override
    public boolean spans(PeerId peer) {
      return true;
    }
  }

  /** A peer at the same place that comes just now. */
  Delivery newcomer() {
    Delivery newcomer = new Delivery(CONFIG, trees, backbone, links);
    newcomer.start(ctx);
    newcomer.onNeighborUp(BOB, ctx);
    ctx.clear();
    return newcomer;
  }

  void repairAfter(Duration time) {
    ctx.advance(time);
    delivery.onTimer(new Repairs.Due(), ctx);
  }

  /** The numbers of all that was handed to the application since the last clear. */
  List<Long> delivered() {
    return ctx.emitted().stream().map(event -> ((Delivered) event).sequence()).toList();
  }

  static Bytes payload(long sequence) {
    return Bytes.utf8("broadcast " + sequence);
  }

  /** A broadcast of Dora's, sent just now, a second after the one before it. */
  static Push push(long sequence, int hop) {
    return new Push(STREAM, sequence, hop, 0, 1_000, false, payload(sequence), 0);
  }

  static Push since(Push push, int millis) {
    return new Push(
        push.stream(),
        push.sequence(),
        push.hop(),
        0,
        millis,
        push.repair(),
        push.payload(),
        push.tree());
  }

  static Push aged(Push push, int millis) {
    return new Push(
        push.stream(),
        push.sequence(),
        push.hop(),
        millis,
        push.sincePreviousMillis(),
        push.repair(),
        push.payload(),
        push.tree());
  }

  static Push repaired(Push push) {
    return new Push(
        push.stream(),
        push.sequence(),
        push.hop(),
        push.ageMillis(),
        push.sincePreviousMillis(),
        true,
        push.payload(),
        push.tree());
  }

  static Digest digest(Holdings... holdings) {
    return new Digest(List.of(holdings));
  }
}
