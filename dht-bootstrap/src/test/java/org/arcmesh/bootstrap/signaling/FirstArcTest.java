package org.arcmesh.bootstrap.signaling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Faults;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.WebRtcConfig;
import org.arcmesh.webrtc.WebRtcRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Newcomers and a signaling node over real WebSockets and real WebRTC. */
@Tag("live")
@Timeout(60)
class FirstArcTest {
  private final WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults());

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void newcomersGetTheirFirstArcThroughTheNodeOrItsNeighborsAndHangUp() throws Exception {
    Newcomer node = new Newcomer(runtime);
    Endpoint endpoint = node.serve();
    List<Newcomer> newcomers = new ArrayList<>();

    // One after the other, so that the node has neighbors to name; that it never names one of
    // them to any of eight has a chance of 1 in 9!.
    for (int i = 0; i < 8; i++) {
      Newcomer newcomer = new Newcomer(runtime, endpoint);
      newcomers.add(newcomer);
      await().until(() -> newcomer.opened().size() == 1);
    }

    Set<PeerId> contacts = new TreeSet<>();
    for (Newcomer newcomer : newcomers) {
      assertEquals(node.id(), newcomer.entered().get(0).node());
      assertEquals(newcomer.entered().get(0).contact(), newcomer.opened().get(0));
      assertEquals(List.of(), newcomer.failed());
      contacts.add(newcomer.opened().get(0));
    }
    assertTrue(contacts.size() > 1, "contacts besides the node itself");
    await().untilAsserted(() -> assertEquals(0, health(endpoint).get("guests").asInt()));
    node.stopServing();
  }

  private static JsonNode health(Endpoint endpoint) throws Exception {
    try (InputStream body = URI.create("http://" + endpoint + "/health").toURL().openStream()) {
      return new ObjectMapper().readTree(body);
    }
  }
}
