package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.ASKER;
import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.arcmesh.bootstrap.signaling.Hellos.GO;
import static org.arcmesh.bootstrap.signaling.Hellos.nonce;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.bootstrap.signaling.DoorMessage.Present;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class SignalingServerTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  private static final DoorConfig IMPATIENT =
      new DoorConfig(
          Duration.ofMillis(1_500),
          Duration.ofMillis(1_000),
          Duration.ofMillis(2_000),
          1_024,
          256,
          64,
          200,
          8,
          32,
          CallerLimits.PRIVATE,
          false,
          peer -> true);

  private static final DoorConfig SMALL =
      new DoorConfig(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          3,
          1,
          20,
          1,
          8,
          32,
          CallerLimits.PRIVATE,
          false,
          peer -> true);

  private final TestPeer peer = new TestPeer(0x5aL, 0x7bL);
  private SignalingServer server;

  private Endpoint start(DoorConfig config) throws BindException {
    server = SignalingServer.start(ANY_PORT, Set.of(), CHESS, peer, config);
    return server.endpoint();
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    peer.close();
  }

  private Claims greet(RawSocket asker, Endpoint node) {
    asker.say(new Ask(CHESS, nonce("mine"), node));
    await().until(() -> asker.heard().size() == 1);
    return ((Hello) asker.heard().get(0)).claims();
  }

  private void awaitRejected(Map<String, Long> expected) {
    await().untilAsserted(() -> assertEquals(expected, peer.call(server::rejected)));
  }

  @Test
  void anAskerWithAForgedPresentationIsNotPassedOn() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);
    Claims claims = greet(asker, node);
    Present honest = HelloCheck.present(ASKER, CHESS, claims, COMPONENT, null);

    asker.say(new Present(honest.publicKey(), COMPONENT, node, honest.signature()));

    await().until(asker::isClosed);
    assertEquals(new Unwelcome("signature", 3_000), asker.heard().get(1));
    assertEquals(List.of(), peer.posted());
    awaitRejected(Map.of("signature", 1L));
  }

  @Test
  void anAskersOwnNodeOnAnyHostIsWhereItCallsFrom() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);
    Claims claims = greet(asker, node);

    asker.say(HelloCheck.present(ASKER, CHESS, claims, COMPONENT, new Endpoint("0.0.0.0", 7007)));

    await().until(() -> !peer.posted().isEmpty());
    assertEquals(
        List.of(new Probed(new Endpoint("127.0.0.1", 7007), ASKER.id(), COMPONENT)), peer.posted());
  }

  @Test
  void inPublicAnAskersPrivateNodeIsNotPassedOn() throws Exception {
    Endpoint node = start(DoorConfig.PUBLIC);
    RawSocket asker = new RawSocket(node);
    Claims claims = greet(asker, node);

    asker.say(HelloCheck.present(ASKER, CHESS, claims, COMPONENT, new Endpoint("10.0.0.1", 7007)));

    await().until(() -> !peer.posted().isEmpty());
    assertEquals(List.of(new Probed(null, ASKER.id(), COMPONENT)), peer.posted());
  }

  @Test
  void anotherApplicationIsToldSo() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);

    asker.say(new Ask(GO, nonce("mine"), node));

    await().until(asker::isClosed);
    assertEquals(List.of(new Unwelcome("application", 3_000)), asker.heard());
  }

  @Test
  void signsNoAddressThatIsNotItsOwn() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);

    asker.say(new Ask(CHESS, nonce("mine"), new Endpoint("127.0.0.2", node.port())));

    await().until(asker::isClosed);
    assertEquals(List.of(new Unwelcome("address", 3_000)), asker.heard());
  }

  @Test
  void thoseWhoEnterProveTheirKeyAndOnlyTheFirstOfAKeyIsLetIn() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket first = new RawSocket(node);
    RawSocket second = new RawSocket(node);
    RawSocket liar = new RawSocket(node);

    first.say(HelloCheck.enter(ASKER, CHESS, greet(first, node)));
    await().until(() -> first.heard().size() == 2);
    second.say(HelloCheck.enter(ASKER, CHESS, greet(second, node)));
    greet(liar, node);
    liar.say(new DoorMessage.Enter(ASKER.publicKey(), Bytes.wrap(new byte[64])));

    await().until(() -> second.isClosed() && liar.isClosed());
    assertEquals(new Welcome(peer.id()), first.heard().get(1));
    assertEquals(new Unwelcome("guest", 3_000), second.heard().get(1));
    assertEquals(new Unwelcome("signature", 3_000), liar.heard().get(1));
    assertTrue(peer.hasDoorTo(ASKER.id()));
  }

  @Test
  void nobodyTakesTheIdOfANeighbor() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    peer.addNeighbor(ASKER.id());
    RawSocket guest = new RawSocket(node);

    guest.say(HelloCheck.enter(ASKER, CHESS, greet(guest, node)));

    await().until(guest::isClosed);
    assertEquals(new Unwelcome("neighbor", 3_000), guest.heard().get(1));
  }

  @Test
  void thereAreOnlySoManyGuestsAndSockets() throws Exception {
    Endpoint node = start(SMALL);
    RawSocket guest = new RawSocket(node);
    RawSocket late = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, greet(guest, node)));
    await().until(() -> guest.heard().size() == 2);

    late.say(HelloCheck.enter(Hellos.NODE, CHESS, greet(late, node)));
    await().until(() -> late.heard().size() == 2);
    assertRetryWithin(2_000, 5_000, "full", late.heard().get(1));
    await().until(late::isClosed);
    new RawSocket(node);
    new RawSocket(node);

    String answer = RawSocket.exchange(node, upgrade("X-Nothing: 1"));

    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nretry-after: "), answer);
    awaitRejected(Map.of("full", 2L));
    assertEquals(200, get(node, "/health").statusCode());
  }

  @Test
  void anAddressMayCallOnlySoOftenAndOthersGoOn() throws Exception {
    Endpoint node = start(Hellos.PATIENT.withCallers(new CallerLimits(64, 8, 20)));

    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(RawSocket.statusLine(node, upgrade("X-Forwarded-For: 203.0.113.7")));
    }
    String other = RawSocket.statusLine(node, upgrade("X-Forwarded-For: 203.0.113.8"));

    assertEquals(List.of("HTTP/1.1 101", "HTTP/1.1 101", "HTTP/1.1 429"), answers);
    assertTrue(other.startsWith("HTTP/1.1 101"), other);
    assertEquals(1, peer.call(server::rejected).get("rate"));
  }

  @Test
  void anAddressHasOnlySoManySocketsAndOthersGoOn() throws Exception {
    Endpoint node = start(Hellos.PATIENT.withCallers(new CallerLimits(2, 60_000, 20)));
    new RawSocket(node);
    new RawSocket(node);

    String third = RawSocket.exchange(node, upgrade("X-Nothing: 1"));
    String other = RawSocket.statusLine(node, upgrade("X-Forwarded-For: 2001:db8::1"));

    assertTrue(third.startsWith("HTTP/1.1 503"), third);
    assertTrue(other.startsWith("HTTP/1.1 101"), other);
  }

  @Test
  void aKeyMayEnterOnlySoOften() throws Exception {
    Endpoint node = start(Hellos.PATIENT.withCallers(new CallerLimits(64, 60_000, 2)));
    RawSocket first = new RawSocket(node);
    first.say(HelloCheck.enter(ASKER, CHESS, greet(first, node)));
    await().until(() -> first.heard().size() == 2);
    first.close();
    await().until(() -> !peer.hasDoorTo(ASKER.id()));
    RawSocket again = new RawSocket(node);
    RawSocket other = new RawSocket(node);

    again.say(HelloCheck.enter(ASKER, CHESS, greet(again, node)));
    other.say(HelloCheck.enter(Hellos.NODE, CHESS, greet(other, node)));

    await().until(() -> again.heard().size() == 2 && other.heard().size() == 2);
    assertRetryWithin(2_000, 5_000, "rate", again.heard().get(1));
    assertEquals(new Welcome(peer.id()), other.heard().get(1));
  }

  @Test
  void anotherVersionIsToldSo() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);

    asker.say(new byte[] {2, 9, 0, (byte) 0x80});

    await().until(asker::isClosed);
    assertEquals(List.of(new Unwelcome("version", 3_000)), asker.heard());
  }

  @Test
  void behindAProxyAnAskersNodeIsWhereTheProxySays() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node, "198.51.100.1, 203.0.113.7");
    Claims claims = greet(asker, node);

    asker.say(HelloCheck.present(ASKER, CHESS, claims, COMPONENT, new Endpoint("0.0.0.0", 7007)));

    await().until(() -> !peer.posted().isEmpty());
    assertEquals(
        List.of(new Probed(new Endpoint("203.0.113.7", 7007), ASKER.id(), COMPONENT)),
        peer.posted());
  }

  private static void assertRetryWithin(int min, int max, String reason, Message answer) {
    Unwelcome unwelcome = (Unwelcome) answer;
    assertEquals(reason, unwelcome.reason());
    assertTrue(unwelcome.retryMillis() >= min && unwelcome.retryMillis() < max, answer::toString);
  }

  /** The request that opens a WebSocket, with one more header. */
  private static byte[] upgrade(String header) {
    return ("GET /arcmesh HTTP/1.1\r\nHost: node\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + header
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aNodeSignsOnlySoManyHellos() throws Exception {
    Endpoint node = start(SMALL);
    greet(new RawSocket(node), node);
    greet(new RawSocket(node), node);
    RawSocket third = new RawSocket(node);

    third.say(new Ask(CHESS, nonce("mine"), node));

    await().until(third::isClosed);
    assertEquals(1, third.heard().size());
    assertRetryWithin(2_000, 5_000, "full", third.heard().get(0));
  }

  @Test
  void garbageClosesOnlyItsOwnSocket() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket good = new RawSocket(node);
    RawSocket bad = new RawSocket(node);
    RawSocket talker = new RawSocket(node);
    RawSocket confused = new RawSocket(node);
    Claims claims = greet(good, node);

    bad.say(new byte[] {1, 9, 0, 77});
    talker.sayText("hello?");
    confused.say(new Welcome(peer.id()));

    await().until(() -> bad.isClosed() && talker.isClosed() && confused.isClosed());
    good.say(HelloCheck.enter(ASKER, CHESS, claims));
    await().until(() -> good.heard().size() == 2);
    assertEquals(new Welcome(peer.id()), good.heard().get(1));
    awaitRejected(Map.of("malformed", 3L));
  }

  @Test
  void whatIsNoSignalingClosesTheDoor() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket guest = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, greet(guest, node)));
    await().until(() -> peer.hasDoorTo(ASKER.id()));

    guest.say(new Wire(List.of(DoorMessage.TABLE)).encode(new Welcome(peer.id())));

    await().until(guest::isClosed);
    await().until(() -> !peer.hasDoorTo(ASKER.id()));
    awaitRejected(Map.of("malformed", 1L));
  }

  @Test
  void anOversizeMessageClosesTheSocket() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);

    asker.offer(new byte[Wire.FRAME_BYTES_MAX + 1]);

    await().until(asker::isClosed);
    awaitRejected(Map.of("oversize", 1L));
  }

  @Test
  void tooManyMessagesCloseTheSocket() throws Exception {
    Endpoint node = start(SMALL);
    RawSocket guest = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, greet(guest, node)));
    await().until(() -> guest.heard().size() == 2);
    byte[] signal =
        TestPeer.SIGNALING.encode(new org.arcmesh.n2n.SignalingMessage.Introduce(peer.id()));

    for (int i = 0; i < 60 && !guest.isClosed(); i++) {
      guest.offer(signal);
    }

    await().until(guest::isClosed);
    awaitRejected(Map.of("rate", 1L));
  }

  @Test
  void whoeverSaysNothingIsSentAway() throws Exception {
    Endpoint node = start(IMPATIENT);
    RawSocket silent = new RawSocket(node);
    RawSocket idle = new RawSocket(node);
    greet(idle, node);

    await().until(() -> silent.isClosed() && idle.isClosed());
    String neverEvenHttp = RawSocket.exchange(node, new byte[] {'G'});

    assertEquals("", neverEvenHttp);
    awaitRejected(Map.of("idle", 1L, "timeout", 2L));
  }

  @Test
  void bitTorrentClientsHearNothing() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    byte[] handshake = new byte[68];
    handshake[0] = 19;
    System.arraycopy(
        "BitTorrent protocol".getBytes(StandardCharsets.US_ASCII), 0, handshake, 1, 19);

    assertEquals("", RawSocket.exchange(node, handshake));
    awaitRejected(Map.of("other-protocol", 1L));
  }

  @Test
  void tlsClientsAreToldThatThereIsNone() throws Exception {
    Endpoint node = start(Hellos.PATIENT);

    String answer = RawSocket.exchange(node, new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0});

    assertEquals("\u0015\u0003\u0003\u0000\u0002\u0002\u0028", answer);
  }

  @Test
  void healthTellsHowTheNodeIs() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    peer.addNeighbor(Hellos.NODE.id());
    new RawSocket(node);

    HttpResponse<String> response = get(node, "/health");

    assertEquals(200, response.statusCode());
    JsonNode health = new ObjectMapper().readTree(response.body());
    assertEquals("signaling", health.get("role").asText());
    assertEquals(peer.id().toString(), health.get("peer").asText());
    assertEquals(CHESS.toString(), health.get("application").asText());
    assertEquals(2, health.get("connections").asInt());
    assertEquals(0, health.get("guests").asInt());
    assertEquals(1, health.get("members").asInt());
    assertEquals(0, health.get("nodesKnown").asInt());
    assertEquals("000000000000005a", health.get("component").asText());
    assertEquals(2.0, health.get("peers").asDouble());
    assertTrue(health.get("uptimeMs").asLong() >= 0);
    assertEquals(404, get(node, "/").statusCode());
  }

  private static HttpResponse<String> get(Endpoint node, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + node + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aUsedPortIsNamed() throws Exception {
    Endpoint used = start(Hellos.PATIENT);
    InetSocketAddress listen = new InetSocketAddress(used.host(), used.port());

    BindException failure =
        assertThrows(
            BindException.class,
            () -> SignalingServer.start(listen, Set.of(), CHESS, peer, Hellos.PATIENT));

    assertTrue(
        failure.getMessage().startsWith("cannot listen on " + used + ": "), failure::getMessage);
    assertTrue(failure.getCause() instanceof BindException, "the cause is kept");
  }

  @Test
  void closingFreesThePortAndClosesAllSockets() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket guest = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, greet(guest, node)));
    await().until(() -> peer.hasDoorTo(ASKER.id()));

    for (int i = 0; i < 50; i++) {
      server.close();
      server =
          SignalingServer.start(
              new InetSocketAddress(node.host(), node.port()),
              Set.of(),
              CHESS,
              peer,
              Hellos.PATIENT);
    }

    await().until(guest::isClosed);
    await().until(() -> !peer.hasDoorTo(ASKER.id()));
    assertEquals(node, server.endpoint());
  }
}
