package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.arcmesh.testbed.scenario.Scenario;

/** The worlds that scenarios can run in. */
public final class Engines {
  private static final List<String> SIM_ONLY = List.of("latency", "links", "crypto");

  private Engines() {}

  /**
   * What {@code engine} makes of {@code scenario}.
   *
   * @param notices told, in one line each, of what it does not do as it is written
   */
  public static Scenario adapt(String engine, Scenario scenario, Consumer<String> notices) {
    if (engine.equals("sim")) {
      return scenario;
    }
    for (String key : SIM_ONLY) {
      if (scenario.given().contains(key)) {
        notices.accept(scenario.name() + ": key '" + key + "' is ignored by engine webrtc");
      }
    }
    Duration least = WebRtcEngine.periodMin(scenario.peers());
    if (scenario.period().compareTo(least) >= 0) {
      return scenario;
    }
    notices.accept(
        scenario.name()
            + ": period stretched to "
            + Phrases.time(least)
            + ", since one process opens about 80 links a second");
    return scenario.withPeriod(least);
  }

  /**
   * A new world without peers.
   *
   * @param awaitReport waits until the report of an interrupted run is written, before the world
   *     ends with the JVM
   * @throws org.arcmesh.EnvironmentException if this machine lacks something
   */
  public static Engine open(String engine, Scenario scenario, long seed, Runnable awaitReport) {
    return engine.equals("sim")
        ? new SimEngine(scenario, seed)
        : new WebRtcEngine(scenario, awaitReport);
  }
}
