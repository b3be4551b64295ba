package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Challenge;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proof;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proven;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The doors of a private overlay: PROTOCOLS 7, "HMAC of both nonces before anything else". */
@Tag("live")
class PrivateDoorTest {
  private static final Admission OURS = admission("one secret of many bytes");
  private static final Admission OTHERS = admission("another secret of many bytes");
  private static final Admission PUBLIC = Admission.open(CHESS);
  private static final Bytes NONCE = Hellos.nonce("asker");

  private final TestPeer node = new TestPeer(1, 2, 3);
  private final TestPeer asker = new TestPeer(9);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(node, asker));
  private SignalingServer server;

  private static Admission admission(String secret) {
    return new Admission(CHESS, Optional.of(Secret.of(Bytes.utf8(secret))));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Endpoint serve(Admission admission) throws Exception {
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), admission, node, Hellos.PATIENT);
    open.add(0, server);
    return server.endpoint();
  }

  private LiveDiscovery discovery(Admission admission, DoorConfig config) {
    LiveDiscovery discovery =
        new LiveDiscovery(config, admission, MainlineLookup.NONE, Contacts.NONE);
    open.add(0, discovery);
    discovery.bind(asker);
    return discovery;
  }

  private void assertSecretRejected(LiveDiscovery discovery, Endpoint endpoint, String detail) {
    asker.run(() -> discovery.probe(endpoint, COMPONENT));

    await().until(() -> !asker.posted().isEmpty());
    assertEquals(List.of(new ProbeFailed(endpoint, "secret: " + detail)), asker.posted());
    assertEquals(Map.of("secret", 1L), asker.call(discovery::stats).rejected());
    assertEquals(List.of(), node.posted());
  }

  private void awaitRejectedBySecret() {
    await().until(() -> node.call(server::rejected).equals(Map.of("secret", 1L)));
  }

  @Test
  void membersProbeAndEnter() throws Exception {
    Endpoint endpoint = serve(OURS);
    LiveDiscovery discovery = discovery(OURS, Hellos.PATIENT);

    asker.run(() -> discovery.probe(endpoint, COMPONENT));
    await().until(() -> !asker.posted(Probed.class).isEmpty() && !node.posted().isEmpty());
    asker.run(() -> discovery.enter(endpoint));
    await().until(() -> !asker.posted(Entered.class).isEmpty());

    assertEquals(List.of(new Visited(null, asker.id(), COMPONENT)), node.posted());
    assertTrue(node.hasDoorTo(asker.id()));
  }

  @Test
  void anotherSecretIsTurnedAwayWithoutAWordAndTheAskerKnowsWhy() throws Exception {
    Endpoint endpoint = serve(OURS);

    assertSecretRejected(
        discovery(OTHERS, Hellos.PATIENT), endpoint, "it does not take our secret for its own");

    awaitRejectedBySecret();
  }

  @Test
  void anAskerWithoutASecretIsToldThatItNeedsOne() throws Exception {
    Endpoint endpoint = serve(OURS);

    assertSecretRejected(
        discovery(PUBLIC, Hellos.PATIENT), endpoint, "its overlay has a secret, and ours has none");
  }

  @Test
  void aMemberTellsAPublicNodeNothing() throws Exception {
    Endpoint endpoint = serve(PUBLIC);

    assertSecretRejected(
        discovery(OURS, DoorConfig.PRIVATE),
        endpoint,
        "it does not ask for the secret: its overlay has none");
  }

  @Test
  void aNodeThatDoesNotKnowTheSecretLearnsNoApplicationName() {
    List<Message> heard = new ArrayList<>();
    HostileNode hostile =
        new HostileNode(
            () -> List.of(HostileNode.frame(new Challenge(Hellos.nonce("node")))),
            message -> {
              heard.add(message);
              return List.of(HostileNode.frame(new Proven(Hellos.nonce("no code"))));
            });
    open.add(hostile);

    assertSecretRejected(
        discovery(OURS, Hellos.PATIENT), hostile.endpoint(), "it does not know our secret");

    assertEquals(1, heard.size());
    assertTrue(heard.get(0) instanceof Proof, heard::toString);
  }

  @Test
  void strangersHearANonceAndThenNothing() throws Exception {
    Endpoint endpoint = serve(OURS);
    RawSocket stranger = new RawSocket(endpoint);

    stranger.say(new Ask(CHESS, NONCE, endpoint));

    await().until(stranger::isClosed);
    awaitRejectedBySecret();
    assertEquals(1, stranger.heard().size());
    assertTrue(stranger.heard().get(0) instanceof Challenge, () -> stranger.heard().toString());
  }

  @Test
  void aProofThatWasOverheardIsNone() throws Exception {
    Endpoint endpoint = serve(OURS);
    RawSocket first = new RawSocket(endpoint);
    RawSocket second = new RawSocket(endpoint);
    await().until(() -> !first.heard().isEmpty() && !second.heard().isEmpty());
    Proof proof = SecretCheck.proof(OURS.secret().get(), (Challenge) first.heard().get(0), NONCE);

    first.say(proof);
    await().until(() -> first.heard().size() == 2);
    second.say(proof);

    await().until(second::isClosed);
    assertEquals(1, second.heard().size());
    assertTrue(!first.isClosed());
  }

  @Test
  void whoeverTakesOverAProvenSocketCannotEnter() throws Exception {
    // A stranger that passes the words of two members on, and then says something of its own.
    Endpoint endpoint = serve(OURS);
    RawSocket relayed = new RawSocket(endpoint);
    await().until(() -> !relayed.heard().isEmpty());
    relayed.say(SecretCheck.proof(OURS.secret().get(), (Challenge) relayed.heard().get(0), NONCE));
    relayed.say(new Ask(OURS.overlay(), NONCE, endpoint));
    await().until(() -> relayed.heard().size() == 3);
    Claims claims = ((DoorMessage.Hello) relayed.heard().get(2)).claims();

    relayed.say(HelloCheck.enter(Hellos.ASKER, CHESS, claims));

    await().until(relayed::isClosed);
    assertEquals(Map.of("signature", 1L), node.call(server::rejected));
  }
}
