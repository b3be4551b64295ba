package org.arcmesh.n2n;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage.Heartbeat;
import org.junit.jupiter.api.Test;

class LinkTest {
  private final Link link = new Link(PeerId.parse("11".repeat(20)), 1, 0);

  @Test
  void queuesLengthenTheRoundTripButNotTheDistance() {
    roundTrip(1_000, 20);
    roundTrip(2_000, 420);

    assertEquals(70, link.roundTripMillis());
    assertEquals(20, link.distanceMillis());
  }

  @Test
  void aWayThatHasBecomeLongerIsSeenTwentySecondsLaterAtTheLatest() {
    roundTrip(1_000, 20);

    for (int second = 2; second <= 21; second++) {
      roundTrip(1_000 * second, 80);
    }

    assertEquals(80, link.distanceMillis());
  }

  @Test
  void aNeighborThatHasEchoedNothingIsAtNoDistance() {
    link.onHeartbeat(new Heartbeat(0, 0, 5, -1, 0), 1_000);

    assertEquals(-1, link.distanceMillis());
  }

  @Test
  void theDeviationFollowsHowMuchRoundTripsVary() {
    roundTrip(1_000, 20);
    assertEquals(10, link.deviationMillis()); // RFC 6298: half of the first sample.

    roundTrip(2_000, 60);
    assertEquals(17, link.deviationMillis()); // 10 and a quarter of 40 - 10.

    for (int second = 3; second <= 40; second++) {
      roundTrip(1_000 * second, 20);
    }
    assertEquals(0, link.deviationMillis());
  }

  private void roundTrip(long nowMillis, long tookMillis) {
    link.onHeartbeat(new Heartbeat(0, 0, 5, nowMillis - tookMillis, 0), nowMillis);
  }
}
