package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.ASKER;
import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.arcmesh.bootstrap.signaling.Hellos.nonce;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one caller of a signaling node can take of it, and what all of them can. */
@Tag("live")
class CallerLimitsTest extends ServerFixture {
  private static final byte[] HEALTH =
      "GET /health HTTP/1.1\r\nHost: node\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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

  @Test
  void thereAreOnlySoManyGuestsAndSockets() throws Exception {
    Endpoint node = start(SMALL);
    RawSocket guest = new RawSocket(node);
    RawSocket late = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, guest.greet(node)));
    await().until(() -> guest.heard().size() == 2);

    late.say(HelloCheck.enter(Hellos.NODE, CHESS, late.greet(node)));
    await().until(() -> late.heard().size() == 2);
    assertRetryWithin(2_000, 5_000, "full", late.heard().get(1));
    await().until(late::isClosed);
    new RawSocket(node);
    new RawSocket(node);

    String answer = RawSocket.exchange(node, upgrade("X-Nothing: 1"));

    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nretry-after: "), answer);
    awaitRejected(Map.of("full", 2L));
    assertEquals("HTTP/1.1 200", RawSocket.statusLine(node, HEALTH));
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
    first.say(HelloCheck.enter(ASKER, CHESS, first.greet(node)));
    await().until(() -> first.heard().size() == 2);
    first.close();
    await().until(() -> !peer.hasDoorTo(ASKER.id()));
    RawSocket again = new RawSocket(node);
    RawSocket other = new RawSocket(node);

    again.say(HelloCheck.enter(ASKER, CHESS, again.greet(node)));
    other.say(HelloCheck.enter(Hellos.NODE, CHESS, other.greet(node)));

    await().until(() -> again.heard().size() == 2 && other.heard().size() == 2);
    assertRetryWithin(2_000, 5_000, "rate", again.heard().get(1));
    assertEquals(new Welcome(peer.id()), other.heard().get(1));
  }

  @Test
  void behindAProxyAnAskersNodeIsWhereTheProxySays() throws Exception {
    Endpoint node = start(Hellos.PATIENT);
    RawSocket asker = new RawSocket(node, "198.51.100.1, 203.0.113.7");
    Claims claims = asker.greet(node);

    asker.say(HelloCheck.present(ASKER, CHESS, claims, COMPONENT, new Endpoint("0.0.0.0", 7007)));

    await().until(() -> !peer.posted().isEmpty());
    assertEquals(
        List.of(new Visited(new Endpoint("203.0.113.7", 7007), ASKER.id(), COMPONENT)),
        peer.posted());
  }

  @Test
  void aNodeSignsOnlySoManyHellos() throws Exception {
    Endpoint node = start(SMALL);
    new RawSocket(node).greet(node);
    new RawSocket(node).greet(node);
    RawSocket third = new RawSocket(node);

    third.say(new Ask(CHESS, nonce("mine"), node));

    await().until(third::isClosed);
    assertEquals(1, third.heard().size());
    assertRetryWithin(2_000, 5_000, "full", third.heard().get(0));
  }

  @Test
  void tooManyMessagesCloseTheSocket() throws Exception {
    Endpoint node = start(SMALL);
    RawSocket guest = new RawSocket(node);
    guest.say(HelloCheck.enter(ASKER, CHESS, guest.greet(node)));
    await().until(() -> guest.heard().size() == 2);
    byte[] signal =
        TestPeer.SIGNALING.encode(new org.arcmesh.n2n.SignalingMessage.Introduce(peer.id()));

    for (int i = 0; i < 60 && !guest.isClosed(); i++) {
      guest.offer(signal);
    }

    await().until(guest::isClosed);
    awaitRejected(Map.of("rate", 1L));
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
}
