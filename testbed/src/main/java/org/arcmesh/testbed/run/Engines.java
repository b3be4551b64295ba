package org.arcmesh.testbed.run;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;

/** The worlds that scenarios can run in. */
public final class Engines {
  private static final List<String> SIM_ONLY = List.of("latency", "links", "crypto");

  private Engines() {}

  /**
   * What {@code engine} will ignore of {@code scenario}, one line each.
   *
   * @throws ScenarioException if it cannot run it at all
   */
  public static List<String> check(String engine, Scenario scenario) {
    List<String> notices = new ArrayList<>();
    if (engine.equals("webrtc")) {
      for (String key : SIM_ONLY) {
        if (scenario.given().contains(key)) {
          notices.add(scenario.name() + ": key '" + key + "' is ignored by engine webrtc");
        }
      }
    }
    return notices;
  }

  /** A new world without peers. */
  public static Engine open(String engine, Scenario scenario, long seed) {
    throw new ScenarioException("engine '" + engine + "' is not available yet");
  }
}
