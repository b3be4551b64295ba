package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.arcmesh.bootstrap.signaling.Hellos.GO;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage.Introduce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class LiveDiscoveryTest {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final TestPeer node = peer(1, 2, 3);
  private final TestPeer asker = peer(9);

  private TestPeer peer(long... hashes) {
    TestPeer peer = new TestPeer(hashes);
    open.add(peer);
    return peer;
  }

  private Endpoint serve(TestPeer peer, DoorConfig config) throws BindException {
    SignalingServer server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), CHESS, peer, config);
    open.add(0, server);
    return server.endpoint();
  }

  private LiveDiscovery discovery(
      DoorConfig config, MainlineLookup mainline, Endpoint... contacts) {
    LiveDiscovery discovery =
        new LiveDiscovery(config, CHESS, mainline, Contacts.plain(List.of(contacts)));
    open.add(0, discovery);
    discovery.bind(asker);
    return discovery;
  }

  private LiveDiscovery discovery(Endpoint... contacts) {
    return discovery(Hellos.PATIENT, MainlineLookup.NONE, contacts);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void awaitPosted(Message... expected) {
    await().untilAsserted(() -> assertEquals(List.of(expected), asker.posted()));
  }

  private static Endpoint deadEndpoint() throws Exception {
    try (ServerSocket socket =
        new ServerSocket(0, 1, new InetSocketAddress("127.0.0.1", 0).getAddress())) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }

  @Test
  void aProbeTellsBothSidesOfTheOther() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();

    asker.run(() -> discovery.probe(endpoint, COMPONENT));

    awaitPosted(new Probed(endpoint, node.id(), node.call(node::component)));
    await()
        .untilAsserted(
            () -> assertEquals(List.of(new Visited(null, asker.id(), COMPONENT)), node.posted()));
    assertEquals(1, asker.call(discovery::stats).verified());
  }

  @Test
  void aProbeByASignalingNodeTellsWhereItIs() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    Endpoint askers = serve(asker, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();
    discovery.serve(askers);

    asker.run(() -> discovery.probe(endpoint, COMPONENT));

    await()
        .untilAsserted(
            () -> assertEquals(List.of(new Visited(askers, asker.id(), COMPONENT)), node.posted()));
  }

  @Test
  void anEntryIsADoorForSignalsBothWaysUntilItIsHungUp() throws Exception {
    PeerId member = Hellos.NODE.id();
    node.addNeighbor(member);
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();

    asker.run(() -> discovery.enter(endpoint));
    awaitPosted(new Entered(endpoint, node.id(), member));
    asker.send(node.id(), new Introduce(member));
    node.send(asker.id(), new Introduce(node.id()));

    await()
        .untilAsserted(
            () -> {
              assertEquals(
                  List.of(new TestPeer.Received(asker.id(), new Introduce(member))),
                  node.received());
              assertEquals(
                  List.of(new TestPeer.Received(node.id(), new Introduce(node.id()))),
                  asker.received());
            });
    asker.run(() -> discovery.hangUp(endpoint));
    await().until(() -> !node.hasDoorTo(asker.id()) && !asker.hasDoorTo(node.id()));
  }

  @Test
  void aDoorThatTheNodeClosesIsClosedHereToo() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();
    asker.run(() -> discovery.enter(endpoint));
    await().until(() -> asker.hasDoorTo(node.id()));

    for (AutoCloseable each : open) {
      if (each instanceof SignalingServer server) {
        server.close();
      }
    }

    await().until(() -> !asker.hasDoorTo(node.id()));
  }

  @Test
  void enteringTwiceOpensOneDoor() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();
    Entered entered = new Entered(endpoint, node.id(), node.id());

    asker.run(
        () -> {
          discovery.enter(endpoint);
          discovery.enter(endpoint);
        });
    awaitPosted(entered);
    asker.run(() -> discovery.enter(endpoint));

    awaitPosted(entered, entered);
    assertEquals(1, asker.call(discovery::stats).verified());
  }

  @Test
  void anEntryThatIsHungUpHasNoAnswer() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();

    asker.run(
        () -> {
          discovery.enter(endpoint);
          discovery.hangUp(endpoint);
          discovery.enter(endpoint);
        });

    awaitPosted(new Entered(endpoint, node.id(), node.id()));
    asker.run(() -> discovery.hangUp(endpoint));
    await().until(() -> !node.hasDoorTo(asker.id()));
    assertEquals(1, asker.posted().size());
  }

  @Test
  void whoeverStillHasALinkToTheNodeNeedsNoDoor() throws Exception {
    node.addNeighbor(asker.id());
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery();

    asker.run(() -> discovery.enter(endpoint));

    awaitPosted(new Entered(endpoint, node.id(), node.id()));
    assertFalse(asker.hasDoorTo(node.id()));
  }

  @Test
  void anotherApplicationsNodeFailsWithTheReason() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery =
        new LiveDiscovery(Hellos.PATIENT, GO, MainlineLookup.NONE, Contacts.plain(List.of()));
    open.add(0, discovery);
    discovery.bind(asker);

    asker.run(() -> discovery.probe(endpoint, COMPONENT));

    await().until(() -> asker.posted().size() == 1);
    ProbeFailed failed = (ProbeFailed) asker.posted().get(0);
    assertEquals(endpoint, failed.endpoint());
    assertTrue(failed.reason().startsWith("application: "), failed::reason);
    assertEquals(Map.of("application", 1L), asker.call(discovery::stats).rejected());
    assertEquals(List.of(), node.posted());
  }

  @Test
  void aDeadNodeFailsAndIsNotDialedAgainAtOnce() throws Exception {
    Endpoint dead = deadEndpoint();
    LiveDiscovery discovery = discovery();

    asker.run(() -> discovery.enter(dead));
    await().until(() -> asker.posted().size() == 1);
    asker.run(() -> discovery.enter(dead));

    await().until(() -> asker.posted().size() == 2);
    List<EntryFailed> failed = asker.posted(EntryFailed.class);
    assertTrue(failed.get(0).reason().startsWith("unreachable: "), failed.get(0)::reason);
    assertFalse(failed.get(0).reason().contains(dead.host()), failed.get(0)::reason);
    assertTrue(failed.get(1).reason().startsWith("blocked: "), failed.get(1)::reason);
  }

  @Test
  void aNodeThatComesBackAtItsAddressIsFoundAgain() throws Exception {
    Endpoint dead = deadEndpoint();
    LiveDiscovery discovery = discovery(dead);
    asker.run(() -> discovery.enter(dead));
    await().until(() -> asker.posted().size() == 1);

    open.add(
        0,
        SignalingServer.start(
            Entrance.at(new InetSocketAddress(dead.host(), dead.port())),
            CHESS,
            node,
            Hellos.PATIENT));
    asker.run(discovery::lookup);
    await().until(() -> asker.posted(LookedUp.class).size() == 1);
    asker.run(() -> discovery.enter(dead));

    await().until(() -> asker.posted(Entered.class).size() == 1);
    assertEquals(List.of(new Found(dead)), asker.posted(Found.class));
  }

  @Test
  void somebodyWhoAnswersNothingIsGivenUp() throws Exception {
    LiveDiscovery discovery = discovery(DoorConfig.PRIVATE, MainlineLookup.NONE);
    try (ServerSocket mute =
        new ServerSocket(0, 5, new InetSocketAddress("127.0.0.1", 0).getAddress())) {
      Endpoint endpoint = new Endpoint("127.0.0.1", mute.getLocalPort());

      asker.run(() -> discovery.probe(endpoint, COMPONENT));

      await().until(() -> asker.posted().size() == 1);
    }
    assertEquals(Map.of("timeout", 1L), asker.call(discovery::stats).rejected());
  }

  @Test
  void whatIsAskedBeforeThereIsAPeerIsDoneOnceThereIs() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery =
        new LiveDiscovery(
            Hellos.PATIENT, CHESS, MainlineLookup.NONE, Contacts.plain(List.of(endpoint)));
    open.add(0, discovery);

    asker.run(
        () -> {
          discovery.lookup();
          discovery.enter(endpoint);
        });
    discovery.bind(asker);

    awaitPosted(
        new Found(endpoint), new LookedUp(1, 0), new Entered(endpoint, node.id(), node.id()));
  }

  @Test
  void noticesThatItHasDialedItselfByAnotherName() throws Exception {
    Endpoint own = serve(asker, Hellos.PATIENT);
    Endpoint alias = new Endpoint("localhost", own.port());
    LiveDiscovery discovery = discovery(alias);

    asker.run(() -> discovery.probe(alias, COMPONENT));
    await().until(() -> asker.posted().size() == 1);
    asker.run(discovery::lookup);

    await().until(() -> asker.posted().size() == 2);
    assertEquals(new LookedUp(0, 0), asker.posted().get(1));
    assertEquals(Map.of("self", 1L), asker.call(discovery::stats).rejected());
  }

  @Test
  void discoveryThatIsCutReachesNobodyOnTheOtherSide() throws Exception {
    DoorConfig cut = Hellos.PATIENT.withReachable(peer -> !peer.equals(node.id()));
    Endpoint endpoint = serve(node, Hellos.PATIENT);
    LiveDiscovery discovery = discovery(cut, MainlineLookup.NONE, endpoint);

    asker.run(() -> discovery.probe(endpoint, COMPONENT));
    asker.run(() -> discovery.enter(endpoint));
    await().until(() -> asker.posted().size() == 2);
    asker.run(discovery::lookup);

    await().until(() -> asker.posted().size() == 3);
    assertEquals(1, asker.posted(ProbeFailed.class).size());
    assertEquals(1, asker.posted(EntryFailed.class).size());
    assertEquals(new LookedUp(0, 0), asker.posted().get(2));
    assertEquals(List.of(), node.posted());
  }

  @Test
  void aNodeOnTheOtherSideOfACutHearsOfNobody() throws Exception {
    Endpoint endpoint = serve(node, Hellos.PATIENT.withReachable(peer -> !peer.equals(asker.id())));
    LiveDiscovery discovery = discovery();

    asker.run(() -> discovery.enter(endpoint));

    await().until(() -> asker.posted(EntryFailed.class).size() == 1);
    assertTrue(asker.posted(EntryFailed.class).get(0).reason().startsWith("cut: "));
  }

  @Test
  void aRetiringNodeSendsNewcomersOnToTheNodesItKnows() throws Exception {
    Endpoint leaving = serve(node, Hellos.PATIENT);
    SignalingServer retiring = (SignalingServer) open.get(0);
    Endpoint other = new Endpoint("127.0.0.1", 7);
    LiveDiscovery discovery = discovery(Hellos.PATIENT, MainlineLookup.NONE);

    node.run(retiring::retire); // It knows nobody else: then it lets newcomers in to the end.
    asker.run(() -> discovery.enter(leaving));
    awaitPosted(new Entered(leaving, node.id(), node.id()));
    asker.run(() -> discovery.hangUp(leaving));
    await().until(() -> !node.hasDoorTo(asker.id()));

    node.recommend(other);
    asker.run(() -> discovery.enter(leaving));
    await().until(() -> asker.posted(EntryFailed.class).size() == 1);
    EntryFailed refused = asker.posted(EntryFailed.class).get(0);
    assertTrue(refused.reason().startsWith("retiring: "), refused::reason);
    asker.run(discovery::lookup);

    await().until(() -> asker.posted(LookedUp.class).size() == 1);
    assertEquals(List.of(new Found(other)), asker.posted(Found.class));
  }
}
