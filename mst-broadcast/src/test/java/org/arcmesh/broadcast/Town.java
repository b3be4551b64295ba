package org.arcmesh.broadcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.delivery.Delivery;
import org.arcmesh.broadcast.delivery.DeliveryConfig;
import org.arcmesh.broadcast.linkstate.LinkState;
import org.arcmesh.broadcast.linkstate.LinkStateConfig;
import org.arcmesh.broadcast.linkstate.Pictures;
import org.arcmesh.broadcast.tree.Trees;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sim.Puppet;
import org.arcmesh.sim.Simulation;

/**
 * Simulated peers on arcs that a test chooses and that nobody moves, who broadcast; and what ought
 * to be delivered.
 */
final class Town {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  final Simulation simulation;
  final List<PeerId> people = new ArrayList<>();
  private final TreeMode mode;
  private final DeliveryConfig config;
  private final Pictures pictures;
  private final SplittableRandom random;
  private final Map<PeerId, Resident> residents = new LinkedHashMap<>();
  private final Map<PeerId, Map<PeerId, List<Long>>> delivered = new LinkedHashMap<>();
  private final Map<PeerId, Set<String>> received = new LinkedHashMap<>();
  private final List<Sent> sent = new ArrayList<>();

  Town(long seed, TreeMode mode) {
    this(seed, mode, DeliveryConfig.DEFAULT);
  }

  Town(long seed, TreeMode mode, DeliveryConfig config) {
    this.config = config;
    this.simulation = Simulation.of(seed);
    this.mode = mode;
    this.pictures = new Pictures(mode, LinkStateConfig.DEFAULT.alpha());
    this.random = new SplittableRandom(seed);
    simulation.onEvent(this::onEvent);
  }

  /** A broadcast and who is to have it: whoever was there and connected all the time. */
  private record Sent(PeerId source, long sequence, Bytes payload, Set<PeerId> expected) {}

  /** The protocols of a peer, and one that asks for arcs. */
  static final class Resident {
    final Puppet puppet = new Puppet();
    Signaling signaling;
    Backbone backbone;
    LinkState linkState;
    Delivery delivery;
  }

  Resident at(PeerId id) {
    return residents.get(id);
  }

  PeerId add() {
    Resident resident = new Resident();
    PeerId id =
        simulation.add(
            environment -> {
              Signaling signaling =
                  new Signaling(
                      SignalingConfig.DEFAULT,
                      Admission.open(ApplicationKey.ofName("town")),
                      environment.identity(),
                      environment.connector());
              List<Protocol<?>> protocols = new ArrayList<>();
              resident.signaling = signaling;
              resident.backbone = new Backbone(BackboneConfig.DEFAULT, signaling);
              protocols.add(signaling);
              protocols.add(resident.backbone);
              if (mode != TreeMode.PUSH) {
                resident.linkState =
                    new LinkState(LinkStateConfig.DEFAULT, pictures, resident.backbone, signaling);
                protocols.add(resident.linkState);
              }
              Trees trees = mode == TreeMode.PUSH ? Trees.NONE : resident.linkState;
              resident.delivery =
                  new Delivery(
                      config,
                      ApplicationKey.ofName("town"),
                      environment.notary(),
                      trees,
                      resident.backbone,
                      signaling);
              protocols.add(resident.delivery);
              protocols.add(resident.puppet);
              return new Peer(
                  environment.identity().id(), environment.host(), signaling, protocols);
            });
    residents.put(id, resident);
    people.add(id);
    return id;
  }

  /** Adds peers, each with an arc to {@code arcs} of those before it: a connected overlay. */
  void settle(int count, int arcs) {
    for (int i = 0; i < count; i++) {
      PeerId newcomer = add();
      List<PeerId> others = new ArrayList<>(people.subList(0, people.size() - 1));
      for (int arc = 0; arc < arcs && !others.isEmpty(); arc++) {
        link(newcomer, others.remove(random.nextInt(others.size())));
      }
    }
  }

  /** Opens an arc through a door. */
  void link(PeerId from, PeerId to) {
    simulation.schedule(
        Duration.ofMillis(1),
        () -> {
          simulation.openDoor(from, to);
          simulation.schedule(
              Duration.ofMillis(1),
              () -> simulation.peer(from).run(() -> at(from).puppet.context().openArc(to, to)));
          simulation.schedule(Duration.ofSeconds(1), () -> simulation.closeDoor(from, to));
        });
  }

