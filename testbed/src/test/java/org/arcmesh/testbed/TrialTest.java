package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.Trial.Finding;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class TrialTest {

  @Test
  void theCommandOfATrialReplaysIt() {
    Scenario scenario = ScenarioReader.read("x.yaml", "steps: [join: {}]", Map.of());
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("peers", "10,20");
    settings.put("latency", "uniform(1ms,2ms)");

    Trial trial =
        new Trial("my files/x.yaml", scenario, Sweep.of(settings).get(1), Map.of(), "sim", 17);

    assertEquals("x, peers=20, seed 17", trial.title());
    assertEquals(
        "./arcmesh testbed run 'my files/x.yaml' --engine sim --seed 17 --set peers=20"
            + " --set 'latency=uniform(1ms,2ms)'",
        trial.command());
  }

  @Test
  void aRunThatBreaksInvariantsDoesNotHoldAndTheFirstOnesAreNamed() {
    Scenario scenario = ScenarioReader.read("x.yaml", "steps: [join: {}]", Map.of());
    Trial trial = new Trial("x.yaml", scenario, Sweep.Variant.PLAIN, Map.of(), "sim", 1);
    PeerId peer = PeerId.of(Bytes.utf8("abcdefghijklmnopqrst"));
    Invariants invariants = new Invariants();
    for (int i = 1; i <= 7; i++) {
      invariants.violated("no arc to oneself", 1_000 * i, Optional.of(peer), "outview 5");
    }
    Report report = new Report();
    invariants.putAll(report);

    Finding finding = new Finding(trial, Optional.of(report), List.of(), Optional.empty());

    assertEquals(false, finding.holds());
    assertEquals(6, finding.complaints().size());
    assertEquals(
        "invariant 'no arc to oneself' broken at 1.000 s at peer "
            + peer.shortName()
            + ": outview 5",
        finding.complaints().get(0));
    assertEquals("and 2 more like these", finding.complaints().get(5));
  }
}
