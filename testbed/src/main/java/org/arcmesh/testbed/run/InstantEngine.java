package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.SamplerFactory;
import org.arcmesh.sampling.spray.SprayLedger;
import org.arcmesh.sim.InstantLinks;
import org.arcmesh.sim.Simulation;
import org.arcmesh.sim.StandInIdentity;
import org.arcmesh.testbed.measure.Crowd;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;

/**
 * Virtual time with arcs that open at once: peers are a sampler and nothing else, as in the
 * simulators of the papers.
 *
 * <p>Kept per peer are three references by its number in the order of starts, since there may be
 * 10^6 of them.
 */
final class InstantEngine implements Engine {
  /** Samplers that never ask what other peers claim. */
  private static final Pattern ALONE = Pattern.compile("spray|cyclon(\\(.*\\))?");

  private final Simulation simulation;
  private final SamplerFactory factory;
  private final Duration period;
  private final VirtualTime time;
  private final List<PeerId> peers = new ArrayList<>();
  private final List<InstantLinks> links = new ArrayList<>();
  private final List<Sampler<?>> samplers = new ArrayList<>();

  /**
   * @param threads on how many it may run
   */
  InstantEngine(Scenario scenario, long seed, int threads) {
    int shards =
        ALONE.matcher(scenario.sampler()).matches()
            ? Simulation.shards(scenario.latency(), scenario.peers())
            : 1;
    this.simulation =
        new Simulation(seed, scenario.latency(), StandInIdentity::new, shards, threads);
    this.factory = Composition.sampler(scenario);
    this.period = scenario.period();
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
    PeerId peer =
        simulation.add(
            environment -> {
              InstantLinks own = simulation.instantLinks();
              Sampler<?> sampler = factory.make(period, own);
              links.add(own);
              samplers.add(sampler);
              return new Peer(
                  environment.identity().id(), environment.host(), own, List.of(own, sampler));
            });
    peers.add(peer);
    Sampler<?> sampler = samplers.get(samplers.size() - 1);
    // The peer starts only when time goes on.
    contact.ifPresent(
        through ->
            simulation.schedule(
                Duration.ZERO,
                () -> {
                  if (simulation.isAlive(peer)) {
                    simulation.peer(peer).run(() -> sampler.join(through, through));
                  }
                }));
    return peer;
  }

  @Override
  public void crash(PeerId peer) {
    simulation.crash(peer);
  }

  @Override
  public void leave(PeerId peer) {
    throw withoutLinks();
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    throw withoutLinks();
  }

  @Override
  public void heal() {
    throw withoutLinks();
  }

  @Override
  public boolean cuts(PeerId left, PeerId right) {
    return false;
  }

  @Override
  public void slow(Map<PeerId, Duration> late) {
    throw withoutLinks();
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    throw withoutLinks();
  }

  /** The reader of scenarios has refused such a step. */
  private static AssertionError withoutLinks() {
    return new AssertionError("a step that needs links");
  }

  @Override
  public Snapshot snapshot(List<PeerId> asked) {
    InstantLinks[] own = new InstantLinks[asked.size()];
    int number = 0;
    for (int i = 0; i < own.length; i++) {
      // Both are in the order of starts, so that no map of all peers is needed.
      while (!peers.get(number).equals(asked.get(i))) {
        number++;
      }
      own[i] = links.get(number);
    }
    IntFunction<Snapshot.View> view = i -> new Snapshot.View(asked.get(i), own[i].outview());
    return new Snapshot(nowMillis(), Crowd.of(own.length).mapToObj(view).toList());
  }

  @Override
  public Optional<String> traceHash() {
    return Optional.of(time.traceHash());
  }

  @Override
  public void putAll(Report report, Measurement measurement) {
    ledgers().putAll(report);
    time.putAll(report);
  }

  private Ledgers ledgers() {
    Ledgers ledgers = new Ledgers();
    ledgers.add(
        Crowd.of(samplers.size())
            .mapToObj(i -> Ledgers.of(samplers.get(i)))
            .reduce(SprayLedger.EMPTY, SprayLedger::plus));
    return ledgers;
  }

  @Override
  public void close() {
    peers.clear();
    links.clear();
    samplers.clear();
  }
}
