package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.n2n.SignalingMessage.Introduce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who mean harm lose their own socket, and nobody else loses anything. Loopback only. */
@Tag("live")
@Timeout(180)
class HostileCallersTest {
  private static final int MALFORMED = 20_000;
  private static final int CALLERS_AT_ONCE = 4;

  private static final byte[] UPGRADE =
      ("GET /arcmesh HTTP/1.1\r\nHost: node\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final TestPeer peer = new TestPeer(1L);
  private SignalingServer server;
  private Endpoint node;

  @BeforeEach
  void start() throws Exception {
    DoorConfig config = Hellos.PATIENT.withCallers(new CallerLimits(1_024, 6_000_000, 20));
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), CHESS, peer, config);
    node = server.endpoint();
  }

  @AfterEach
  void close() {
    server.close();
    peer.close();
  }

  private RawSocket guest(Ed25519Identity identity) {
    RawSocket guest = new RawSocket(node);
    guest.say(HelloCheck.enter(identity, CHESS, guest.greet(node)));
    await().until(() -> peer.hasDoorTo(identity.id()));
    return guest;
  }

  @Test
  void aSlowReaderAndAFlooderAreCutAndOthersAreNot() {
    Ed25519Identity slow = Ed25519Identity.generate();
    Ed25519Identity flooder = Ed25519Identity.generate();
    Ed25519Identity good = Ed25519Identity.generate();
    guest(slow).stopReading();
    RawSocket flood = guest(flooder);
    RawSocket guest = guest(good);
    byte[] signal = TestPeer.SIGNALING.encode(new Introduce(peer.id()));

    for (int i = 0; i < 1_000; i++) {
      flood.offer(signal);
    }
    for (int i = 0; i < 2_000 && peer.hasDoorTo(slow.id()); i++) {
      peer.sendRaw(slow.id(), new byte[32_768]);
    }

    await().until(() -> !peer.hasDoorTo(slow.id()) && !peer.hasDoorTo(flooder.id()));
    long fromFlooder =
        peer.received().stream().filter(one -> one.from().equals(flooder.id())).count();
    int allowed = Hellos.PATIENT.messagesPerSecond();
    assertTrue(fromFlooder <= 4L * allowed, () -> fromFlooder + " of a flood got through");
    assertEquals(1, peer.call(server::rejected).get("rate"));
    guest.say(signal);
    await().until(() -> peer.received().stream().anyMatch(one -> one.from().equals(good.id())));
    assertTrue(peer.hasDoorTo(good.id()));
  }

  @Test
  void malformedMessagesCostTheirSocketsOnlyAndFillNoLog() throws Exception {
    Ed25519Identity good = Ed25519Identity.generate();
    RawSocket guest = guest(good);
    PrintStream stderr = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      AtomicInteger next = new AtomicInteger();
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS_AT_ONCE; i++) {
        callers.add(CompletableFuture.runAsync(() -> callUntil(MALFORMED, next)));
      }
      callers.forEach(CompletableFuture::join);

      await().atMost(Duration.ofSeconds(30)).until(() -> peer.call(server::connections) == 1);
    } finally {
      System.setErr(stderr);
    }
    Map<String, Long> rejected = peer.call(server::rejected);
    long counted = rejected.getOrDefault("malformed", 0L) + rejected.getOrDefault("version", 0L);
    assertEquals(MALFORMED, counted, rejected::toString);
    long lines = log.toString(StandardCharsets.UTF_8).lines().count();
    assertTrue(lines <= 20, () -> lines + " lines of log: " + log);
    guest.say(TestPeer.SIGNALING.encode(new Introduce(peer.id())));
    await().until(() -> peer.received().size() == 1);
    new RawSocket(node).greet(node);
  }

  private void callUntil(int count, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      try {
        call(malformed(new Random(i)));
      } catch (IOException e) {
        throw new AssertionError("call " + i + " did not get through", e);
      }
    }
  }

  /** One WebSocket, one message, and the end of it. */
  private void call(byte[] message) throws IOException {
    try (Socket socket = new Socket(node.host(), node.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(UPGRADE);
      byte[] answer = new byte[1_024];
      socket.getInputStream().read(answer);
      socket.getOutputStream().write(message);
      while (socket.getInputStream().read(answer) >= 0) {
        // Until the node has hung up.
      }
    } catch (SocketException e) {
      // Hung up with bytes of ours unread.
    }
  }

  /** A frame of RFC 6455, or nearly, that means nothing. */
  private static byte[] malformed(Random random) {
    byte[] body = new byte[random.nextInt(1, 120)];
    random.nextBytes(body);
    return switch (random.nextInt(6)) {
      case 0 -> frame(0x82, true, body); // Binary, and no frame of ours.
      case 1 -> frame(0x82, true, concat(new byte[] {1, 9, (byte) random.nextInt(8)}, body));
      case 2 -> frame(0x81, true, "hello".getBytes(StandardCharsets.US_ASCII)); // Text.
      case 3 -> frame(0x02, true, body); // A fragment.
      case 4 -> frame(0x82, false, body); // Not masked.
      default -> frame(0xf3, true, body); // Reserved bits, and an unknown kind.
    };
  }

  private static byte[] frame(int first, boolean masked, byte[] body) {
    byte[] head = {(byte) first, (byte) ((masked ? 0x80 : 0) | body.length)};
    return concat(masked ? concat(head, new byte[4]) : head, body);
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = java.util.Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
