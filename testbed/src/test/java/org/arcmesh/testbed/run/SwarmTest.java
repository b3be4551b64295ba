package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.arcmesh.testbed.scenario.Step;
import org.arcmesh.testbed.scenario.SwarmDraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwarmTest {
  private static final String SWARM =
      """
      peers: 50
      tree: mst
      steps:
        - swarm: {for: 1min}
        - heal: {within: 2min}
        - settle: 15s
        - broadcast: {rate: 5/s, for: 4s, sources: 4}
      """;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  @Test
  void aSeedDrawsWhatIsNotWrittenAndOnlyThat() {
    Scenario scenario = ScenarioReader.read("s.yaml", SWARM, Map.of());

    Map<String, String> first = SwarmDraw.of(scenario, 1);

    assertEquals(
        List.of("signaling", "period", "beat", "latency", "loss"), List.copyOf(first.keySet()));
    assertEquals(first, SwarmDraw.of(scenario, 1));
    assertNotEquals(first, SwarmDraw.of(scenario, 2));
  }

  @Test
  void withoutASwarmNothingIsDrawn() {
    Scenario scenario = ScenarioReader.read("s.yaml", "steps: [join: {}]", Map.of());

    assertEquals(Map.of(), SwarmDraw.of(scenario, 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsDrawnIsAScenarioAndAPlanOfItsLength(long seed) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("about", "drawn"));
    all.putAll(SwarmDraw.of(ScenarioReader.read("s.yaml", SWARM, Map.of()), seed));
    Scenario scenario = ScenarioReader.read("s.yaml", SWARM, all);
    Step swarm = scenario.steps().get(0);

    List<Step> plan =
        SwarmPlan.draw(new Action.Swarm(Duration.ofMinutes(1)), 50, seed, swarm.place());

    long millis = plan.stream().mapToLong(step -> length(step.action())).sum();
    assertEquals(60_000, millis);
    assertEquals(50, plan.stream().mapToInt(step -> joining(step.action())).sum());
    assertTrue(plan.stream().mapToInt(SwarmTest::going).sum() <= 25);
  }

  @Test
  void hundredSeedsDrawEveryKindOfFault() {
    Step swarm = ScenarioReader.read("s.yaml", SWARM, Map.of()).steps().get(0);
    Set<String> kinds = new TreeSet<>();

    seeds()
        .forEach(
            seed ->
                SwarmPlan.draw(new Action.Swarm(Duration.ofMinutes(1)), 50, seed, swarm.place())
                    .forEach(step -> addKinds(step, kinds)));

    assertEquals(
        Set.of(
            "broadcast",
            "churn",
            "crash",
            "join",
            "leave",
            "one-way",
            "partition",
            "settle",
            "slow"),
        kinds);
  }

  private static void addKinds(Step step, Set<String> kinds) {
    kinds.add(step.action().word());
    if (step.action() instanceof Action.Partition partition && partition.oneWay()) {
      kinds.add("one-way");
    }
    step.during().forEach(meanwhile -> addKinds(meanwhile, kinds));
  }

  @Test
  void afterFaultsAllIsWellAgain() {
    Scenario written = ScenarioReader.read("s.yaml", SWARM, Map.of());

    for (long seed = 1; seed <= 3; seed++) {
      Scenario scenario = ScenarioReader.read("s.yaml", SWARM, SwarmDraw.of(written, seed));
      Report report = new Run(scenario, new SimEngine(scenario, seed), seed, Progress.SILENT).run();

      assertEquals(0, report.number("invariants.violated").orElseThrow(), "seed " + seed);
      assertTrue(report.number("invariants.checked").orElseThrow() > 60, "seed " + seed);
      assertEquals(1, report.number("overlay.components").orElseThrow(), "seed " + seed);
      assertEquals(1, report.number("broadcast.deliveryRatio").orElseThrow(), "seed " + seed);
      assertTrue(report.number("peers.started").orElseThrow() >= 50, "seed " + seed);
    }
  }

  /** Its round trip to the only signaling node takes 1.7 s: entering took longer than it waited. */
  @Test
  void aPeerFarFromTheOnlySignalingNodeOfSeed201Joins() {
    Scenario swarm = ScenarioReader.read(Path.of("../scenarios/swarm.yaml"), Map.of());
    String text =
        """
        steps:
          - join: {over: 3s}
          - settle: 40s
        """;
    Scenario scenario = ScenarioReader.read("calm.yaml", text, SwarmDraw.of(swarm, 201));

    Report report = new Run(scenario, new SimEngine(scenario, 201), 201, Progress.SILENT).run();

    assertEquals(0, report.number("peers.failedJoins").orElseThrow());
    assertEquals(1, report.number("overlay.components").orElseThrow());
  }

  /** The same with its faults, which may cut a peer off before it has joined, and crash it then. */
  @Test
  void seed201WithAPeerFarFromTheOnlySignalingNodeBecomesOneOverlay() {
    Path shipped = Path.of("../scenarios/swarm.yaml");
    Scenario written = ScenarioReader.read(shipped, Map.of());
    Scenario scenario = ScenarioReader.read(shipped, SwarmDraw.of(written, 201));

    Report report = new Run(scenario, new SimEngine(scenario, 201), 201, Progress.SILENT).run();

    assertEquals(1, report.number("overlay.components").orElseThrow());
  }

  private static long length(Action action) {
    if (action instanceof Action.Join join) {
      return join.over().toMillis();
    }
    if (action instanceof Action.Settle settle) {
      return settle.time().orElseThrow().toMillis();
    }
    if (action instanceof Action.Leave leave) {
      return leave.over().toMillis();
    }
    if (action instanceof Action.Slow slow) {
      return slow.length().toMillis();
    }
    if (action instanceof Action.Churn churn) {
      return churn.length().toMillis();
    }
    return ((Action.Partition) action).length().toMillis();
  }

  private static int joining(Action action) {
    return action instanceof Action.Join join ? join.peers().orElseThrow() : 0;
  }

  private static int going(Step step) {
    int count = step.during().stream().mapToInt(SwarmTest::going).sum();
    if (step.action() instanceof Action.Leave leave) {
      count += leave.amount().peers().orElseThrow();
    } else if (step.action() instanceof Action.Crash crash) {
      count += crash.amount().peers().orElseThrow();
    }
    return count;
  }
}
