package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.arcmesh.Stack;
import org.arcmesh.StackSettings;
import org.arcmesh.broadcast.delivery.Delivery;
import org.arcmesh.broadcast.linkstate.Pictures;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Faults;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.sim.Simulation;
import org.arcmesh.sim.StandInIdentity;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.measure.Crowd;
import org.arcmesh.testbed.measure.Distances;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.wire.Wire;

/** Virtual time: a function of the seed. */
final class SimEngine implements Engine {
  /** How old the map of links may be by which a broadcast is judged. */
  private static final double LINKS_AGE_MILLIS = 250;

  private final Simulation simulation;
  private final StackSettings settings;

  /** By shard: what is shared is not safe for two threads. */
  private final Map<Integer, Pictures> pictures = new LinkedHashMap<>();

  private final Map<PeerId, Stack> stacks = new LinkedHashMap<>();
  private final PeerChecks checks;
  private final VirtualTime time;
  private Frames beforeLoad = new Frames();
  private LinkMap links;
  private double linksAt;

  SimEngine(Scenario scenario, long seed) {
    this(scenario, seed, 1);
  }

  /**
   * @param threads on how many it may run
   */
  SimEngine(Scenario scenario, long seed, int threads) {
    this.settings = Composition.of(scenario);
    this.simulation =
        new Simulation(
            seed,
            scenario.latency(),
            scenario.crypto() ? SeededIdentity::of : StandInIdentity::new,
            Simulation.shards(scenario.latency(), scenario.peers()),
            threads);
    this.checks = new PeerChecks(simulation, settings, stacks);
    this.time = new VirtualTime(simulation, () -> ledgers().requireConservation(), threads);
    simulation.faults().setLoss(scenario.loss());
  }

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public double nowMillis() {
    return time.nowMillis();
  }

  @Override
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    time.advanceTo(millis, watcher);
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    List<Stack> made = new ArrayList<>();
    PeerId peer =
        simulation.add(
            Stack.factory(
                settings.withSignalingNode(signaling),
                pictures.computeIfAbsent(simulation.nextShard(), shard -> Stack.pictures(settings)),
                environment -> discovery(environment.identity().id(), contact),
                made::add));
    Stack stack = made.get(0);
    if (stacks.isEmpty()) {
      Wire wire = new Wire(stack.peer().messageTables());
      simulation.measureFrames(Frames::isOfBroadcasts, message -> wire.encode(message).length);
    }
    stacks.put(peer, stack);
    if (signaling) {
      simulation.directory().serve(peer, stack::component, () -> stack.contact(peer));
    }
    return peer;
  }

  private Discovery discovery(PeerId peer, Optional<PeerId> contact) {
    return contact.isPresent()
        ? simulation
            .directory()
            .discovery(peer, contact.get(), stacks.get(contact.get())::component)
        : simulation.directory().discovery(peer);
  }

  @Override
  public void crash(PeerId peer) {
    simulation.crash(peer);
  }

  @Override
  public void leave(PeerId peer) {
    simulation.leave(peer);
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    if (partition.setUpsOnly()) {
      simulation.faults().partitionSetUps(sides);
    } else {
      simulation.faults().partition(sides, partition.oneWay());
    }
    simulation
        .directory()
        .setReach(
            (asker, node) ->
                partition.discoveryReachable() || !simulation.faults().cutsSetUps(asker, node));
  }

  @Override
  public void heal() {
    simulation.faults().heal();
  }

  @Override
  public boolean cuts(PeerId left, PeerId right) {
    return simulation.faults().separates(left, right);
  }

  @Override
  public void slow(Map<PeerId, Duration> late) {
    simulation.faults().slow(late);
  }

  @Override
  public void beginLoad() {
    beforeLoad = Frames.of(simulation.traffic());
  }

  @Override
  public Optional<Distances> distances(PeerId source) {
    if (links == null || nowMillis() - linksAt >= LINKS_AGE_MILLIS) {
      links = LinkMap.of(simulation, stacks);
      linksAt = nowMillis();
    }
    return Optional.of(links.from(source));
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    Stack stack = stacks.get(source);
    // A peer that was added at this very moment starts only when time goes on.
    simulation.schedule(
        Duration.ZERO,
        () -> {
          if (simulation.isAlive(source)) {
            stack.peer().run(() -> stack.broadcast().orElseThrow().broadcast(payload));
          }
        });
  }

  private Ledgers ledgers() {
    Ledgers ledgers = new Ledgers();
    stacks.values().forEach(stack -> ledgers.add(Ledgers.of(stack.sampling())));
    return ledgers;
  }

  @Override
  public Snapshot snapshot(List<PeerId> peers) {
    IntFunction<Snapshot.View> view =
        number -> {
          PeerId peer = peers.get(number);
          Signaling links = stacks.get(peer).links();
          return new Snapshot.View(peer, links.outview(), opening(peer, links));
        };
    return new Snapshot(nowMillis(), Crowd.of(peers.size()).mapToObj(view).toList());
  }

  /** Targets of the arcs that {@code peer} is opening, for all that is known with success. */
  private List<PeerId> opening(PeerId peer, Signaling links) {
    List<PeerId> opening = links.opening();
    if (opening.isEmpty()) {
      return opening; // As nearly always.
    }
    return opening.stream()
        .filter(simulation::isAlive)
        .filter(target -> links.isNeighbor(target) || canSetUp(peer, links, target))
        .toList();
  }

  private boolean canSetUp(PeerId peer, Signaling links, PeerId target) {
    Faults faults = simulation.faults();
    Signaling theirs = stacks.get(target).links();
    return !faults.cutsSetUps(peer, target)
        && links.neighbors().stream()
            .filter(mediator -> simulation.isAlive(mediator) && theirs.isNeighbor(mediator))
            .anyMatch(m -> !faults.separates(peer, m) && !faults.separates(m, target));
  }

  @Override
  public void check(Invariants invariants) {
    checks.check(nowMillis(), invariants);
  }

  @Override
  public List<Relay> relays(List<PeerId> peers) {
    List<Relay> relays = new ArrayList<>();
    for (PeerId peer : peers) {
      stacks
          .get(peer)
          .delivery()
          .ifPresent(
              delivery ->
                  delivery
                      .relays()
                      .forEach((source, from) -> relays.add(new Relay(source, peer, from))));
    }
    return relays;
  }

  @Override
  public Optional<String> traceHash() {
    return Optional.of(time.traceHash());
  }

  @Override
  public void putAll(Report report, Measurement measurement) {
    Frames.of(simulation.traffic()).putAll(report, measurement, beforeLoad);
    if (measurement.sentCount() > 0) {
      Repairs repairs = new Repairs();
      stacks
          .values()
          .forEach(stack -> stack.delivery().map(Delivery::counters).ifPresent(repairs::add));
      repairs.putAll(report);
    }
    Ledgers ledgers = ledgers();
    ledgers.putAll(report);
    report.put("discovery.lookups", simulation.directory().lookups());
    long checks = stacks.values().stream().mapToLong(stack -> stack.repair().checks()).sum();
    report.put("discovery.checks", checks);
    report.put("discovery.checksPerMinute", checks / (nowMillis() / 60_000));
    report.put("discovery.announces", simulation.directory().announces());
    time.putAll(report);
    report.put("resources.handshakes", measurement.linksOpened());
  }

  @Override
  public void close() {
    stacks.clear();
  }
}
