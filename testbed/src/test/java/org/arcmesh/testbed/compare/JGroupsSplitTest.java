package org.arcmesh.testbed.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback. */
@Tag("live")
class JGroupsSplitTest {
  private static final Map<String, String> HEARTBEATS =
      Map.of("timeout", "1s", "interval", "250ms");
  private static final Map<String, String> VERIFY = Map.of("timeout", "250ms");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void fourMembersAreCutFindItOutAndMerge() throws Exception {
    JGroupsStack quick =
        new JGroupsStack(
            "quick",
            Map.of(
                "FD_ALL3", HEARTBEATS,
                "VERIFY_SUSPECT2", VERIFY,
                "MERGE3", Map.of("min_interval", "100ms", "max_interval", "300ms")));
    Duration cut = Duration.ofSeconds(4);

    Outcome outcome = JGroupsSplit.with(quick).run(split(cut, PATIENCE));

    // Members are suspected by their silence, not by closed sockets: not before the timeout less an
    // interval.
    assertTrue(outcome.detectedMillis() >= 750, outcome.toString());
    assertTrue(outcome.detectedMillis() <= cut.toMillis(), outcome.toString());
    assertTrue(outcome.mergedMillis() > 0, outcome.toString());
    assertTrue(outcome.mergedMillis() <= PATIENCE.toMillis(), outcome.toString());
  }

  @Test
  void whatShipsIsTooSlowForACutOfASecond() throws Exception {
    Outcome outcome =
        JGroupsSplit.with(JGroupsStack.AS_SHIPPED)
            .run(split(Duration.ofSeconds(1), Duration.ofSeconds(1)));

    assertEquals(Double.POSITIVE_INFINITY, outcome.detectedMillis());
  }

  private static Split split(Duration cut, Duration patience) {
    return new Split(4, Duration.ofMillis(200), cut, Duration.ofMillis(500), patience, 1);
  }
}
