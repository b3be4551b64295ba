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
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Notary;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Sent;

/** A peer whose neighbors are Alice, Bob and Carol; Dora, whose broadcasts it relays, is not. */
final class Crossroads {
  static final DeliveryConfig CONFIG = DeliveryConfig.DEFAULT;
  static final int ROUND_TRIP = 20;
  static final PeerId SELF = peer(50);
  static final PeerId ALICE = peer(1);
  static final PeerId BOB = peer(2);
  static final PeerId CAROL = peer(3);
  static final PeerId DORA = peer(4);
  static final ApplicationKey APPLICATION = ApplicationKey.ofName("crossroads");
  static final Source SOURCE = source(DORA, 7);
  static final long STREAM = SOURCE.stream().key();

  final FixedLinks links = new FixedLinks();
  final ScriptedContext ctx = new ScriptedContext(SELF, 1);
  final Backbone backbone = new Backbone(BackboneConfig.DEFAULT, links);
  final Drawn trees = new Drawn();
  final Delivery delivery = at(CONFIG);

  /** A peer at this place. */
  Delivery at(DeliveryConfig config) {
    return at(config, Notary.prompt(new Person(SELF)));
  }

  Delivery at(DeliveryConfig config, Notary notary) {
    return new Delivery(config, APPLICATION, notary, trees, backbone, links);
  }

  /** Makes a peer at this place one that runs and has its neighbors. */
  Delivery begin(Delivery made) {
    made.start(ctx);
    for (PeerId neighbor : links.neighbors()) {
      made.onNeighborUp(neighbor, ctx);
      made.onMessage(neighbor, SOURCE, ctx);
    }
    ctx.advance(Duration.ofMinutes(1));
    ctx.clear();
    return made;
  }

  Crossroads() {
    backbone.start(ctx);
    for (PeerId neighbor : List.of(ALICE, BOB, CAROL)) {
      links.up(neighbor, ROUND_TRIP);
      backbone.onMessage(neighbor, new BackboneMessage.Ask(false), ctx);
    }
    begin(delivery);
  }

  /** Trees as a test draws them. */
  static final class Drawn implements Trees {
    final Map<PeerId, Route> routes = new LinkedHashMap<>();
    long epoch = NONE_YET;
    Optional<Route> common = Optional.empty();
    int looks;

    @Override
    public Optional<Route> route(PeerId source, long epoch) {
      looks++;
      return Optional.ofNullable(routes.get(source));
    }

    @Override
    public Optional<Route> common() {
      return common;
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public boolean spans(PeerId peer) {
      return true;
    }
  }

  /** A peer at the same place that comes just now. */
  Delivery newcomer() {
    Delivery newcomer = at(CONFIG);
    newcomer.start(ctx);
    newcomer.onNeighborUp(BOB, ctx);
    newcomer.onMessage(BOB, SOURCE, ctx);
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

  /** What was sent since the last clear, but for introductions of streams. */
  List<Sent> said() {
    return ctx.sent().stream().filter(sent -> !(sent.message() instanceof Source)).toList();
  }

  /** To whom. */
  List<PeerId> addressed() {
    return said().stream().map(Sent::to).toList();
  }

  static Bytes payload(long sequence) {
    return Bytes.utf8("broadcast " + sequence);
  }

  /** A broadcast of Dora's, sent just now, a second after the one before it. */
  static Push push(long sequence, int hop) {
    return push(SOURCE, sequence, hop, 1_000);
  }

  static Push push(Source source, long sequence, int hop, int sincePrevious) {
    return sealed(
        source.origin(),
        Parcel.of(
            source.stream().key(), sequence, sequence, sincePrevious, List.of(payload(sequence))),
        hop);
  }

  static Push sealed(PeerId origin, Parcel parcel, int hop) {
    Seal.Batch alone = new Seal.Batch(APPLICATION, List.of(parcel.bytes()));
    return new Push(hop, 0, false, new Person(origin).sign(alone), parcel.bytes(), 0);
  }

  static Push since(Push push, int millis) {
    return push(SOURCE, Parcel.read(push.parcel()).sequence(), push.hop(), millis);
  }

  static Push aged(Push push, int millis) {
    return new Push(push.hop(), millis, push.repair(), push.seal(), push.parcel(), push.tree());
  }

  static Push repaired(Push push) {
    return new Push(push.hop(), push.ageMillis(), true, push.seal(), push.parcel(), push.tree());
  }

  static Source source(PeerId origin, int life) {
    return new Source(origin, life, new Person(origin).publicKey());
  }

  static Digest digest(Holdings... holdings) {
    return new Digest(List.of(holdings));
  }

  /** A peer whose id is its key, and whose signature is a hash of it and what it signs. */
  record Person(PeerId id) implements Identity {
    @Override
    public Bytes publicKey() {
      return id.toBytes().concat(Bytes.wrap(new byte[12]));
    }

    @Override
    public boolean isOf(PeerId id, Bytes publicKey) {
      return id.equals(PeerId.of(publicKey.slice(0, PeerId.SIZE)));
    }

    @Override
    public Bytes sign(Bytes content) {
      return signature(publicKey(), content);
    }

    @Override
    public boolean isSignedBy(Bytes publicKey, Bytes content, Bytes signature) {
      return signature.equals(signature(publicKey, content));
    }

    private static Bytes signature(Bytes publicKey, Bytes content) {
      Bytes half = org.arcmesh.core.Digest.sha256(publicKey, content);
      return half.concat(half);
    }
  }
}
