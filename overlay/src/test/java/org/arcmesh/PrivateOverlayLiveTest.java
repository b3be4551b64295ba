package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Overlays of the same application in the same DHT, with a secret and without, on real links. */
@Tag("live")
class PrivateOverlayLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Bytes SECRET = Bytes.utf8("one secret of many bytes");
  private static final Endpoint OPEN_NODE = Endpoint.parse("127.0.95.8:7095");
  private static final Endpoint PRIVATE_NODE = Endpoint.parse("127.0.95.9:7095");

  private PrivateDht dht;

  @BeforeEach
  void startDht() throws IOException {
    dht =
        PrivateDht.start(
            List.of(Endpoint.parse("127.0.95.1:6995"), Endpoint.parse("127.0.95.2:6995")));
  }

  @AfterEach
  void stopDht() {
    dht.close();
  }

  private OverlayBuilder open() {
    return Overlay.builder().application("secret-test").privateDht().dht(dht.bootstrap());
  }

  private OverlayBuilder closed() {
    return open().secret(SECRET);
  }

  private static List<String> texts(Overlay overlay) {
    List<String> texts = new CopyOnWriteArrayList<>();
    overlay.onDelivery(delivery -> texts.add(delivery.text()));
    return texts;
  }

  @Test
  void overlaysOfOneNameWithASecretAndWithoutNeverMix() throws Exception {
    try (Overlay openNode = open().listen(OPEN_NODE).join();
        Overlay privateNode = closed().listen(PRIVATE_NODE).join();
        // They are told of the other overlay's node, too, as an attacker could tell them.
        Overlay openMember = open().contacts(PRIVATE_NODE).join();
        Overlay privateMember = closed().contacts(OPEN_NODE).join()) {
      List<String> atOpenNode = texts(openNode);
      List<String> atPrivateNode = texts(privateNode);

      assertTrue(openMember.awaitJoined(PATIENCE) && privateMember.awaitJoined(PATIENCE));
      openMember.broadcast("to the world").join();
      privateMember.broadcast("among us").join();

      await().atMost(PATIENCE).until(() -> !atOpenNode.isEmpty() && !atPrivateNode.isEmpty());
      assertEquals(List.of("to the world"), atOpenNode);
      assertEquals(List.of("among us"), atPrivateNode);
      assertEquals(List.of(openMember.self()), openNode.view().neighbors());
      assertEquals(List.of(privateMember.self()), privateNode.view().neighbors());
    }
  }

  @Test
  void aMemberWithAWrongSecretIsToldSo() {
    List<String> failures = new CopyOnWriteArrayList<>();
    try (Overlay node = closed().listen(PRIVATE_NODE).join();
        Overlay wrong =
            open()
                .secret(Bytes.utf8("another secret of many bytes"))
                .contacts(PRIVATE_NODE)
                .onEvent(
                    event -> {
                      if (event instanceof OverlayEvent.Failed failed) {
                        failures.add(failed.what());
                      }
                    })
                .join()) {

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  failures.contains(
                      "no signaling node of secret-test let us in; the last, "
                          + PRIVATE_NODE
                          + ": secret: it does not take our secret for its own"));
      assertFalse(wrong.joined().isDone());
      assertTrue(node.view().isAlone());
    }
  }
}
