package org.arcmesh.sampling;

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
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sampling.repair.Repair;
import org.arcmesh.sampling.repair.RepairConfig;
import org.arcmesh.sim.Simulation;

/** Peers with any sampler, and repair, over the real neighbor signaling in virtual time. */
public final class Hamlet {
  public static final Duration PERIOD = Duration.ofSeconds(5);

  public final Simulation sim;
  public final Map<PeerId, Sampler<?>> samplers = new LinkedHashMap<>();
  public final Map<PeerId, Signaling> signalings = new LinkedHashMap<>();
  private final SamplerFactory factory;
  private final SplittableRandom random;

  public Hamlet(long seed, SamplerFactory factory) {
    this(Simulation.of(seed), seed, factory);
  }

  public Hamlet(Simulation sim, long seed, SamplerFactory factory) {
    this.sim = sim;
    this.random = new SplittableRandom(seed);
    this.factory = factory;
  }

  /** Signaling nodes first, then a peer every tenth of a second, which look for them. */
  public void populate(int nodes, int peers) {
    for (int i = 0; i < nodes; i++) {
      add(RepairConfig.DEFAULT.withBeat(Duration.ofSeconds(1)).withSignalingNode(true));
    }
    sim.run(Duration.ofSeconds(5));
    for (int i = nodes; i < peers; i++) {
      add(RepairConfig.DEFAULT.withBeat(Duration.ofSeconds(1)));
      sim.run(Duration.ofMillis(100));
    }
    sim.run(Duration.ofSeconds(2));
  }

  public void crash(int peers) {
    List<PeerId> alive = new ArrayList<>(sim.alive());
    for (int i = 0; i < peers; i++) {
      sim.crash(alive.remove(random.nextInt(alive.size())));
    }
  }

  private void add(RepairConfig config) {
    sim.add(environment -> peer(environment, config));
  }

  private Peer peer(Environment environment, RepairConfig config) {
    PeerId id = environment.identity().id();
    Signaling signaling =
        new Signaling(
            SignalingConfig.DEFAULT,
            Admission.open(ApplicationKey.ofName("hamlet")),
            environment.identity(),
            environment.connector());
    Sampler<?> sampler = factory.make(PERIOD, signaling);
    Repair repair = new Repair(config, "hamlet", sampler, sim.directory().discovery(id), signaling);
    if (config.signalingNode()) {
      sim.directory()
          .serve(id, repair::component, () -> sampler.sample(1).stream().findFirst().orElse(id));
    }
    samplers.put(id, sampler);
    signalings.put(id, signaling);
    return new Peer(id, environment.host(), signaling, List.of(signaling, sampler, repair));
  }

  /** The open arcs of a peer to others that are alive. */
  public List<PeerId> arcs(PeerId peer) {
    Set<PeerId> alive = new LinkedHashSet<>(sim.alive());
    return signalings.get(peer).outview().stream().filter(alive::contains).toList();
  }

  /** The sizes of the weakly connected components. */
  public List<Integer> components() {
    Map<PeerId, Set<PeerId>> near = new LinkedHashMap<>();
    sim.alive().forEach(peer -> near.put(peer, new LinkedHashSet<>()));
    for (PeerId peer : sim.alive()) {
      for (PeerId target : arcs(peer)) {
        near.get(peer).add(target);
        near.get(target).add(peer);
      }
    }
    List<Integer> sizes = new ArrayList<>();
    Set<PeerId> seen = new LinkedHashSet<>();
    for (PeerId first : near.keySet()) {
      ArrayDeque<PeerId> open = new ArrayDeque<>();
      int before = seen.size();
      if (seen.add(first)) {
        open.add(first);
      }
      while (!open.isEmpty()) {
        near.get(open.poll()).stream().filter(seen::add).forEach(open::add);
      }
      if (seen.size() > before) {
        sizes.add(seen.size() - before);
      }
    }
    return sizes;
  }

  public boolean isOne() {
    return components().size() == 1;
  }
}