  /** Cuts these peers off from all others. */
  void split(List<PeerId> side) {
    Map<PeerId, Integer> sides = new LinkedHashMap<>();
    people.forEach(peer -> sides.put(peer, side.contains(peer) ? 0 : 1));
    simulation.faults().partition(sides);
  }

  /** Opens arcs between random pairs of two groups. */
  void bridge(List<PeerId> left, List<PeerId> right, int arcs) {
    for (int arc = 0; arc < arcs; arc++) {
      link(left.get(random.nextInt(left.size())), right.get(random.nextInt(right.size())));
    }
  }

  void run(Duration time) {
    simulation.run(time);
  }

  /** Has {@code sources} random peers broadcast in turn. */
  void broadcast(int sources, int count, Duration interval) {
    List<PeerId> alive = new ArrayList<>(simulation.alive());
    List<PeerId> chosen = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      chosen.add(alive.remove(random.nextInt(alive.size())));
    }
    for (int i = 0; i < count; i++) {
      PeerId source = chosen.get(i % sources);
      if (simulation.alive().contains(source)) {
        broadcast(source);
      }
      run(interval);
    }
  }

  void broadcast(PeerId source) {
    Bytes payload = Bytes.utf8("broadcast " + sent.size());
    Set<PeerId> expected = component(source);
    expected.remove(source);
    simulation
        .peer(source)
        .run(
            () -> {
              long sequence = at(source).delivery.broadcast(payload);
              Sent broadcast = new Sent(source, sequence, payload, expected);
              sent.add(broadcast);
              simulation.schedule(DEADLINE, () -> expected.retainAll(component(source)));
            });
  }

  void crash(int count) {
    List<PeerId> alive = new ArrayList<>(simulation.alive());
    for (int i = 0; i < count; i++) {
      simulation.crash(alive.remove(random.nextInt(alive.size())));
    }
  }

  /** Whom {@code peer} can reach over links of the living that no fault cuts; empty if it died. */
  Set<PeerId> component(PeerId peer) {
    Set<PeerId> alive = new LinkedHashSet<>(simulation.alive());
    Set<PeerId> reached = new LinkedHashSet<>();
    List<PeerId> next = new ArrayList<>();
    if (alive.contains(peer)) {
      next.add(peer);
    }
    while (!next.isEmpty()) {
      PeerId at = next.remove(next.size() - 1);
      if (reached.add(at)) {
        for (PeerId neighbor : at(at).signaling.neighbors()) {
          if (alive.contains(neighbor)
              && at(neighbor).signaling.isNeighbor(at)
              && !simulation.faults().cuts(at, neighbor)) {
            next.add(neighbor);
          }
        }
      }
    }
    return reached;
  }

  private void onEvent(PeerId peer, OverlayEvent event, long atMillis) {
    if (event instanceof OverlayEvent.Delivered got) {
      if (!received
          .computeIfAbsent(peer, p -> new LinkedHashSet<>())
          .add(got.payload().toUtf8() + " of " + got.from() + " " + got.sequence())) {
        throw new AssertionError(peer + " delivered twice " + got);
      }
      List<Long> sequences =
          delivered
              .computeIfAbsent(peer, p -> new TreeMap<>())
              .computeIfAbsent(got.from(), p -> new ArrayList<>());
      if (!sequences.isEmpty() && sequences.get(sequences.size() - 1) >= got.sequence()) {
        throw new AssertionError(peer + " delivered out of order " + got + " after " + sequences);
      }
      sequences.add(got.sequence());
    }
  }

  /** What should have been delivered and was not, in words. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Sent broadcast : sent) {
      String name =
          broadcast.payload().toUtf8() + " of " + broadcast.source() + " " + broadcast.sequence();
      for (PeerId peer : broadcast.expected()) {
        if (!received.getOrDefault(peer, Set.of()).contains(name)) {
          missing.add(peer.shortName() + " lacks " + name);
        }
      }
    }
    return missing;
  }

  /** How many deliveries were expected. */
  long expected() {
    return sent.stream().mapToLong(broadcast -> broadcast.expected().size()).sum();
  }

  List<Long> deliveredFrom(PeerId source, PeerId peer) {
    return delivered.getOrDefault(peer, Map.of()).getOrDefault(source, List.of());
  }

  /** Copies sent along trees for each broadcast delivered: 1 is the best there is. */
  double copiesPerDelivery() {
    long pushed = 0;
    long deliveries = 0;
    for (Resident resident : residents.values()) {
      pushed += resident.delivery.counters().pushed();
      deliveries += resident.delivery.counters().delivered();
    }
    return (double) pushed / deliveries;
  }
}
