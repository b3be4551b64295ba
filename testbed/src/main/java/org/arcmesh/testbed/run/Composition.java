package org.arcmesh.testbed.run;

import java.util.Locale;
import org.arcmesh.Samplers;
import org.arcmesh.StackSettings;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.sampling.SamplerFactory;
import org.arcmesh.sampling.repair.RepairConfig;
import org.arcmesh.sampling.spray.SprayConfig;
import org.arcmesh.testbed.scenario.Scenario;

/** What a scenario's peers are made of; the same in both worlds. */
final class Composition {
  private Composition() {}

  static StackSettings of(Scenario scenario) {
    return StackSettings.of(ApplicationKey.ofName(scenario.name()), scenario.name())
        .withSampler(sampler(scenario), scenario.period())
        .withRepair(RepairConfig.DEFAULT.withBeat(scenario.beat()).withMerging(scenario.repair()))
        .withTree(TreeMode.valueOf(scenario.tree().toUpperCase(Locale.ROOT)));
  }

  static SamplerFactory sampler(Scenario scenario) {
    return scenario.sampler().equals("spray")
        ? SprayConfig.DEFAULT.withCorrection(scenario.correction()).factory()
        : Samplers.named(scenario.sampler());
  }
}
