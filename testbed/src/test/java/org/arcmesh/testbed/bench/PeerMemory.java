package org.arcmesh.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Environment;
import org.arcmesh.sampling.spray.Spray;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sim.InstantLinks;
import org.arcmesh.sim.NetworkModel;
import org.arcmesh.sim.Simulation;
import org.arcmesh.sim.StandInIdentity;

/**
 * How much memory a peer of Spray takes where arcs open at once: the heap after a full collection
 * in the midst of a run, divided by the peers. So it has all that belongs to one: its identity,
 * protocols and view, its events that wait, and its share of what the simulation knows.
 */
public final class PeerMemory {
  /** An arc is a reference, a hash and a mark in the view, a reference in the link layer. */
  static final int BYTES_PER_ARC = 16;

  private final List<Spray> sprays = new ArrayList<>();
  private final List<PeerId> ids = new ArrayList<>();
  private final Simulation simulation;

  private PeerMemory(int peers) {
    Duration period = Duration.ofSeconds(10);
    SprayConfig config = SprayConfig.DEFAULT.withPeriod(period).withCorrection(false);
    SplittableRandom random = new SplittableRandom(1);
    simulation =
        new Simulation(
            1,
            new NetworkModel.Uniform(Duration.ofMillis(10), Duration.ofMillis(50)),
            StandInIdentity::new);
    for (int i = 0; i < peers; i++) {
      ids.add(simulation.add(environment -> peer(environment, config)));
      if (i > 0) {
        PeerId self = ids.get(i);
        PeerId contact = ids.get(random.nextInt(i));
        Spray spray = sprays.get(i);
        simulation.schedule(
            period.multipliedBy(6).dividedBy(peers).multipliedBy(i).plusMillis(1),
            () -> simulation.peer(self).run(() -> spray.join(contact, contact)));
      }
    }
    simulation.run(period.multipliedBy(12));
  }

  private Peer peer(Environment environment, SprayConfig config) {
    InstantLinks links = simulation.instantLinks();
    Spray spray = new Spray(config, links);
    sprays.add(spray);
    return new Peer(environment.identity().id(), environment.host(), links, List.of(links, spray));
  }

  private double meanView() {
    return sprays.stream().mapToInt(Spray::arcs).average().orElseThrow();
  }

  /** Bytes of the heap per peer, its arcs not counted. */
  static double bytesBeyondView(int peers) {
    long before = used();
    PeerMemory memory = new PeerMemory(peers);
    double bytes = (double) (used() - before) / peers;
    return bytes - BYTES_PER_ARC * memory.meanView();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Prints the figure for that many peers, 100,000 if none are given. */
  public static void main(String[] arguments) {
    int peers = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
    System.out.printf(
        "%,d peers: %.0f bytes each beyond its view%n", peers, bytesBeyondView(peers));
  }
}
