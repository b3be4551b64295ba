package org.arcmesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.delivery.Delivery;
import org.arcmesh.broadcast.linkstate.LinkState;
import org.arcmesh.broadcast.linkstate.Pictures;
import org.arcmesh.broadcast.route.RouteDelivery;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.PeerFactory;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.repair.Repair;

/**
 * The protocols of one peer, composed in the same way for real links and for virtual time.
 *
 * <p>Applications use {@link Overlay}; this is for testbeds. Everything but the making of a stack
 * is done on the peer's thread, as one of its inputs.
 */
public final class Stack {
  private final Peer peer;
  private final Signaling links;
  private final Sampler<?> sampling;
  private final Repair repair;
  private final Optional<Backbone> backbone;
  private final Optional<LinkState> linkState;
  private final Optional<Delivery> delivery;
  private final Optional<Broadcast> broadcast;

  private Stack(
      StackSettings settings, Pictures pictures, Environment environment, Discovery discovery) {
    links =
        new Signaling(
            settings.signaling(),
            settings.admission(),
            environment.identity(),
            environment.connector());
    sampling = settings.sampler().make(settings.period(), links);
    repair = new Repair(settings.repair(), settings.name(), sampling, discovery, links);

    // In this order they hear of links and arcs: each after those that it asks.
    List<Protocol<?>> protocols = new ArrayList<>(List.of(links, sampling, repair));
    backbone =
        settings.tree() == TreeMode.OFF
            ? Optional.empty()
            : Optional.of(new Backbone(settings.backbone(), links));
    backbone.ifPresent(protocols::add);
    linkState =
        backbone
            .filter(spine -> settings.tree().usesLinkState())
            .map(spine -> new LinkState(settings.linkState(), pictures, spine, links));
    linkState.ifPresent(protocols::add);
    if (settings.tree() == TreeMode.ROUTE) {
      delivery = Optional.empty();
      RouteDelivery routes = new RouteDelivery(links, linkState.orElseThrow()::written);
      broadcast = Optional.of(routes);
      protocols.add(routes);
    } else {
      Trees none = settings.tree() == TreeMode.FLOOD ? Trees.FLOOD : Trees.NONE;
      Trees trees = linkState.isPresent() ? linkState.get() : none;
      delivery =
          backbone.map(
              spine ->
                  new Delivery(
                      settings.delivery(),
                      settings.application(),
                      environment.notary(),
                      trees,
                      spine,
                      links));
      broadcast = delivery.map(Broadcast.class::cast);
      delivery.ifPresent(protocols::add);
    }
    peer = new Peer(environment.identity().id(), environment.host(), links, protocols);
  }

  /** What peers in one thread share of what they know of the backbone. */
  public static Pictures pictures(StackSettings settings) {
    return new Pictures(settings.tree(), settings.linkState().alpha());
  }

  /** The stack of one peer, not yet started. */
  public static Stack create(StackSettings settings, Environment environment, Discovery discovery) {
    return new Stack(settings, pictures(settings), environment, discovery);
  }

  /**
   * What a runtime makes a peer with that shares no pictures of the backbone with others.
   *
   * @param discovery makes the discovery of the peer
   * @param made receives the stack before the peer starts
   */
  public static PeerFactory factory(
      StackSettings settings, Function<Environment, Discovery> discovery, Consumer<Stack> made) {
    return factory(settings, pictures(settings), discovery, made);
  }

  /**
   * What a runtime makes a peer with.
   *
   * @param pictures shared by peers of one thread, see {@link #pictures}
   * @param discovery makes the discovery of the peer
   * @param made receives the stack before the peer starts
   */
  public static PeerFactory factory(
      StackSettings settings,
      Pictures pictures,
      Function<Environment, Discovery> discovery,
      Consumer<Stack> made) {
    return environment -> {
      Stack stack = new Stack(settings, pictures, environment, discovery.apply(environment));
      made.accept(stack);
      return stack.peer();
    };
  }

  public Peer peer() {
    return peer;
  }

  public Signaling links() {
    return links;
  }

  public Sampler<?> sampling() {
    return sampling;
  }

  public Repair repair() {
    return repair;
  }

  /** None with {@link TreeMode#OFF}. */
  public Optional<Backbone> backbone() {
    return backbone;
  }

  /** None with {@link TreeMode#OFF}. */
  public Optional<Broadcast> broadcast() {
    return broadcast;
  }

  /** What does {@link #broadcast}, but with {@link TreeMode#ROUTE}. */
  public Optional<Delivery> delivery() {
    return delivery;
  }

  /** What the peer believes of its component. */
  public Component component() {
    return repair.component();
  }

  /** None without trees. */
  public Optional<LinkState> linkState() {
    return linkState;
  }

  /**
   * Whom a newcomer opens its first arc to when we are its signaling node: a random neighbor, so
   * that newcomers do not all end at us, or ourselves while we have none.
   */
  public PeerId contact(PeerId guest) {
    return sampling.sample(2).stream()
        .filter(contact -> !contact.equals(guest))
        .findFirst()
        .orElse(peer.self());
  }
}
