package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public API on real WebRTC and a real private DHT. */
@Tag("live")
class OverlayLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Endpoint SIGNALING = Endpoint.parse("127.0.92.9:7092");

  private PrivateDht dht;

  @BeforeEach
  void startDht() throws IOException {
    dht =
        PrivateDht.start(
            List.of(Endpoint.parse("127.0.92.1:6992"), Endpoint.parse("127.0.92.2:6992")));
  }

  @AfterEach
  void stopDht() {
    dht.close();
  }

  @Test
  void broadcastsOfOneReachAllInOrder() throws Exception {
    try (Overlay node = builder().listen(SIGNALING).join();
        Overlay alice = builder().join();
        Overlay bob = builder().join()) {
      List<Delivery> atNode = deliveries(node);
      List<Delivery> atBob = deliveries(bob);
      assertTrue(alice.awaitJoined(PATIENCE) && bob.awaitJoined(PATIENCE));

      for (int i = 0; i < 20; i++) {
        assertEquals(i, alice.broadcast("line " + i).join());
      }
      List<CompletableFuture<Long>> burst = new ArrayList<>(); // Of which many share a signature.
      for (int i = 20; i < 500; i++) {
        burst.add(alice.broadcast("line " + i));
      }

      for (List<Delivery> heard : List.of(atNode, atBob)) {
        await().atMost(PATIENCE).until(() -> heard.size() >= 500);
        for (int i = 0; i < 500; i++) {
          assertEquals(alice.self(), heard.get(i).from());
          assertEquals(i, heard.get(i).sequence());
          assertEquals("line " + i, heard.get(i).text());
        }
      }
      for (int i = 20; i < 500; i++) {
        assertEquals(i, burst.get(i - 20).join());
      }
      assertTrue(alice.view().neighbors().contains(bob.self()));
      assertEquals(0, alice.view().callbacksDropped());
    }
  }

  @Test
  void membersOutliveTheirSignalingNodeAndANewcomerWaitsForOne() throws Exception {
    Overlay node = builder().listen(SIGNALING).join();
    try (Overlay alice = builder().join();
        Overlay bob = builder().join()) {
      assertTrue(alice.awaitJoined(PATIENCE) && bob.awaitJoined(PATIENCE));
      await().atMost(PATIENCE).until(() -> alice.view().neighbors().contains(bob.self()));
      List<Delivery> atBob = deliveries(bob);

      node.close();
      await().atMost(PATIENCE).until(() -> alice.view().neighbors().equals(List.of(bob.self())));
      alice.broadcast("without a server").join();

      await().atMost(PATIENCE).until(() -> !atBob.isEmpty());
      assertEquals("without a server", atBob.get(0).text());

      List<OverlayEvent> events = new CopyOnWriteArrayList<>();
      try (Overlay carol = builder().onEvent(events::add).join()) {
        await()
            .atMost(PATIENCE)
            .until(() -> events.stream().anyMatch(OverlayEvent.Failed.class::isInstance));
        assertFalse(carol.joined().isDone());

        try (Overlay back = builder().listen(SIGNALING).join()) {
          assertTrue(carol.awaitJoined(PATIENCE.multipliedBy(2)));
          assertFalse(carol.view().isAlone());
          assertFalse(back.view().isAlone());
        }
      }
    } finally {
      node.close();
    }
  }

  @Test
  void aVolunteerStepsForwardWhenThereIsNoSignalingNode() throws Exception {
    try (Overlay alice = builder().volunteer().join();
        Overlay bob = builder().join()) {
      assertTrue(bob.awaitJoined(PATIENCE));

      assertEquals(List.of(alice.self()), bob.view().neighbors());
    }
  }

  @Test
  void aUsedPortIsNamedAndNothingIsLeftRunning() {
    try (Overlay node = builder().listen(SIGNALING).join()) {
      EnvironmentException refused =
          assertThrows(EnvironmentException.class, () -> builder().listen(SIGNALING).join());

      assertTrue(refused.getMessage().contains(SIGNALING.toString()), refused::getMessage);
      assertTrue(node.view().isAlone());
    }
    builder().listen(SIGNALING).join().close();
  }

  @Test
  void aPeerWithAStateFolderComesBackAsTheSame(@TempDir Path state) {
    PeerId before;
    try (Overlay node = builder().listen(SIGNALING).state(state).join()) {
      before = node.self();
    }

    try (Overlay node = builder().listen(SIGNALING).state(state).join()) {
      assertEquals(before, node.self());
    }
  }

  @Test
  void whoHasLeftBroadcastsNoMore() {
    Overlay node = builder().listen(SIGNALING).join();
    List<OverlayEvent> events = new CopyOnWriteArrayList<>();
    node.onEvent(events::add);

    node.close();

    CompletionException refused =
        assertThrows(CompletionException.class, () -> node.broadcast("too late").join());
    assertEquals("the overlay has been left", refused.getCause().getMessage());
    assertThrows(IllegalStateException.class, node::view);
    assertTrue(node.joined().isCompletedExceptionally());
    assertEquals(new OverlayEvent.Started(node.self()), events.get(0));
    assertEquals(new OverlayEvent.Left(), events.get(events.size() - 1));
  }

  private OverlayBuilder builder() {
    return Overlay.builder().application("overlay-live-test").privateDht().dht(dht.bootstrap());
  }

  private static List<Delivery> deliveries(Overlay overlay) {
    List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    overlay.onDelivery(deliveries::add);
    return deliveries;
  }
}
