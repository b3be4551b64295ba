package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An arc is agreed before its link is there: until then it joins peers unless it cannot open. */
class OpeningArcsTest {
  private static final String SCENARIO =
      """
      peers: 24
      period: 1s
      tree: off
      steps:
        - join: {}
      """;
  private static final Action.Partition SET_UPS_ONLY =
      new Action.Partition(List.of(0.5, 0.5), Duration.ofSeconds(1), true, false, true);

  private final SimEngine engine =
      new SimEngine(ScenarioReader.read("young.yaml", SCENARIO, Map.of()), 1);
  private final List<PeerId> peers = new ArrayList<>();

  @BeforeEach
  void manyJoinAtOnce() throws InterruptedException {
    peers.add(engine.start(true, Optional.empty()));
    while (peers.size() < 24) {
      peers.add(engine.start(false, Optional.empty()));
    }
    while (opening().count() < 20) {
      engine.advanceTo(engine.nowMillis() + 20, (peer, event, at) -> {});
      assertTrue(engine.nowMillis() < 10_000, "few arcs are opening");
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void anArcWhoseSetUpIsCutLeadsNowhere() {
    long before = opening().count();
    Map<PeerId, Integer> eachAlone = new HashMap<>();
    peers.forEach(peer -> eachAlone.put(peer, eachAlone.size()));

    engine.partition(eachAlone, SET_UPS_ONLY);
    long cut = opening().count();
    engine.heal();

    assertTrue(cut < before, cut + " of " + before);
    assertEquals(before, opening().count());
  }

  @Test
  void anArcToADeadPeerLeadsNowhere() {
    PeerId target = opening().findFirst().orElseThrow();

    engine.crash(target);
    peers.remove(target);

    assertFalse(opening().anyMatch(target::equals));
  }

  @Test
  void anArcWithoutLinkOrMediatorLeadsNowhere() {
    Snapshot.View holder =
        engine.snapshot(peers).peers().stream()
            .filter(view -> !view.opening().isEmpty() && view.outview().isEmpty())
            .findFirst()
            .orElseThrow();
    List<PeerId> pair = List.of(holder.peer(), holder.opening().get(0));

    peers.stream().filter(peer -> !pair.contains(peer)).forEach(engine::crash);
    peers.retainAll(pair);

    assertEquals(0, opening().count());
  }

  private Stream<PeerId> opening() {
    return engine.snapshot(peers).peers().stream().flatMap(view -> view.opening().stream());
  }
}
