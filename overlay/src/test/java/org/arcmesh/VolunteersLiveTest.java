package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that start together, and of which any may become a signaling node. */
@Tag("live")
@Timeout(300)
class VolunteersLiveTest {
  private final LiveMembers members = new LiveMembers();
  private PrivateDht dht;

  @BeforeEach
  void startDht() throws IOException {
    dht =
        PrivateDht.start(
            List.of(Endpoint.parse("127.0.94.1:6993"), Endpoint.parse("127.0.94.2:6993")));
  }

  @AfterEach
  void stop() {
    members.close();
    dht.close();
  }

  private OverlayBuilder builder() {
    return Overlay.builder().application("volunteers").privateDht().dht(dht.bootstrap());
  }

  @Test
  void volunteersThatStartTogetherFormOneOverlay() {
    for (int i = 0; i < 10; i++) {
      members.join(builder().volunteer());
    }

    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertEquals(10, members.component().size()));
    members.everyPairTalks("hello");
  }
}
