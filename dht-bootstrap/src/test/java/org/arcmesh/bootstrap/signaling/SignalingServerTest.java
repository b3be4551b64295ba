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
import java.util.List;
import java.util.Map;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Present;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.Endpoint;
import org.arcmesh.wire.Wire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class SignalingServerTest extends ServerFixture {
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

  @Test
  void anAskerWithAForgedPresentationIsNotPassedOn() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node);
    Claims claims = asker.greet(node);
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
    Claims claims = asker.greet(node);

    asker.say(HelloCheck.present(ASKER, CHESS, claims, COMPONENT, new Endpoint("0.0.0.0", 7007)));

    await().until(() -> !peer.posted().isEmpty());
    assertEquals(
        List.of(new Visited(new Endpoint("127.0.0.1", 7007), ASKER.id(), COMPONENT)),
        peer.posted());
  }

  @Test
  void inPublicAnAskersPrivateNodeIsNotPassedOn() throws Exception {
    Endpoint node = start(DoorConfig.PUBLIC);
    RawSocket asker = new RawSocket(node);
    Claims claims = asker.greet(node);

    asker.say(HelloCheck.present(ASKER, CHESS, claims, COMPONENT, new Endpoint("10.0.0.1", 7007)));

    await().until(() -> !peer.posted().isEmpty());
    assertEquals(List.of(new Visited(null, ASKER.id(), COMPONENT)), peer.posted());
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

    first.say(HelloCheck.enter(ASKER, CHESS, first.greet(node)));
    await().until(() -> first.heard().size() == 2);
    second.say(HelloCheck.enter(ASKER, CHESS, second.greet(node)));
    liar.greet(node);
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

    guest.say(HelloCheck.enter(ASKER, CHESS, guest.greet(node)));

    await().until(guest::isClosed);
    assertEquals(new Unwelcome("neighbor", 3_000), guest.heard().get(1));
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
  void garbageClosesOnlyItsOwnSocket() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket good = new RawSocket(node);
    RawSocket bad = new RawSocket(node);
    RawSocket talker = new RawSocket(node);
    RawSocket confused = new RawSocket(node);
    Claims claims = good.greet(node);

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
    guest.say(HelloCheck.enter(ASKER, CHESS, guest.greet(node)));
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
  void whoeverSaysNothingIsSentAway() throws Exception {
    Endpoint node = start(IMPATIENT);
    RawSocket silent = new RawSocket(node);
    RawSocket idle = new RawSocket(node);
    idle.greet(node);

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
            () -> SignalingServer.start(Entrance.at(listen), CHESS, peer, Hellos.PATIENT));

    assertTrue(
        failure.getMessage().startsWith("cannot listen on " + used + ": "), failure::getMessage);
    assertTrue(failure.getCause() instanceof BindException, "the cause is kept");
  }

  @Test
  void closingFreesThePortAndClosesAllSockets() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket guest = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, guest.greet(node)));
    await().until(() -> peer.hasDoorTo(ASKER.id()));

    for (int i = 0; i < 50; i++) {
      server.close();
      server =
          SignalingServer.start(
              Entrance.at(new InetSocketAddress(node.host(), node.port())),
              CHESS,
              peer,
              Hellos.PATIENT);
    }

    await().until(guest::isClosed);
    await().until(() -> !peer.hasDoorTo(ASKER.id()));
    assertEquals(node, server.endpoint());
  }
}
