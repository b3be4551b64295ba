package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sampling.spray.Spray;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sim.Simulation;

/** Peers that sample and repair over the real neighbor signaling, in virtual time. */
final class Village {
  static final Duration PERIOD = Duration.ofSeconds(5);
  static final RepairConfig REPAIR = RepairConfig.DEFAULT.withBeat(Duration.ofSeconds(1));

  final Simulation sim;
  final SplittableRandom random;
  final Map<PeerId, Spray> sprays = new LinkedHashMap<>();
  final Map<PeerId, Repair> repairs = new LinkedHashMap<>();
  final Map<PeerId, Signaling> signalings = new LinkedHashMap<>();
  final Map<PeerId, List<OverlayEvent>> events = new LinkedHashMap<>();

  Village(long seed) {
    sim = Simulation.of(seed);
    random = new SplittableRandom(seed);
    sim.onEvent((id, event, at) -> events.computeIfAbsent(id, key -> new ArrayList<>()).add(event));
  }

  PeerId add(RepairConfig config) {
    return sim.add(environment -> peer(environment, config));
  }

  PeerId addNode() {
    return add(REPAIR.withSignalingNode(true));
  }

  PeerId addPeer() {
    return add(REPAIR);
  }

  /** Signaling nodes first, then a peer every tenth of a second. */
  void populate(int nodes, int peers) {
    for (int i = 0; i < nodes; i++) {
      addNode();
    }
    sim.run(Duration.ofSeconds(5));
    for (int i = 0; i < peers; i++) {
      addPeer();
      sim.run(Duration.ofMillis(100));
    }
    sim.run(Duration.ofSeconds(2));
  }

  private Peer peer(Environment environment, RepairConfig config) {
    PeerId id = environment.identity().id();
    Signaling signaling =
        new Signaling(
            SignalingConfig.DEFAULT,
            Admission.open(ApplicationKey.ofName("village")),
            environment.identity(),
            environment.connector());
    Spray spray = new Spray(SprayConfig.DEFAULT.withPeriod(PERIOD), signaling);
    Discovery discovery = sim.directory().discovery(id);
    Repair repair = new Repair(config, "village", spray, discovery, signaling);
    if (config.signalingNode()) {
      sim.directory().serve(id, repair::component, () -> contact(id, signaling));
    }
    sprays.put(id, spray);
    repairs.put(id, repair);
    signalings.put(id, signaling);
    return new Peer(id, environment.host(), signaling, List.of(signaling, spray, repair));
  }

  /** The node itself or one of its neighbors. */
  private PeerId contact(PeerId node, Signaling signaling) {
    List<PeerId> known = new ArrayList<>(signaling.neighbors());
    known.add(node);
    return known.get(random.nextInt(known.size()));
  }

  /** The components over arcs, in the ground truth. */
  List<Set<PeerId>> components() {
    Map<PeerId, Set<PeerId>> neighbors = new LinkedHashMap<>();
    sim.alive().forEach(id -> neighbors.put(id, new LinkedHashSet<>()));
    for (PeerId id : sim.alive()) {
      for (PeerId target : signalings.get(id).outview()) {
        if (neighbors.containsKey(target)) {
          neighbors.get(id).add(target);
          neighbors.get(target).add(id);
        }
      }
    }
    List<Set<PeerId>> components = new ArrayList<>();
    Set<PeerId> seen = new LinkedHashSet<>();
    for (PeerId id : neighbors.keySet()) {
      if (seen.add(id)) {
        Set<PeerId> component = new LinkedHashSet<>(List.of(id));
        ArrayDeque<PeerId> open = new ArrayDeque<>(List.of(id));
        while (!open.isEmpty()) {
          for (PeerId next : neighbors.get(open.poll())) {
            if (seen.add(next)) {
              component.add(next);
              open.add(next);
            }
          }
        }
        components.add(component);
      }
    }
    return components;
  }

  boolean isOne() {
    return components().size() == 1;
  }

  double meanView() {
    return sim.alive().stream().mapToInt(id -> sprays.get(id).arcs()).average().orElseThrow();
  }

  <E extends OverlayEvent> List<E> events(Class<E> kind) {
    return events.values().stream()
        .flatMap(List::stream)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** How many peers had an event of that kind. */
  long having(Class<? extends OverlayEvent> kind) {
    return events.values().stream().filter(all -> all.stream().anyMatch(kind::isInstance)).count();
  }
}
