package org.arcmesh.sampling.spray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Environment;
import org.arcmesh.n2n.Signaling;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sim.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spray over the real neighbor signaling, in virtual time. */
class SpraySimulationTest {
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int SEEDS = 20;
  private static final double LN_100 = StrictMath.log(100);

  /** Few heartbeats, for runs in which nobody falls silent. */
  private static final SignalingConfig QUIET =
      new SignalingConfig(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          128,
          64);

  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("spray");

  private final Map<PeerId, Spray> everybody = new LinkedHashMap<>();
  private final Map<PeerId, Signaling> signalings = new LinkedHashMap<>();
  private Simulation sim;
  private SplittableRandom random;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  /** A peer joins every half second, through a random one that is there. */
  private void village(long seed, int peers, SignalingConfig config) {
    everybody.clear();
    signalings.clear();
    sim = Simulation.of(seed);
    random = new SplittableRandom(seed);
    for (int i = 0; i < peers; i++) {
      List<PeerId> members = List.copyOf(everybody.keySet());
      PeerId newcomer = sim.add(environment -> peer(environment, config));
      if (!members.isEmpty()) {
        PeerId contact = members.get(random.nextInt(members.size()));
        sim.openDoor(newcomer, contact);
        sim.run(Duration.ofMillis(500));
        sim.peer(newcomer).run(() -> everybody.get(newcomer).join(contact, contact));
      }
    }
  }

  private Peer peer(Environment environment, SignalingConfig config) {
    Signaling signaling =
        new Signaling(
            config, Admission.open(APPLICATION), environment.identity(), environment.connector());
    Spray spray = new Spray(SprayConfig.DEFAULT.withPeriod(PERIOD), signaling);
    PeerId id = environment.identity().id();
    everybody.put(id, spray);
    signalings.put(id, signaling);
    return new Peer(id, environment.host(), signaling, List.of(signaling, spray));
  }

  private SprayLedger ledgers() {
    return everybody.values().stream()
        .map(Spray::ledger)
        .reduce(SprayLedger.EMPTY, SprayLedger::plus);
  }

  private double meanView() {
    return sim.alive().stream().mapToInt(id -> everybody.get(id).arcs()).average().orElseThrow();
  }

  /**
   * Arcs and unsettled arcs are conserved: exchanges create none and lose none but those of open
   * exchanges and of those whose link died.
   */
  private void assertArcsAreConserved() {
    SprayLedger all = ledgers();
    long arcs = everybody.values().stream().mapToLong(Spray::arcs).sum();
    assertEquals(all.arcs(), arcs, () -> "arcs made of nothing: " + all);
    assertTrue(all.claimedTwice() >= 0, all::toString);
    assertTrue(all.claimedTwice() <= all.lent() + all.unsettled(), all::toString);
    assertTrue(all.claimedByNobody() >= 0, all::toString);
  }

  /** What a view mirrors is what the link layer has. */
  private void assertViewsMirrorLinks() {
    for (PeerId id : sim.alive()) {
      assertEquals(signalings.get(id).arcs(), everybody.get(id).arcs(), id::shortName);
    }
  }

  @Test
  void viewsGrowWithTheLogarithmOfTheOverlay() {
    double sum = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      village(seed, 100, QUIET);

      sim.run(PERIOD.multipliedBy(40));

      double mean = meanView();
      assertEquals(LN_100, mean, 1.5, "seed " + seed);
      assertArcsAreConserved();
      assertViewsMirrorLinks();
      assertEquals(0, ledgers().unsettled());
      sum += mean;
    }
    // One run depends on how its first dozen peers joined; the mean of many does not.
    assertEquals(LN_100, sum / SEEDS, 0.3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void exchangesConserveArcsUnderCrashesAndLinkDeaths(long seed) {
    village(seed, 60, SignalingConfig.DEFAULT);
    sim.faults().setLoss(0.01);

    for (int cycle = 0; cycle < 8; cycle++) {
      sim.run(PERIOD.dividedBy(2));
      List<PeerId> alive = sim.alive();
      sim.crash(alive.get(random.nextInt(alive.size())));
      Map<PeerId, Integer> sides = new LinkedHashMap<>();
      alive.forEach(id -> sides.put(id, random.nextInt(20) == 0 ? 1 : 0));
      sim.faults().partition(sides);
      sim.run(Duration.ofMillis(4500)); // Long enough for heartbeats to give up.
      sim.faults().heal();
      assertArcsAreConserved();
    }

    assertTrue(ledgers().unsettled() > 0, "no exchange was ever interrupted");
    sim.run(PERIOD);
    assertArcsAreConserved();
    assertViewsMirrorLinks();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void politeLeaversHandTheirArcsOn(long seed) {
    village(seed, 60, QUIET);
    sim.run(PERIOD.multipliedBy(5));

    for (int i = 0; i < 15; i++) {
      sim.leave(sim.alive().get(random.nextInt(sim.alive().size())));
      sim.run(PERIOD.dividedBy(2));
    }
    sim.run(PERIOD.multipliedBy(3));

    SprayLedger all = ledgers();
    assertTrue(all.introduced() > 15, all::toString);
    assertArcsAreConserved();
    assertViewsMirrorLinks();
    assertTrue(meanView() > 0.7 * StrictMath.log(45), "mean view " + meanView());
  }
}
