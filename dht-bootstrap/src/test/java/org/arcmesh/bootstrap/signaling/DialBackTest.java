package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer asks a signaling node whether it can be reached. */
@Tag("live")
@Timeout(60)
class DialBackTest {
  private final TestPeer node = new TestPeer(1L);
  private final TestPeer asker = new TestPeer(2L);
  private final TestPeer stranger = new TestPeer(3L);
  private final List<SignalingServer> servers = new ArrayList<>();
  private final LiveDiscovery discovery =
      new LiveDiscovery(Hellos.PATIENT, CHESS, MainlineLookup.NONE, Contacts.NONE);

  @AfterEach
  void close() {
    servers.forEach(SignalingServer::close);
    node.close();
    asker.close();
    stranger.close();
  }

  private Endpoint serve(TestPeer peer, DoorConfig config) throws BindException {
    SignalingServer server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), CHESS, peer, config);
    servers.add(server);
    return server.endpoint();
  }

  private Reachability askWhetherAt(Endpoint own, Endpoint of) {
    discovery.bind(asker);
    CompletableFuture<Reachability> answer = new CompletableFuture<>();
    asker.run(() -> discovery.dialBack(of, own, answer::complete));
    return answer.join();
  }

  @Test
  void whoeverAnswersThereIsReached() throws Exception {
    Endpoint own = serve(asker, Hellos.PATIENT);

    assertEquals(
        Reachability.proven(own),
        askWhetherAt(new Endpoint("0.0.0.0", own.port()), serve(node, Hellos.PATIENT)));
  }

  @Test
  void whoeverDoesNotListenIsNot() throws Exception {
    Endpoint own = new Endpoint("127.0.0.1", 1);

    assertEquals(
        Reachability.refuted(own, "unreachable"), askWhetherAt(own, serve(node, Hellos.PATIENT)));
  }

  @Test
  void anotherPeerThereProvesNothing() throws Exception {
    Endpoint theirs = serve(stranger, Hellos.PATIENT);

    assertEquals(
        Reachability.refuted(theirs, "signature"),
        askWhetherAt(theirs, serve(node, Hellos.PATIENT)));
  }

  @Test
  void inPublicNobodyIsKnockedAtButWhoeverAsks() throws Exception {
    Endpoint of = serve(node, DoorConfig.PUBLIC);
    Endpoint other = new Endpoint("203.0.113.7", 7000);

    assertEquals(Reachability.refuted(other, "address"), askWhetherAt(other, of));
  }

  @Test
  void inPublicAPrivateAddressIsNotDialed() throws Exception {
    Endpoint own = serve(asker, Hellos.PATIENT);

    assertEquals(
        Reachability.refuted(own, "private-host"),
        askWhetherAt(own, serve(node, DoorConfig.PUBLIC)));
  }

  @Test
  void aNodeThatIsNotThereKnowsNothing() {
    assertEquals(
        Reachability.UNKNOWN,
        askWhetherAt(new Endpoint("127.0.0.1", 2), new Endpoint("127.0.0.1", 1)));
  }

  @Test
  void dialsBackOnlySoOften() throws Exception {
    Endpoint of = serve(node, Hellos.PATIENT);
    discovery.bind(asker);
    List<Reachability> answers = new ArrayList<>();

    asker.run(
        () -> {
          for (int i = 0; i < 30; i++) {
            discovery.dialBack(of, new Endpoint("127.0.0.1", 1), answers::add);
          }
        });

    await().until(() -> asker.call(answers::size) == 30);
    long refused = answers.stream().filter(Reachability.UNKNOWN::equals).count();
    assertTrue(refused >= 10 && refused < 30, () -> refused + " refused");
  }
}
