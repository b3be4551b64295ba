package org.arcmesh.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sampling.spray.Spray;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sim.NetworkModel;
import org.arcmesh.sim.Simulation;
import org.arcmesh.sim.StandInIdentity;

/**
 * Spray over links that are set up through mediators, as deployed, and nothing else: what virtual
 * time makes of it, and which frames it takes.
 *
 * <p>The peers join within ten seconds, each through a random one that is there.
 */
public final class MediatedRun {
  private static final Duration JOINING = Duration.ofSeconds(10);
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("mediated");

  private static final NetworkModel NETWORK =
      new NetworkModel.Uniform(Duration.ofMillis(10), Duration.ofMillis(50));

  private final Simulation simulation;
  private final List<PeerId> ids = new ArrayList<>();
  private final List<Spray> sprays = new ArrayList<>();
  private final Duration period;

  MediatedRun(int peers, Duration period) {
    this.period = period;
    this.simulation =
        new Simulation(
            1,
            NETWORK,
            StandInIdentity::new,
            Simulation.shards(NETWORK, peers),
            Runtime.getRuntime().availableProcessors());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < peers; i++) {
      PeerId self = simulation.add(this::peer);
      if (i > 0) {
        PeerId contact = ids.get(random.nextInt(i));
        Spray spray = sprays.get(i);
        simulation.schedule(
            JOINING.multipliedBy(i).dividedBy(peers), () -> join(self, contact, spray));
      }
      ids.add(self);
    }
    simulation.run(JOINING);
  }

  private Peer peer(Environment environment) {
    Signaling signaling =
        new Signaling(
            SignalingConfig.DEFAULT,
            Admission.open(APPLICATION),
            environment.identity(),
            environment.connector());
    Spray spray =
        new Spray(SprayConfig.DEFAULT.withPeriod(period).withCorrection(false), signaling);
    sprays.add(spray);
    return new Peer(
        environment.identity().id(), environment.host(), signaling, List.of(signaling, spray));
  }

  private void join(PeerId self, PeerId contact, Spray spray) {
    simulation.openDoor(self, contact);
    simulation.schedule(
        Duration.ofMillis(1), () -> simulation.peer(self).run(() -> spray.join(contact, contact)));
    simulation.schedule(Duration.ofSeconds(3), () -> simulation.closeDoor(self, contact));
  }

  void cycles(int count) {
    simulation.run(period.multipliedBy(count));
  }

  double meanView() {
    return sprays.stream().mapToInt(Spray::arcs).average().orElseThrow();
  }

  /** Runs so many peers for so many cycles of so many seconds: by default 10,000, 60 and 5. */
  public static void main(String[] arguments) {
    int peers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int cycles = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    FramesPerPeer frames = new FramesPerPeer();
    MediatedRun run = new MediatedRun(peers, Duration.ofSeconds(seconds));
    run.cycles(cycles);
    System.out.printf(
        "%,d peers, %d cycles of %d s: mean view %.2f%n", peers, cycles, seconds, run.meanView());
    frames.print(run.simulation, peers);
  }
}
