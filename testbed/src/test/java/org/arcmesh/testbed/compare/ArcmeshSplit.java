package org.arcmesh.testbed.compare;

import java.time.Duration;
import java.util.Map;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.run.Engines;
import org.arcmesh.testbed.run.Run;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;

/**
 * Arcmesh: a scenario of the testbed.
 *
 * @param engine {@code webrtc} or {@code sim}
 * @param beat of component identity, whole seconds
 * @param period of the sampler, whole seconds
 */
record ArcmeshSplit(String engine, Duration beat, Duration period) implements Contender {
  /** In which an overlay learns its name and its size. */
  private static final int SETTLE_BEATS = 10;

  @Override
  public String name() {
    return "Arcmesh, " + (engine.equals("webrtc") ? "real WebRTC" : "simulated");
  }

  @Override
  public String settings() {
    return String.format(
        "heartbeats every 1 s, silence after 3 s; beat %d s; period %d s",
        beat.toSeconds(), period.toSeconds());
  }

  @Override
  public Outcome run(Split split) {
    Scenario scenario = scenario(split);
    try (AgreementEngine world =
        new AgreementEngine(Engines.open(engine, scenario, split.seed(), () -> {}))) {
      Report report = new Run(scenario, world, split.seed(), Progress.SILENT).run();
      return new Outcome(
          report.number("partitions.detectedMs.max").orElse(Double.POSITIVE_INFINITY),
          report.number("partitions.mergedMs.max").orElse(Double.POSITIVE_INFINITY),
          world.agreedMillis());
    }
  }

  private Scenario scenario(Split split) {
    String text =
        """
        peers: %d
        signaling: %d
        beat: %ds
        period: %ds
        latency: constant(1ms)
        steps:
          - join: {over: 5s}
          - settle: %ds
          - partition: {shares: [50%%, 50%%], for: %ds, discovery: cut}
          - heal: {within: %ds}
          - settle: %ds
        """
            .formatted(
                split.members(),
                Math.min(3, split.members()),
                beat.toSeconds(),
                period.toSeconds(),
                split.settle().plus(beat.multipliedBy(SETTLE_BEATS)).toSeconds(),
                split.cut().toSeconds(),
                split.patience().toSeconds(),
                beat.multipliedBy(SETTLE_BEATS).toSeconds());
    Scenario scenario = ScenarioReader.read("compare.yaml", text, Map.of());
    return Engines.adapt(engine, scenario, notice -> {});
  }
}
