package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From an application's name to its signaling node, through a real private DHT. */
@Tag("live")
class MainlineDiscoveryTest {
  private final TestPeer node = new TestPeer(1, 2, 3);
  private final TestPeer asker = new TestPeer(9);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(node, asker));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(0, resource);
    return resource;
  }

  @Test
  void aNodeThatAnnouncesItselfIsFoundAndAnswers() throws Exception {
    PrivateDht dht =
        opened(
            PrivateDht.start(
                List.of(
                    new Endpoint("127.0.71.1", 16_881),
                    new Endpoint("127.0.71.2", 16_881),
                    new Endpoint("127.0.71.3", 16_881))));
    SignalingServer server =
        opened(
            SignalingServer.start(
                Entrance.at(new InetSocketAddress("127.0.71.9", 0)), CHESS, node, Hellos.PATIENT));
    LiveDiscovery announcing = discovery(dht, new Endpoint("127.0.71.9", 16_881), node);
    LiveDiscovery asking = discovery(dht, new Endpoint("127.0.71.10", 16_881), asker);
    announcing.serve(server.endpoint());

    node.run(announcing::announce);
    await().until(() -> node.call(announcing::stats).announces() == 1);
    asker.run(asking::lookup);
    await().until(() -> asker.posted(LookedUp.class).size() == 1);
    asker.run(() -> asking.probe(asker.posted(Found.class).get(0).endpoint(), COMPONENT));

    await().until(() -> asker.posted(Probed.class).size() == 1);
    assertEquals(List.of(new Found(server.endpoint())), asker.posted(Found.class));
    assertTrue(asker.posted(LookedUp.class).get(0).responders() >= 3);
    assertEquals(node.id(), asker.posted(Probed.class).get(0).peer());
    assertEquals(1, asker.call(asking::stats).answerMillis().size());
  }

  private LiveDiscovery discovery(PrivateDht dht, Endpoint own, TestPeer peer) throws Exception {
    Mainline mainline =
        opened(Mainline.start(MainlineConfig.privateNode(own, List.of(dht.bootstrap()))));
    LiveDiscovery discovery =
        opened(
            new LiveDiscovery(
                Hellos.PATIENT, CHESS, MainlineLookup.of(mainline), Contacts.plain(List.of())));
    discovery.bind(peer);
    return discovery;
  }
}
