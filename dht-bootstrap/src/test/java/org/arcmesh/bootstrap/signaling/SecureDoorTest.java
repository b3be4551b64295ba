package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.n2n.SignalingMessage.Introduce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A signaling node over TLS, on the port on which it is without. */
@Tag("live")
@Timeout(60)
class SecureDoorTest {
  @TempDir Path folder;

  private final TestPeer node = new TestPeer(1L);
  private final TestPeer asker = new TestPeer(2L);
  private SelfSigned own;
  private SignalingServer server;

  @BeforeEach
  void start() throws Exception {
    own = new SelfSigned(folder);
    server =
        SignalingServer.start(
            new Entrance(
                new InetSocketAddress("127.0.0.1", 0),
                Optional.empty(),
                Optional.of(Certificates.own(own.certificate(), own.key()))),
            CHESS,
            node,
            Hellos.PATIENT);
  }

  @AfterEach
  void close() {
    server.close();
    node.close();
    asker.close();
  }

  private LiveDiscovery discovery(Endpoint secure, SslContext trusted) {
    LiveDiscovery discovery =
        new LiveDiscovery(
            Hellos.PATIENT,
            CHESS,
            MainlineLookup.NONE,
            Contacts.of(List.of(new Contact(secure, true)), Optional.of(trusted)));
    discovery.bind(asker);
    return discovery;
  }

  @Test
  void aContactOverTlsIsADoorForSignalsBothWays() throws Exception {
    Endpoint named = new Endpoint("localhost", server.endpoint().port());
    LiveDiscovery discovery =
        discovery(named, Certificates.trusted(Optional.of(own.certificate())));

    asker.run(() -> discovery.enter(named));

    await().until(() -> asker.posted(Entered.class).size() == 1);
    asker.send(node.id(), new Introduce(node.id()));
    await().until(() -> node.received().size() == 1);
    node.send(asker.id(), new Introduce(asker.id()));
    await().until(() -> asker.received().size() == 1);
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() throws Exception {
    Endpoint named = new Endpoint("localhost", server.endpoint().port());
    LiveDiscovery discovery = discovery(named, Certificates.trusted(Optional.empty()));

    asker.run(() -> discovery.probe(named, COMPONENT));

    await().until(() -> asker.posted(ProbeFailed.class).size() == 1);
    assertTrue(
        asker.posted(ProbeFailed.class).get(0).reason().startsWith("certificate: "),
        () -> asker.posted().toString());
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() throws Exception {
    Endpoint byAddress = server.endpoint();
    LiveDiscovery discovery =
        discovery(byAddress, Certificates.trusted(Optional.of(own.certificate())));

    asker.run(() -> discovery.probe(byAddress, COMPONENT));

    await().until(() -> asker.posted(ProbeFailed.class).size() == 1);
    assertTrue(
        asker.posted(ProbeFailed.class).get(0).reason().startsWith("certificate: "),
        () -> asker.posted().toString());
  }

  @Test
  void thoseWithoutTlsAreLetInOnTheSamePort() {
    LiveDiscovery discovery =
        new LiveDiscovery(Hellos.PATIENT, CHESS, MainlineLookup.NONE, Contacts.NONE);
    discovery.bind(asker);

    asker.run(() -> discovery.probe(server.endpoint(), COMPONENT));

    await().until(() -> asker.posted(Probed.class).size() == 1);
  }

  @Test
  void garbageInsteadOfAHandshakeCostsOnlyItsOwnSocket() throws Exception {
    for (int i = 0; i < 20; i++) {
      RawSocket.exchange(server.endpoint(), new byte[] {22, 3, 1, 0, 4, 99, 0, 0, 0});
    }

    thoseWithoutTlsAreLetInOnTheSamePort();
    assertEquals(20, node.call(server::rejected).get("malformed"));
  }

  @Test
  void saysWhichFileIsNoCertificate() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path none = folder.resolve("none.pem");

    assertEquals(
        "there is no file " + none,
        assertThrows(IOException.class, () -> Certificates.own(none, own.key())).getMessage());
    String unusable =
        assertThrows(IOException.class, () -> Certificates.own(empty, own.key())).getMessage();
    assertTrue(unusable.startsWith("the certificate " + empty + " with the key "), unusable);
  }
}
