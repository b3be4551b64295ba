package org.arcmesh.testbed.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.arcmesh.sim.NetworkModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

  @Test
  void readsEveryKeyAndEveryStep() {
    Scenario scenario =
        read(
            """
            name: everything
            about: >
              All that
              can be said.
            peers: 50
            signaling: 4
            dht: 6
            sampler: spray
            period: 2s
            beat: 500ms
            correction: off
            repair: on
            tree: mst
            latency: lognormal(4.663,0.956)
            loss: 2%
            links: mediated
            crypto: real
            steps:
              - join: {over: 5s, peers: 40, contact: discovery}
              - join:
                  over: 1s
              - settle: 30s
              - settle: {cycles: 60}
              - broadcast: {rate: 10/s, size: 10KiB, for: 20s, sources: 5, deadline: 3s}
              - crash: {share: 20%}
              - crash: {peers: 3}
              - leave: {share: 10%, over: 10s}
              - partition: {shares: [30%, 70%], for: 1min, discovery: cut}
                during:
                  - settle: 200ms
                  - broadcast: {rate: 30/min, for: 10s}
              - heal: {within: 60s}
              - partition: {shares: [50%, 50%], for: 20s, direction: one-way}
              - slow: {share: 10%, by: 500ms, for: 30s}
              - churn: {session: weibull(0.38, 42.4min), arrivals: replace, for: 10min}
              - churn: {rate: 1%/min, arrivals: none, polite: 30%, for: 10min}
            expect:
              - "broadcast.deliveryRatio == 1"
            """);

    assertEquals("everything", scenario.name());
    assertEquals("All that can be said.", scenario.about());
    assertEquals(50, scenario.peers());
    assertEquals(4, scenario.signaling());
    assertEquals(6, scenario.dht());
    assertEquals(Duration.ofSeconds(2), scenario.period());
    assertEquals(Duration.ofMillis(500), scenario.beat());
    assertEquals(new NetworkModel.LogNormal(4.663, 0.956), scenario.latency());
    assertEquals(0.02, scenario.loss());
    assertEquals(true, scenario.crypto());
    assertEquals(
        List.of(
            new Action.Join(Duration.ofSeconds(5), OptionalInt.of(40), Action.Contact.DISCOVERY),
            new Action.Join(Duration.ofSeconds(1), OptionalInt.empty(), Action.Contact.DISCOVERY),
            new Action.Settle(Optional.of(Duration.ofSeconds(30)), OptionalInt.empty()),
            new Action.Settle(Optional.empty(), OptionalInt.of(60)),
            new Action.Load(10, 10_240, Duration.ofSeconds(20), 5, Duration.ofSeconds(3), true),
            new Action.Crash(new Action.Amount(Optional.of(0.2), OptionalInt.empty())),
            new Action.Crash(new Action.Amount(Optional.empty(), OptionalInt.of(3))),
            new Action.Leave(
                new Action.Amount(Optional.of(0.1), OptionalInt.empty()), Duration.ofSeconds(10)),
            new Action.Partition(List.of(0.3, 0.7), Duration.ofMinutes(1), false, false, false),
            new Action.Heal(Duration.ofMinutes(1)),
            new Action.Partition(List.of(0.5, 0.5), Duration.ofSeconds(20), true, true, false),
            new Action.Slow(
                new Action.Amount(Optional.of(0.1), OptionalInt.empty()),
                Duration.ofMillis(500),
                Duration.ofSeconds(30)),
            new Action.Churn(new Sessions(0.38, 42.4 * 60_000), true, 0, Duration.ofMinutes(10)),
            new Action.Churn(new Sessions(1, 6_000_000), false, 0.3, Duration.ofMinutes(10))),
        scenario.steps().stream().map(Step::action).toList());
    assertEquals(
        List.of(
            new Action.Settle(Optional.of(Duration.ofMillis(200)), OptionalInt.empty()),
            new Action.Load(0.5, 100, Duration.ofSeconds(10), 1, Duration.ofSeconds(10), true)),
        scenario.steps().get(8).during().stream().map(Step::action).toList());
    assertEquals(
        List.of(new Scenario.Expect("broadcast.deliveryRatio == 1", new Place("t.yaml:38"))),
        scenario.expect());
  }

  @Test
  void takesDefaultsForWhatIsNotWritten() {
    Scenario scenario = read("steps: [join: {}]");

    assertEquals("t", scenario.name());
    assertEquals(20, scenario.peers());
    assertEquals(3, scenario.signaling());
    assertEquals(8, scenario.dht());
    assertEquals("spray", scenario.sampler());
    assertEquals(true, scenario.repair());
    assertEquals(List.of("steps"), scenario.given());
  }

  @Test
  void anOverrideTakesThePlaceOfAKeyOrAddsIt() {
    String text = "peers: 10\nsteps: [join: {}]";

    Scenario scenario =
        ScenarioReader.read("t.yaml", text, Map.of("peers", "1000", "latency", "constant(5ms)"));

    assertEquals(1000, scenario.peers());
    assertEquals(new NetworkModel.Constant(Duration.ofMillis(5)), scenario.latency());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pers | 5 | --set pers=5: unknown key 'pers', nearest known 'peers' in a scenario",
        "peers | many | --set peers=many: peers: 'many' is no whole number",
        "peers | 1 | --set peers=1: peers: 1 is not within 2..1000000",
        "peers | 2 | --set peers=2: 3 signaling nodes among 2 peers",
        "peers | [1] | --set peers=[1]: peers takes one value, not a list",
        "signaling | 21 | --set signaling=21: 21 signaling nodes among 20 peers",
        "dht | 0 | --set dht=0: dht: 0 is not within 1..200",
        "sampler | spary | --set sampler=spary: sampler: unknown word 'spary', nearest known 'spray'",
        "sampler | cyclon(3, 9) | --set sampler=cyclon(3, 9): sampler: a shuffle of 9 in a view of 3: must be 1 <= shuffle <= view <= 64",
        "sampler | com.example.Wonder | --set sampler=com.example.Wonder: sampler: 'com.example.Wonder' is neither a sampler (spray, cyclon, hyparview) nor a class on the class path",
        "sampler | java.lang.String | --set sampler=java.lang.String: sampler: java.lang.String is no org.arcmesh.sampling.SamplerFactory",
        "sampler | org.arcmesh.sampling.SamplerFactory | --set sampler=org.arcmesh.sampling.SamplerFactory: sampler: org.arcmesh.sampling.SamplerFactory is no public class with a public constructor without parameters",
        "tree | rout | --set tree=rout: tree: unknown word 'rout', nearest known 'route'",
        "period | -5s | --set period=-5s: period: '-5s' is not a time such as 5s",
        "loss | -1% | --set loss=-1%: loss: '-1%' is no share such as 20%",
        "latency | constant(-1ms) | --set latency=constant(-1ms): latency: '-1ms' is not a time such as 5s",
        "period | 5 | --set period=5: period: '5' lacks a unit (ms, s, min, h)",
        "period | 5sec | --set period=5sec: period: unknown unit 'sec' in '5sec', nearest known 's'",
        "period | 1ms | --set period=1ms: period: '1ms' is not within 100ms..1h",
        "period | soon | --set period=soon: period: 'soon' is not a time such as 5s",
        "loss | 120% | --set loss=120%: loss: '120%' is over 100%",
        "loss | 5ppm | --set loss=5ppm: loss: unknown unit 'ppm' in '5ppm', nearest known '%'",
        "repair | yes | --set repair=yes: repair: unknown word 'yes', nearest known 'on'",
        "latency | 10ms | --set latency=10ms: latency: '10ms' is no distribution such as uniform(10ms, 50ms)",
        "latency | unifrom(1ms,2ms) | --set latency=unifrom(1ms,2ms): latency: unknown distribution 'unifrom', nearest known 'uniform'",
        "latency | uniform(1ms) | --set latency=uniform(1ms): latency: uniform takes 2 values, not '1ms'",
        "latency | uniform(9ms,2ms) | --set latency=uniform(9ms,2ms): latency: 'uniform(9ms,2ms)' is no range",
        "latency | lognormal(1,x) | --set latency=lognormal(1,x): latency: 'x' is no number",
        "steps | [] | --set steps=[]: no steps",
        "expect | [{a: 1}] | --set expect=[{a: 1}]: an expectation is a line of text, not a mapping",
      })
  void refusesATopLevelKeyThatCannotBe(String key, String value, String message) {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class,
            () ->
                ScenarioReader.read(
                    "t.yaml", "peers: 20\nsteps:\n  - join: {over: 5s}\n", Map.of(key, value)));

    assertEquals(message, refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "leave: {share: 10%}",
        "broadcast: {rate: 5/s, for: 5s}",
        "partition: {shares: [50%, 50%], for: 5s}",
        "heal: {within: 5s}",
        "churn: {rate: 1%/min, for: 10min}",
        "slow: {share: 10%, by: 1s, for: 5s}",
      })
  void refusesAStepThatNeedsLinksWhereArcsOpenAtOnce(String step) {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class,
            () ->
                ScenarioReader.read(
                    "t.yaml",
                    "links: instant\nsteps:\n  - join: {}\n  - " + step + "\n",
                    Map.of()));

    String word = step.substring(0, step.indexOf(':'));
    assertEquals(
        "t.yaml:4: step '" + word + "' needs links: mediated; here, only join, settle, crash",
        refusal.getMessage());
  }

  @Test
  void whereArcsOpenAtOnceNobodyIsFoundAndNobodyCountsThePeers() {
    assertEquals(
        "t.yaml:3: contact: discovery needs links: mediated; here, random or first",
        refusal("links: instant\nsteps:\n  - join: {contact: discovery}\n"));
    assertEquals(
        "t.yaml:2: correction: on needs links: mediated, whose heartbeats count the peers",
        refusal("links: instant\ncorrection: on\nsteps:\n  - join: {}\n"));
  }

  @Test
  void whereArcsOpenAtOnceTheContactIsRandomIfNothingIsSaid() {
    Scenario scenario =
        ScenarioReader.read("t.yaml", "links: instant\nsteps:\n  - join: {}\n", Map.of());

    assertEquals(true, scenario.instant());
    assertEquals(false, scenario.correction());
    assertEquals(
        new Action.Join(Duration.ZERO, OptionalInt.empty(), Action.Contact.RANDOM),
        scenario.steps().get(0).action());
  }

  private static String refusal(String text) {
    return assertThrows(
            ScenarioException.class, () -> ScenarioReader.read("t.yaml", text, Map.of()))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jion: {} | unknown step 'jion', nearest known 'join'",
        "join: {ovr: 5s} | unknown key 'ovr', nearest known 'over' in step 'join'",
        "join: {over: 5s, over: 6s} | key 'over' twice in step 'join'",
        "join: 5s | step 'join' is written {key: value, ...}, not '5s'",
        "join: {} | step 'join' when all 20 peers have joined",
        "join: {contact: randm} | contact: unknown word 'randm', nearest known 'random'",
        "settle: 5 parsecs | settle: unknown unit 'parsecs' in '5 parsecs', nearest known 'ms'",
        "settle: {cycles: 0} | cycles: 0 is not within 1..1000000",
        "settle: {} | step 'settle' lacks 'cycles'",
        "broadcast: {for: 5s} | step 'broadcast' lacks 'rate'",
        "broadcast: {rate: 5/s} | step 'broadcast' lacks 'for'",
        "broadcast: {rate: 0/s, for: 5s} | rate: '0/s' is not between 0/s and 100000/s",
        "broadcast: {rate: 5/d, for: 5s} | rate: unknown unit '/d' in '5/d', nearest known '/s'",
        "broadcast: {rate: 5/s, for: 5s, size: 7B} | size: '7B' is not within 8B..16777216B",
        "broadcast: {rate: 5/s, for: 5s, size: 17MiB} | size: '17MiB' is not within 8B..16777216B",
        "broadcast: {rate: 5/s, for: 5s, size: 1kb} | size: unknown unit 'kb' in '1kb', nearest known 'B'",
        "broadcast: {rate: 5/s, for: 5s, sources: 21} | sources: 21 is not within 1..20",
        "broadcast: {rate: 1/h, for: 5s} | not one broadcast in all that time",
        "broadcast: {rate: 100000/s, for: 1h} | over 10000000 broadcasts",
        "broadcast: {rate: 5/s, for: -5s} | for: '-5s' is not a time such as 5s",
        "settle: -5s | settle: '-5s' is not a time such as 5s",
        "crash: {peers: 20} | 20 peers go, but 20 are there, and one must remain",
        "leave: {peers: 25} | 25 peers go, but 20 are there, and one must remain",
        "leave: {share: 110%} | share: '110%' is over 100%",
        "leave: {peers: 5, over: -1s} | over: '-1s' is not a time such as 5s",
        "partition: {shares: [120%, -20%], for: 5s} | shares: '120%' is over 100%",
        "partition: {shares: [99%, 1%], for: 5s} | shares: a side without peers, of 20",
        "partition: {shares: [60%, 60%], for: 5s} | shares: two or more that add up to 100%, not 120%",
        "crash: {} | either 'share' or 'peers', such as {share: 20%}",
        "crash: {share: 20%, peers: 2} | either 'share' or 'peers', such as {share: 20%}",
        "crash: {share: 100%} | share: '100%' is not between 0% and 100%",
        "crash: {share: -5%} | share: '-5%' is no share such as 20%",
        "partition: {for: 5s} | step 'partition' lacks 'shares'",
        "partition: {shares: [50%, 50%]} | step 'partition' lacks 'for'",
        "partition: {shares: [50%, 40%], for: 5s} | shares: two or more that add up to 100%, not 90%",
        "partition: {shares: [100%], for: 5s} | shares: two or more that add up to 100%, not 100%",
        "partition: {shares: 50%, for: 5s} | shares is a list, not '50%'",
        "partition: {shares: [50%, 50%], for: 5s, discovery: ct} | discovery: unknown word 'ct', nearest known 'cut'",
        "heal: {} | step 'heal' lacks 'within'",
        "heal: {within: 0s} | within: '0s' is not within 1ms..24h",
        "heal | a step is written 'word: ...', not 'heal'",
        "{heal: {within: 5s}, settle: 5s} | step 'settle' needs a '-' of its own after 'heal'",
        "{during: []} | a step without a word, one of join, settle, broadcast, churn, crash, leave, partition, slow, swarm, heal",
        "{settle: 5s, during: 5s} | during is a list, not '5s'",
        "{settle: 5s, during: [setle: 5s]} | unknown step 'setle', nearest known 'settle'",
      })
  void refusesAStepThatCannotBe(String step, String message) {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class,
            () -> read("peers: 20\nsteps:\n  - join: {over: 5s}\n  - " + step + "\n"));

    assertEquals("t.yaml:4: " + message, refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crash: {peers: 6} | 6 peers go, but 6 are there, and one must remain",
        "broadcast: {rate: 1/s, for: 5s, sources: 7} | sources: 7, but only 6 peers are there",
        "partition: {shares: [93%, 7%], for: 5s} | shares: a side without peers, of 6",
      })
  void countsThePeersThatAreThereBySteps(String step, String message) {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class,
            () ->
                read(
                    """
                    peers: 20
                    steps:
                      - join: {peers: 10}
                      - leave: {peers: 2}
                      - crash: {share: 25%%}
                      - %s
                    """
                        .formatted(step)));

    assertEquals("t.yaml:6: " + message, refusal.getMessage());
  }

  @Test
  void refusesToHealWhileThePartitionLasts() {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class,
            () ->
                read(
                    """
                    steps:
                      - join: {}
                      - partition: {shares: [50%, 50%], for: 20s}
                        during: [heal: {within: 5s}]
                    """));

    assertEquals("t.yaml:4: step 'heal' while a partition lasts", refusal.getMessage());
  }

  @Test
  void refusesAPartitionWithinAPartition() {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class,
            () ->
                read(
                    """
                    steps:
                      - join: {}
                      - partition: {shares: [50%, 50%], for: 20s}
                        during:
                          - settle: 1s
                          - partition: {shares: [50%, 50%], for: 2s}
                    """));

    assertEquals("t.yaml:6: step 'partition' while another partition lasts", refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "steps: [settle: 5s] | t.yaml:1: step 'settle' before any 'join'",
        "peers: 5 | t.yaml:1: no steps",
        "[1, 2] | t.yaml:1: a scenario is written key: value, not a list",
        "peers: 5, | t.yaml:1: peers: '5,' is no whole number",
      })
  void refusesAFileThatIsNoScenario(String text, String message) {
    ScenarioException refusal = assertThrows(ScenarioException.class, () -> read(text));

    assertEquals(message, refusal.getMessage());
  }

  @Test
  void refusesWhatIsNoYamlAtItsLine() {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class, () -> read("peers: 20\nsteps:\n  - join: {over: 5s\n"));

    assertEquals("t.yaml:3: no YAML", refusal.getMessage().substring(0, 17));
    assertEquals(1, refusal.getMessage().lines().count());
  }

  @Test
  void refusesAnEmptyFile() {
    ScenarioException refusal = assertThrows(ScenarioException.class, () -> read("# nothing\n"));

    assertEquals("t.yaml:1: nothing in it", refusal.getMessage());
  }

  @Test
  void refusesAFileThatIsNotThere() {
    ScenarioException refusal =
        assertThrows(
            ScenarioException.class, () -> ScenarioReader.read(Path.of("no.yaml"), Map.of()));

    assertEquals("no scenario no.yaml", refusal.getMessage());
  }

  private static Scenario read(String text) {
    return ScenarioReader.read("t.yaml", text, Map.of());
  }
}
