package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantEngineTest {
  private static final String SCENARIO =
      """
      peers: 300
      links: instant
      latency: constant(0ms)
      steps:
        - join: {over: 5s}
        - settle: {cycles: 10}
      """;

  /** Each join adds 1 + |view of the contact| arcs: the mean is about the harmonic number of n. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void peersJoinThroughRandomContactsWithoutDiscoveryOrSignaling(long seed) {
    Report report = run(SCENARIO, seed);

    assertEquals(300, number(report, "join.count"));
    assertEquals(0, number(report, "join.ms.p95"));
    assertEquals(1, number(report, "overlay.components"));
    assertEquals(6.3, number(report, "overlay.meanView"), 1.5);
    assertTrue(report.find("signaling.introductions").isEmpty());
    assertTrue(report.find("discovery.lookups").isEmpty());
  }

  @Test
  void theSeedDecidesEverything() {
    assertEquals(hash(run(SCENARIO, 1)), hash(run(SCENARIO, 1)));
    assertNotEquals(hash(run(SCENARIO, 1)), hash(run(SCENARIO, 2)));
  }

  /** So many peers go on in several shards. */
  @Test
  void theNumberOfThreadsChangesNothing() {
    Map<String, String> many =
        Map.of("peers", "5000", "latency", "uniform(10ms,50ms)", "period", "1s");
    Scenario scenario = ScenarioReader.read("x.yaml", SCENARIO, many);

    Report alone = run(scenario, 1, 1);
    Report together = run(scenario, 1, 2);

    assertEquals(hash(alone), hash(together));
    assertEquals(alone.find("cycles"), together.find("cycles"));
    assertEquals(0, number(together, "peers.failedJoins"));
    assertEquals(1, number(together, "overlay.components"));
  }

  @Test
  void throughTheFirstPeerTheViewGrowsByThatOfTheFirst() {
    Report report =
        run(
            """
            peers: 6
            links: instant
            latency: constant(0ms)
            period: 1h
            steps:
              - join: {over: 5s, contact: first}
              - settle: 1s
            """,
            1);

    // The first peer has the second, the second the first; each later one has the first, and the
    // second has each of them.
    assertEquals(2 + 2 * 4, number(report, "overlay.arcs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclon", "cyclon(5, 2)", "com.example.Wanderers"})
  void otherSamplersRunToo(String sampler) {
    Report report = run(SCENARIO + "sampler: " + sampler + "\n", 1);

    assertEquals(0, number(report, "peers.failedJoins"));
    assertEquals(1, number(report, "overlay.components"));
  }

  /** Its neighbors have each other, which they see from the arcs that are claimed to them. */
  @Test
  void neighborsOfHyParViewHaveEachOther() {
    Report report = run(SCENARIO + "sampler: hyparview\n", 1);

    assertEquals(number(report, "overlay.components"), number(report, "overlay.strongComponents"));
    assertEquals(5, number(report, "overlay.meanView"), 0.2);
  }

  @Test
  void arcsToTheCrashedAreForgottenWithinTwoCycles() {
    Report report = run(SCENARIO + "  - crash: {share: 50%}\n  - settle: {cycles: 2}\n", 1);

    assertEquals(150, number(report, "peers.alive"));
    assertTrue(number(report, "overlay.deadArcsShare") < 0.01);
  }

  /** A set-up of six hops fails in 11 % of all cases; Spray makes up for every such arc. */
  @Test
  void arcsWhoseSetUpIsLostAreMadeUpFor() {
    Report clean = run(SCENARIO, 1);

    Report report = run(SCENARIO + "loss: 2%\n", 1);

    double kept = number(report, "overlay.arcs") / number(clean, "overlay.arcs");
    assertEquals(1, kept, 0.25);
    // An arc that failed is a second arc to a neighbor.
    double duplicates = number(clean, "overlay.duplicatesShare");
    assertTrue(number(report, "overlay.duplicatesShare") > 2 * duplicates);
  }

  @Test
  void realLinksDoNotOpenAtOnceNorThroughAContactThatIsGiven() {
    Scenario instant = ScenarioReader.read("x.yaml", SCENARIO, Map.of());
    Scenario told =
        ScenarioReader.read("x.yaml", "peers: 4\nsteps:\n  - join: {contact: first}\n", Map.of());

    assertEquals(
        "x: links: instant is for virtual time; leave out --engine webrtc", refusal(instant));
    assertEquals(
        "x.yaml:3: a contact that is given is for virtual time; leave out --engine webrtc",
        refusal(told));
  }

  @Test
  void whatASamplerAloneHasNoUseForIsIgnoredWithANotice() {
    Scenario scenario =
        ScenarioReader.read("x.yaml", SCENARIO + "repair: off\ntree: push\n", Map.of());
    List<String> notices = new ArrayList<>();

    Engines.adapt("sim", scenario, notices::add);

    assertEquals(
        List.of(
            "x: key 'repair' is ignored by links: instant",
            "x: key 'tree' is ignored by links: instant"),
        notices);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "first"})
  void mediatedPeersEnterThroughAContactTooAndFindOthersLater(String contact) {
    Report report =
        run(
            """
            peers: 40
            period: 2s
            steps:
              - join: {over: 10s, contact: CONTACT}
              - settle: 10s
            expect: []
            """
                .replace("CONTACT", contact),
            1);

    assertEquals(0, number(report, "peers.failedJoins"));
    assertEquals(1, number(report, "overlay.components"));
  }

  private static String refusal(Scenario scenario) {
    return assertThrows(
            ScenarioException.class, () -> Engines.adapt("webrtc", scenario, notice -> {}))
        .getMessage();
  }

  private static double number(Report report, String key) {
    return report.number(key).orElseThrow();
  }

  private static String hash(Report report) {
    return report.find("traceHash").orElseThrow().asText();
  }

  private static Report run(String text, long seed) {
    return run(ScenarioReader.read("x.yaml", text, Map.of()), seed, 1);
  }

  private static Report run(Scenario scenario, long seed, int threads) {
    try (Engine engine = Engines.open("sim", scenario, seed, threads, () -> {})) {
      return new Run(scenario, engine, seed, Progress.SILENT).run();
    }
  }
}
