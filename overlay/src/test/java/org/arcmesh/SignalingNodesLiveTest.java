package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.cli.ProcessUnderTest;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many signaling nodes are one, and none is needed by those who are in. The nodes are processes of
 * their own, so that they can be killed.
 */
@Tag("live")
@Timeout(300)
class SignalingNodesLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NEWCOMERS = 30;

  private final LiveMembers members = new LiveMembers();
  private final List<Node> nodes = new ArrayList<>();
  private PrivateDht dht;

  /** A signaling node in a process of its own. */
  private record Node(Endpoint endpoint, ProcessUnderTest process) {
    JsonNode health() throws IOException {
      try (InputStream answer = new URL("http://" + endpoint + "/health").openStream()) {
        return new ObjectMapper().readTree(answer);
      }
    }

    /** What it has not printed yet. */
    Set<String> missing(Set<String> texts) {
      Set<String> missing = new LinkedHashSet<>(texts);
      process.lines().forEach(line -> missing.remove(line.replaceFirst("^.*?: ", "")));
      return missing;
    }

    PeerId peer() throws IOException {
      return PeerId.parse(health().get("peer").asText());
    }
  }

  @BeforeEach
  void startDht() throws IOException {
    dht =
        PrivateDht.start(
            IntStream.rangeClosed(1, 8)
                .mapToObj(host -> new Endpoint("127.0.99." + host, 6994))
                .toList());
  }

  @AfterEach
  void stop() {
    members.close();
    nodes.forEach(node -> node.process().close());
    dht.close();
  }

  private void startNode(int number) throws IOException {
    Endpoint endpoint = new Endpoint("127.0.99." + (100 + number), 7094);
    nodes.add(
        new Node(
            endpoint,
            ProcessUnderTest.arcmesh(
                "node",
                "--app",
                "signaling-nodes",
                "--private-dht",
                "--dht",
                dht.bootstrap().toString(),
                "--listen",
                endpoint.toString())));
  }

  private Overlay join(OverlayBuilder builder) {
    return members.join(builder.application("signaling-nodes").privateDht().dht(dht.bootstrap()));
  }

  /** Waits for the first arc, and tells who mediated. */
  private static PeerId awaitJoined(Overlay overlay) throws Exception {
    OverlayEvent.Joined joined = overlay.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return joined.via();
  }

  private void nodesHaveLinksAndNoSocketsToEachOther() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              for (Node node : nodes) {
                JsonNode health = node.health();
                assertTrue(health.get("members").asInt() >= 1, health::toString);
                assertEquals(0, health.get("nodeSockets").asInt(), health::toString);
              }
            });
  }

  @Test
  void threeNodesAreOneAndMembersOutliveAllOfThem() throws Exception {
    for (int i = 0; i < 3; i++) {
      startNode(i);
    }
    for (Node node : nodes) {
      node.process().await(line -> line.contains("signaling node on"), PATIENCE);
    }
    nodesHaveLinksAndNoSocketsToEachOther();
    Set<PeerId> peers = new LinkedHashSet<>();
    for (Node node : nodes) {
      peers.add(node.peer());
    }

    // Spread over the nodes: each newcomer chooses among them at random.
    List<Overlay> newcomers = new ArrayList<>();
    for (int i = 0; i < NEWCOMERS; i++) {
      newcomers.add(join(i == 0 ? Overlay.builder().volunteer() : Overlay.builder()));
    }
    Set<PeerId> enteredThrough = new LinkedHashSet<>();
    for (Overlay newcomer : newcomers) {
      enteredThrough.add(awaitJoined(newcomer));
    }

    assertTrue(enteredThrough.containsAll(peers), "entered through " + enteredThrough);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals(NEWCOMERS + 3, members.component().size()));
    // From here on they could do without the nodes through which they came.
    members.awaitOne();
    for (Node node : nodes) {
      node.process().type("from " + node.endpoint());
    }
    Set<String> said = members.everyPairTalks("thirty");
    Set<String> lines = new LinkedHashSet<>();
    nodes.forEach(node -> lines.add("from " + node.endpoint()));
    members.allHear(lines);
    for (Node node : nodes) {
      await().atMost(PATIENCE).until(() -> node.missing(said), Set::isEmpty);
    }
    nodesHaveLinksAndNoSocketsToEachOther();

    nodes.get(0).process().kill();
    nodes.get(1).process().kill();
    assertEquals(nodes.get(2).peer(), awaitJoined(join(Overlay.builder())));
    members.awaitOne();

    nodes.get(2).process().kill();
    members.everyPairTalks("no node");
    assertEquals(newcomers.get(0).self(), awaitJoined(join(Overlay.builder())));
    members.everyPairTalks("through a volunteer");
  }
}
