package org.arcmesh.bootstrap.signaling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is asked who it is, and entered: one socket, if nothing comes between. */
class ProbeThenEntryTest {
  private static final ApplicationKey CHESS = ApplicationKey.ofName("chess");
  private static final Component COMPONENT = new Component(List.of(7L), 5_000, 1);

  private final TestPeer node = new TestPeer(1);
  private final TestPeer asker = new TestPeer(7);
  private final LiveDiscovery discovery =
      new LiveDiscovery(Hellos.PATIENT, CHESS, MainlineLookup.NONE, Contacts.NONE);
  private SignalingServer server;

  @BeforeEach
  void bind() {
    discovery.bind(asker);
  }

  @AfterEach
  void close() {
    discovery.close();
    server.close();
    node.close();
    asker.close();
  }

  private Endpoint serve() throws BindException {
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), CHESS, node, Hellos.PATIENT);
    return server.endpoint();
  }

  private void whenProbed(Runnable then) {
    asker.onPosted(
        answer -> {
          if (answer instanceof Probed) {
            then.run();
          }
        });
  }

  private void awaitPosted(Message... expected) {
    await().untilAsserted(() -> assertEquals(List.of(expected), asker.posted()));
  }

  @Test
  void whoeverEntersAtOnceDoesSoOverTheSocketOfItsProbe() throws Exception {
    Endpoint endpoint = serve();
    whenProbed(() -> discovery.enter(endpoint));

    asker.run(() -> discovery.probe(endpoint, COMPONENT));

    awaitPosted(
        new Probed(endpoint, node.id(), node.call(node::component)),
        new Entered(endpoint, node.id(), node.id()));
    assertEquals(new NodeSockets(1, 1), asker.call(discovery::sockets));
    assertTrue(node.hasDoorTo(asker.id()));
    assertEquals(List.of(new Visited(null, asker.id(), COMPONENT)), node.posted());
    asker.run(() -> discovery.hangUp(endpoint));
    await().until(() -> asker.call(discovery::sockets).open() == 0 && !node.hasDoorTo(asker.id()));
  }

  @Test
  void whoeverGetsALinkToTheNodeMeanwhileHasEntered() throws Exception {
    Endpoint endpoint = serve();
    whenProbed(
        () -> {
          node.addNeighbor(asker.id());
          discovery.enter(endpoint);
        });

    asker.run(() -> discovery.probe(endpoint, COMPONENT));

    awaitPosted(
        new Probed(endpoint, node.id(), node.call(node::component)),
        new Entered(endpoint, node.id(), node.id()));
    assertEquals(1, asker.call(discovery::sockets).opened());
    await().until(() -> asker.call(discovery::sockets).open() == 0);
  }

  @Test
  void whoeverEntersLaterDialsAgain() throws Exception {
    Endpoint endpoint = serve();
    asker.run(() -> discovery.probe(endpoint, COMPONENT));
    await().until(() -> asker.posted().size() == 1);
    await().until(() -> asker.call(discovery::sockets).open() == 0);

    asker.run(() -> discovery.enter(endpoint));

    await().until(() -> node.hasDoorTo(asker.id()));
    assertEquals(new NodeSockets(1, 2), asker.call(discovery::sockets));
  }
}
