package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.arcmesh.bootstrap.signaling.Hellos.NODE;
import static org.arcmesh.bootstrap.signaling.Hellos.nonce;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.ProbeFailed;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 7, "Reject, each counted": what an asker does not believe. */
@Tag("live")
class HostileNodeTest {
  private final TestPeer asker = new TestPeer(9);
  private final LiveDiscovery discovery =
      new LiveDiscovery(Hellos.PATIENT, CHESS, MainlineLookup.NONE, Contacts.plain(List.of()));
  private final List<AutoCloseable> open = new ArrayList<>(List.of(asker));

  HostileNodeTest() {
    discovery.bind(asker);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Endpoint node(Function<Message, List<byte[]>> answers) {
    HostileNode node = new HostileNode(answers);
    open.add(node);
    return node.endpoint();
  }

  private static Claims claims(long timeMillis) {
    return new Claims(NODE.publicKey(), nonce("node"), List.of(), 1, COMPONENT, timeMillis);
  }

  private static List<byte[]> honest(Ask ask) {
    Claims claims = claims(System.currentTimeMillis());
    return List.of(HostileNode.frame(HelloCheck.hello(NODE, ask, claims)));
  }

  private void probe(Endpoint endpoint) {
    asker.run(() -> discovery.probe(endpoint, COMPONENT));
    await().until(() -> asker.posted().size() == 1);
  }

  private void assertRejected(Endpoint endpoint, Rejection reason) {
    probe(endpoint);

    ProbeFailed failed = (ProbeFailed) asker.posted().get(0);
    assertEquals(endpoint, failed.endpoint());
    assertTrue(failed.reason().startsWith(reason.word() + ": "), failed::reason);
    DiscoveryStats stats = asker.call(discovery::stats);
    assertEquals(Map.of(reason.word(), 1L), stats.rejected());
    assertEquals(0, stats.verified());
  }

  @Test
  void aHelloInTheNameOfAnotherKeyIsRejected() {
    Claims claims = claims(System.currentTimeMillis());

    assertRejected(
        node(
            message ->
                List.of(
                    HostileNode.frame(
                        new Hello(
                            claims, Hellos.ASKER.sign(Statement.hello((Ask) message, claims)))))),
        Rejection.SIGNATURE);
  }

  @Test
  void aHelloOfAKeyUnderWhichAnybodyCanSignIsRejected() {
    byte[] identityPoint = new byte[32];
    identityPoint[0] = 1;
    byte[] anything = new byte[64];
    anything[0] = 1;
    Claims claims =
        new Claims(
            Bytes.wrap(identityPoint),
            nonce("node"),
            List.of(),
            1,
            COMPONENT,
            System.currentTimeMillis());

    assertRejected(
        node(message -> List.of(HostileNode.frame(new Hello(claims, Bytes.wrap(anything))))),
        Rejection.KEY);
  }

  @Test
  void aHelloThatWasOverheardIsRejected() {
    AtomicReference<Ask> first = new AtomicReference<>();
    Endpoint endpoint =
        node(
            message -> {
              first.compareAndSet(null, new Ask(CHESS, nonce("another"), ((Ask) message).dialed()));
              return honest(first.get());
            });

    assertRejected(endpoint, Rejection.SIGNATURE);
  }

  @Test
  void aHelloForAnotherAddressIsRejected() {
    assertRejected(
        node(
            message -> {
              Ask ask = (Ask) message;
              return honest(new Ask(CHESS, ask.nonce(), new Endpoint("127.0.0.1", 1)));
            }),
        Rejection.SIGNATURE);
  }

  @Test
  void aNodeDoesNotSpeakForTheAddressOfOneThatPassesItsWordsOn() throws Exception {
    TestPeer honest = new TestPeer(1);
    open.add(honest);
    SignalingServer server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)), CHESS, honest, Hellos.PATIENT);
    open.add(1, server);
    RawSocket relay = new RawSocket(server.endpoint());

    assertRejected(
        node(
            message -> {
              relay.say(message);
              await().until(() -> !relay.heard().isEmpty());
              return List.of(HostileNode.frame((DoorMessage) relay.heard().get(0)));
            }),
        Rejection.ADDRESS);
  }

  @Test
  void aNodeWhoseClockIsFarOffIsRejected() {
    Claims claims = claims(System.currentTimeMillis() - 301_000);

    assertRejected(
        node(message -> List.of(HostileNode.frame(HelloCheck.hello(NODE, (Ask) message, claims)))),
        Rejection.CLOCK);
  }

  @Test
  void garbageIsRejected() {
    assertRejected(node(message -> List.of(new byte[] {1, 9, 1, 0})), Rejection.MALFORMED);
  }

  @Test
  void aWelcomeWithoutAHelloIsRejected() {
    assertRejected(
        node(message -> List.of(HostileNode.frame(new Welcome(NODE.id())))), Rejection.MALFORMED);
  }

  @Test
  void aFrameThatIsTooLongIsRejected() {
    assertRejected(
        node(message -> List.of(new byte[Wire.FRAME_BYTES_MAX + 1])), Rejection.OVERSIZE);
  }

  @Test
  void aRefusalInUnknownWordsIsARefusal() {
    assertRejected(
        node(message -> List.of(HostileNode.frame(new Unwelcome("moon-phase", 0)))),
        Rejection.UNWELCOME);
  }

  @Test
  void whatIsNoWebSocketIsRejected() throws Exception {
    try (ServerSocket other =
        new ServerSocket(0, 5, new InetSocketAddress("127.0.0.1", 0).getAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = other.accept()) {
                  socket.getOutputStream().write("\u0013BitTorrent protocol".getBytes());
                  socket.getInputStream().read();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });

      assertRejected(new Endpoint("127.0.0.1", other.getLocalPort()), Rejection.OTHER_PROTOCOL);
      served.join();
    }
  }

  @Test
  void garbageThroughADoorClosesIt() {
    Endpoint endpoint =
        node(
            message ->
                message instanceof Ask ask
                    ? honest(ask)
                    : List.of(
                        HostileNode.frame(new Welcome(NODE.id())),
                        HostileNode.frame(new Welcome(NODE.id()))));

    asker.run(() -> discovery.enter(endpoint));

    await().until(() -> !asker.posted(Entered.class).isEmpty());
    await().until(() -> !asker.hasDoorTo(NODE.id()));
    assertEquals(List.of(), asker.received());
  }

  @Test
  void aNodeThatTalksWithoutEndIsHungUpOn() {
    byte[] signal = TestPeer.SIGNALING.encode(new SignalingMessage.Introduce(NODE.id()));
    Endpoint endpoint =
        node(
            message -> {
              if (message instanceof Ask ask) {
                return honest(ask);
              }
              List<byte[]> chatter = new ArrayList<>();
              chatter.add(HostileNode.frame(new Welcome(NODE.id())));
              chatter.addAll(Collections.nCopies(10_000, signal));
              return chatter;
            });

    asker.run(() -> discovery.enter(endpoint));

    await().until(() -> !asker.posted(Entered.class).isEmpty());
    await().until(() -> !asker.hasDoorTo(NODE.id()));
    int heard = asker.received().size();
    assertTrue(heard <= 3 * DoorConfig.PRIVATE.messagesPerSecond(), () -> heard + " heard");
  }

  @Test
  void aNodeThatIsFullSaysWhenToComeBack() {
    String busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread answer =
          new Thread(
              () -> {
                try (Socket call = server.accept()) {
                  call.getInputStream().read(new byte[1_024]);
                  call.getOutputStream().write(busy.getBytes(StandardCharsets.US_ASCII));
                  call.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      answer.start();
      Endpoint endpoint = new Endpoint("127.0.0.1", server.getLocalPort());

      assertRejected(endpoint, Rejection.FULL);

      asker.run(() -> discovery.probe(endpoint, COMPONENT));
      await().until(() -> asker.posted().size() == 2);
      assertTrue(((ProbeFailed) asker.posted().get(1)).reason().startsWith("blocked: "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void askersDoNotSignForANodeThatIsAnother() {
    // The relay shows the hello of the honest node as its own; then the signature, which is over
    // the key in the hello, is of no use to anybody but the honest node itself.
    Claims ours = claims(0);
    Claims theirs = new Claims(Hellos.ASKER.publicKey(), ours.nonce(), List.of(), 1, COMPONENT, 0);
    Bytes signature = HelloCheck.enter(asker.identity(), CHESS, ours).signature();

    assertTrue(
        !HelloCheck.isProven(
            NODE, CHESS, theirs, new DoorMessage.Enter(asker.identity().publicKey(), signature)));
  }
}
