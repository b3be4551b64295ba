package org.arcmesh.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.Stack;
import org.arcmesh.StackSettings;
import org.arcmesh.broadcast.delivery.DeliveryCounters;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.sampling.repair.RepairConfig;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sim.Simulation;

/**
 * The default stack, all of it: what virtual time makes of it, and which frames it takes, while the
 * overlay settles, while nothing happens, and while five sources broadcast ten times a second.
 */
public final class StackRun {
  private static final Duration JOINING = Duration.ofSeconds(10);
  private static final int SIGNALING_NODES = 5;
  private static final int SOURCES = 5;
  private static final StackSettings SETTINGS =
      StackSettings.of(ApplicationKey.ofName("stack"), "stack")
          .withSampler(SprayConfig.DEFAULT.factory(), Duration.ofSeconds(5))
          .withRepair(RepairConfig.DEFAULT.withBeat(Duration.ofSeconds(1)));

  private final Simulation simulation = Simulation.of(1);
  private final List<Stack> stacks = new ArrayList<>();
  private final int peers;

  StackRun(int peers) {
    this.peers = peers;
    for (int i = 0; i < peers; i++) {
      boolean signaling = i < SIGNALING_NODES;
      simulation.schedule(
          JOINING.multipliedBy(signaling ? 0 : i).dividedBy(peers), () -> start(signaling));
    }
    simulation.run(JOINING);
  }

  private void start(boolean signaling) {
    simulation.add(
        Stack.factory(
            SETTINGS.withSignalingNode(signaling),
            environment -> simulation.directory().discovery(environment.identity().id()),
            stacks::add));
    if (signaling) {
      Stack stack = stacks.get(stacks.size() - 1);
      simulation
          .directory()
          .serve(stack.peer().self(), stack::component, () -> stack.contact(stack.peer().self()));
    }
  }

  void run(Duration time) {
    simulation.run(time);
  }

  void broadcast(Duration time) {
    for (int i = 0; i < time.toMillis() / 100; i++) {
      Stack source = stacks.get(i % SOURCES * peers / SOURCES);
      simulation.schedule(
          Duration.ofMillis(100L * i),
          () ->
              source
                  .peer()
                  .run(
                      () -> source.broadcast().orElseThrow().broadcast(Bytes.wrap(new byte[100]))));
    }
    simulation.run(time);
  }

  /** The share of what was broadcast so far that has been delivered by now. */
  double deliveredShare() {
    long sent = 0;
    long delivered = 0;
    for (Stack stack : stacks) {
      DeliveryCounters counters = stack.delivery().orElseThrow().counters();
      sent += counters.sent();
      delivered += counters.delivered();
    }
    return (double) delivered / (sent * (peers - 1));
  }

  /** Runs so many peers, 1,000 if none are given. */
  public static void main(String[] arguments) {
    int peers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    FramesPerPeer frames = new FramesPerPeer();
    StackRun run = new StackRun(peers);
    System.out.printf("%,d peers have joined, 10 s%n", peers);
    frames.print(run.simulation, peers);
    run.run(Duration.ofSeconds(30));
    System.out.println("the overlay settles, 30 s");
    frames.print(run.simulation, peers);
    run.run(Duration.ofSeconds(30));
    System.out.println("nothing happens, 30 s");
    frames.print(run.simulation, peers);
    run.broadcast(Duration.ofSeconds(10));
    System.out.println("ten broadcasts a second, 10 s");
    frames.print(run.simulation, peers);
    run.run(Duration.ofSeconds(10));
    System.out.printf("delivered %.4f%n", run.deliveredShare());
  }
}
