package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.arcmesh.Stack;
import org.arcmesh.StackSettings;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.sim.Simulation;
import org.arcmesh.testbed.check.Invariants;
import org.junit.jupiter.api.Test;

/** Peers that do not keep what the checks demand are found out. */
class PeerChecksTest {
  private final Simulation simulation = Simulation.of(1);
  private final Map<PeerId, Stack> stacks = new LinkedHashMap<>();
  private final Invariants invariants = new Invariants();

  @Test
  void anOverlayThatLosesAPeerKeepsAllInvariants() {
    StackSettings settings = settings(SignalingConfig.DEFAULT);
    village(settings);

    simulation.crash(simulation.alive().get(3));
    check(settings, 30);

    assertEquals(List.of(), invariants.listed());
  }

  @Test
  void peersThatNoticeSilenceTooLateAreNamed() {
    village(settings(with(Duration.ofSeconds(1), Duration.ofSeconds(60), 128)));
    PeerId victim = simulation.alive().get(3);

    simulation.crash(victim);
    check(settings(SignalingConfig.DEFAULT), 30);

    assertEquals(List.of("no arc outlives its target for long"), names());
    Invariants.Violation first = invariants.listed().get(0);
    assertTrue(first.what().contains(victim.shortName()), first.line());
    assertTrue(
        first.line().startsWith("invariant 'no arc outlives its target for long' broken at "),
        first.line());
  }

  @Test
  void heartbeatsThatComeTooSeldomAreNamed() {
    village(settings(with(Duration.ofSeconds(25), Duration.ofSeconds(60), 128)));

    cutInTwo();
    simulation.run(Duration.ofSeconds(20));
    simulation.faults().heal();
    check(settings(SignalingConfig.DEFAULT), 20);

    assertTrue(names().contains("the inview agrees with the outview"), names().toString());
  }

  @Test
  void moreLinksThanAllowedAreNamed() {
    village(settings(SignalingConfig.DEFAULT));

    check(settings(with(Duration.ofSeconds(1), Duration.ofSeconds(3), 2)), 1);

    assertEquals(List.of("degree is bounded"), names());
  }

  private List<String> names() {
    return List.copyOf(
        new TreeSet<>(invariants.listed().stream().map(Invariants.Violation::invariant).toList()));
  }

  private void village(StackSettings settings) {
    for (int i = 0; i < 20; i++) {
      boolean signaling = i < 2;
      List<Stack> made = new ArrayList<>();
      PeerId peer =
          simulation.add(
              Stack.factory(
                  settings.withSignalingNode(signaling),
                  environment -> simulation.directory().discovery(environment.identity().id()),
                  made::add));
      stacks.put(peer, made.get(0));
      if (signaling) {
        simulation.directory().serve(peer, made.get(0)::component, () -> made.get(0).contact(peer));
      }
    }
    simulation.run(Duration.ofSeconds(30));
  }

  private void cutInTwo() {
    Map<PeerId, Integer> sides = new LinkedHashMap<>();
    simulation.alive().forEach(peer -> sides.put(peer, sides.size() % 2));
    simulation.faults().partition(sides);
  }

  private void check(StackSettings settings, int seconds) {
    PeerChecks checks = new PeerChecks(simulation, settings, stacks);
    for (int i = 0; i < seconds; i++) {
      simulation.run(Duration.ofSeconds(1));
      checks.check(simulation.nowMillis(), invariants);
    }
  }

  private static StackSettings settings(SignalingConfig signaling) {
    return StackSettings.of(ApplicationKey.ofName("village"), "village")
        .withSampler(SprayConfig.DEFAULT.factory(), Duration.ofSeconds(20))
        .withSignaling(signaling);
  }

  private static SignalingConfig with(Duration heartbeat, Duration silence, int maxLinks) {
    return new SignalingConfig(
        heartbeat, silence, Duration.ofSeconds(10), Duration.ofSeconds(30), maxLinks, 64);
  }
}
