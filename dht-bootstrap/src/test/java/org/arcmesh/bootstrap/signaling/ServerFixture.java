package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;

/** A signaling node at a free port. */
abstract class ServerFixture {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  final TestPeer peer = new TestPeer(0x5aL, 0x7bL);
  SignalingServer server;

  Endpoint start(DoorConfig config) throws BindException {
    server = SignalingServer.start(Entrance.at(ANY_PORT), CHESS, peer, config);
    return server.endpoint();
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    peer.close();
  }

  void awaitRejected(Map<String, Long> expected) {
    await().untilAsserted(() -> assertEquals(expected, peer.call(server::rejected)));
  }
}
