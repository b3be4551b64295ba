package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that start together, and of which any may become a signaling node. */
@Tag("live")
@Timeout(300)
class VolunteersLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path state;
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

  @Test
  void aVolunteerStepsBackWhenThereAreEnoughNodesWithSmallerIds() throws Exception {
    Overlay volunteer = join(builder().volunteer(), id -> id.toString().startsWith("ff"));
    await().atMost(PATIENCE).until(() -> announced().size() == 1);
    String door = announced().iterator().next().toString();
    assertEquals("signaling", health(door, "role"));
    assertEquals(volunteer.self().toString(), health(door, "peer"));

    for (int i = 1; i <= 3; i++) {
      join(builder().listen("127.0.94.1" + i + ":7100"), id -> !id.toString().startsWith("ff"));
    }

    await().atMost(PATIENCE).until(() -> health(door, "role"), "retiring"::equals);
    await().atMost(PATIENCE).until(() -> members.component().size() == 4);
    members.everyPairTalks("hello");
  }

  /** Joins with an identity that {@code isWanted}. */
  private Overlay join(OverlayBuilder builder, Predicate<PeerId> isWanted) throws IOException {
    Ed25519Identity identity =
        Stream.generate(Ed25519Identity::generate)
            .filter(drawn -> isWanted.test(drawn.id()))
            .findFirst()
            .orElseThrow();
    Path folder = Files.createTempDirectory(state, "peer");
    Files.write(folder.resolve("identity"), identity.toBytes().toArray());
    return members.join(builder.state(folder));
  }

  /** Where the DHT says that there are signaling nodes. */
  private Set<Endpoint> announced() throws Exception {
    return dht
        .nodes()
        .get(0)
        .lookup(ApplicationKey.ofName("volunteers").bytes(), hint -> {})
        .get()
        .hints()
        .stream()
        .map(Hint::endpoint)
        .collect(Collectors.toSet());
  }

  private static String health(String door, String key) throws IOException {
    try (InputStream answer = new URL("http://" + door + "/health").openStream()) {
      return new ObjectMapper().readTree(answer).get(key).asText();
    }
  }
}
