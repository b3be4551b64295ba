package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.ASKER;
import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.nonce;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class PingsTest {
  private static final int MESSAGES_PER_SECOND = 20;

  private final TestPeer peer = new TestPeer(0x5aL, 0x7bL);
  private SignalingServer server;

  private Endpoint start(Duration idle) throws BindException {
    DoorConfig config =
        new DoorConfig(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            idle,
            8,
            8,
            MESSAGES_PER_SECOND,
            200,
            8,
            32,
            CallerLimits.PRIVATE,
            false,
            peer -> true);
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), CHESS, peer, config);
    return server.endpoint();
  }

  @AfterEach
  void close() {
    server.close();
    peer.close();
  }

  private RawSocket enter(Endpoint node) {
    RawSocket guest = new RawSocket(node);
    guest.say(new Ask(CHESS, nonce("mine"), node));
    await().until(() -> guest.heard().size() == 1);
    guest.say(HelloCheck.enter(ASKER, CHESS, ((Hello) guest.heard().get(0)).claims()));
    await().until(() -> guest.heard().size() == 2);
    return guest;
  }

  @Test
  void whoeverOnlyPingsSaysNothing() throws Exception {
    Endpoint node = start(Duration.ofSeconds(2));
    RawSocket guest = enter(node);

    await()
        .until(
            () -> {
              guest.ping();
              return !peer.hasDoorTo(ASKER.id());
            });

    assertEquals(Map.of("idle", 1L), peer.call(server::rejected));
  }

  @Test
  void tooManyPingsCloseTheSocket() throws Exception {
    Endpoint node = start(Duration.ofSeconds(30));
    RawSocket guest = enter(node);

    CompletableFuture<?> pings = CompletableFuture.completedFuture(null);
    for (int i = 0; i < 60; i++) {
      pings = pings.thenCompose(sent -> guest.ping());
    }
    pings.exceptionally(hungUp -> null).get(10, TimeUnit.SECONDS);

    await().until(guest::isClosed);
    assertEquals(Map.of("rate", 1L), peer.call(server::rejected));
  }
}
