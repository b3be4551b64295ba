package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.Step;

/** The worlds that scenarios can run in. */
public final class Engines {
  private static final List<String> SIM_ONLY = List.of("latency", "links", "crypto");

  /** What peers have no use for that are a sampler and nothing else. */
  private static final List<String> LINKS_ONLY =
      List.of("signaling", "dht", "beat", "repair", "tree", "crypto");

  private Engines() {}

  /**
   * What {@code engine} makes of {@code scenario}.
   *
   * @param notices told, in one line each, of what it does not do as it is written
   */
  public static Scenario adapt(String engine, Scenario scenario, Consumer<String> notices) {
    if (engine.equals("sim")) {
      if (scenario.instant()) {
        ignored(LINKS_ONLY, "links: instant", scenario, notices);
      }
      return scenario;
    }
    refuseUnreal(scenario);
    ignored(SIM_ONLY, "engine webrtc", scenario, notices);
    List<Scenario.Expect> expect = measurable(scenario, notices);
    Duration period =
        atLeast(
            WebRtcEngine.periodMin(scenario.peers()),
            scenario.period(),
            least ->
                notices.accept(
                    scenario.name()
                        + ": period stretched to "
                        + least
                        + ", since one process opens about 80 links a second"));
    Duration beat =
        atLeast(
            WebRtcEngine.heartbeatMin(scenario.peers()),
            scenario.beat(),
            least ->
                notices.accept(
                    scenario.name()
                        + ": beats and heartbeats stretched to "
                        + least
                        + ", since one process sends some thousand frames a second"));
    return scenario.with(period, beat, expect);
  }

  /** How far it is to a peer only virtual time knows. */
  private static List<Scenario.Expect> measurable(Scenario scenario, Consumer<String> notices) {
    List<Scenario.Expect> kept = new ArrayList<>();
    for (Scenario.Expect expect : scenario.expect()) {
      if (expect.text().startsWith("broadcast.latencyOver")) {
        notices.accept(scenario.name() + ": '" + expect.text() + "' is ignored by engine webrtc");
      } else {
        kept.add(expect);
      }
    }
    return kept;
  }

  private static Duration atLeast(Duration least, Duration written, Consumer<String> notice) {
    if (written.compareTo(least) >= 0) {
      return written;
    }
    notice.accept(Phrases.time(least));
    return least;
  }

  private static void ignored(
      List<String> keys, String by, Scenario scenario, Consumer<String> notices) {
    for (String key : keys) {
      if (scenario.given().contains(key)) {
        notices.accept(scenario.name() + ": key '" + key + "' is ignored by " + by);
      }
    }
  }

  /** Real peers open links by signaling, and find whom they enter through by themselves. */
  private static void refuseUnreal(Scenario scenario) {
    if (scenario.instant()) {
      throw new ScenarioException(
          scenario.name() + ": links: instant is for virtual time; leave out --engine webrtc");
    }
    for (Step step : scenario.steps()) {
      if (step.action() instanceof Action.Join join && join.contact() != Action.Contact.DISCOVERY) {
        throw step.place()
            .refuse("a contact that is given is for virtual time; leave out --engine webrtc");
      }
    }
  }

  /** As below, where other runs may be under way: in virtual time on one thread. */
  public static Engine open(String engine, Scenario scenario, long seed, Runnable awaitReport) {
    return open(engine, scenario, seed, 1, awaitReport);
  }

  /**
   * A new world without peers.
   *
   * @param threads on how many virtual time may run, which changes nothing but how long it takes
   * @param awaitReport waits until the report of an interrupted run is written, before the world
   *     ends with the JVM
   * @throws org.arcmesh.EnvironmentException if this machine lacks something
   */
  public static Engine open(
      String engine, Scenario scenario, long seed, int threads, Runnable awaitReport) {
    if (!engine.equals("sim")) {
      return new WebRtcEngine(scenario, awaitReport);
    }
    return scenario.instant()
        ? new InstantEngine(scenario, seed, threads)
        : new SimEngine(scenario, seed, threads);
  }
}
