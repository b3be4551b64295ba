package org.arcmesh.testbed.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.bootstrap.signaling.CallerLimits;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.SignalingServer;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Endpoint;

/**
 * A signaling node and its DHT node under malformed datagrams and malformed WebSocket messages, as
 * fast as one process can send them, and what the next lookup takes.
 *
 * <pre>./arcmesh bench hostile [OF-EACH]</pre>
 */
final class HostileLoad implements AutoCloseable {
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("bench hostile");
  private static final int PORT = 26_982;
  private static final int CALLERS = 8;
  private static final long SEED = 1;

  private static final List<String> QUERIES =
      List.of(
          "d1:ad2:id20:aaaaaaaaaaaaaaaaaaaae1:q4:ping1:t2:aa1:y1:qe",
          "d1:ad2:id20:aaaaaaaaaaaaaaaaaaaa6:target20:bbbbbbbbbbbbbbbbbbbbe1:q9:find_node1:t2:ab1:y1:qe",
          "d1:ad2:id20:aaaaaaaaaaaaaaaaaaaa9:info_hash20:bbbbbbbbbbbbbbbbbbbbe1:q9:get_peers1:t2:ac1:y1:qe",
          "d1:rd2:id20:aaaaaaaaaaaaaaaaaaaa5:nodes26:cccccccccccccccccccccccccce1:t2:ad1:y1:re",
          "d1:eli201e5:errore1:t2:ae1:y1:ee");

  private static final byte[] UPGRADE =
      ("GET /arcmesh HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final PrivateDht dht =
      PrivateDht.start(List.of(at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8)));
  private final Mainline target = node(at(100));
  private final SignalingServer server;

  private HostileLoad() throws IOException {
    // All that follows comes from one address, of which a node would not hear so often.
    DoorConfig doors = DoorConfig.PRIVATE.withCallers(new CallerLimits(1_024, 6_000_000, 20));
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress(at(100).host(), PORT)),
            APPLICATION,
            new StubPeer(loop, answer -> {}),
            doors);
  }

  /** Argument: how many of each kind. */
  public static void main(String... arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    PrintStream stderr = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    boolean isAlive;
    try (HostileLoad load = new HostileLoad()) {
      isAlive = load.measure(count);
    } finally {
      System.setErr(stderr);
    }
    System.out.printf(
        "lines of log             %d%n", log.toString(StandardCharsets.UTF_8).lines().count());
    System.exit(isAlive ? 0 : 1);
  }

  private static Endpoint at(int host) {
    return new Endpoint("127.79.1." + host, PORT);
  }

  private Mainline node(Endpoint at) throws IOException {
    return Mainline.start(new MainlineConfig(at, List.of(dht.bootstrap()), true, Optional.empty()));
  }

  private boolean measure(int count) throws Exception {
    target.announce(APPLICATION.bytes(), PORT).get(20, TimeUnit.SECONDS);
    lookUp("a lookup before");

    long began = System.nanoTime();
    int datagrams = sendDatagrams(count);
    System.out.printf("malformed datagrams      %d in %.1f s%n", datagrams, secondsSince(began));
    boolean isFound = lookUp("the lookup after them");

    began = System.nanoTime();
    int messages = sendMessages(count);
    System.out.printf("malformed messages       %d in %.1f s%n", messages, secondsSince(began));
    isFound &= lookUp("the lookup after them");
    Map<String, Long> rejected =
        CompletableFuture.supplyAsync(server::rejected, loop).get(10, TimeUnit.SECONDS);
    System.out.printf("turned away, by reason   %s%n", rejected);
    return isFound && messages == count;
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** The attacked node looks up its own application. */
  private boolean lookUp(String what) throws Exception {
    long began = System.nanoTime();
    int found =
        target.lookup(APPLICATION.bytes(), hint -> {}).get(20, TimeUnit.SECONDS).hints().size();
    System.out.printf("%-24s %.0f ms%n", what, secondsSince(began) * 1e3);
    return found > 0;
  }

  private int sendDatagrams(int count) throws IOException {
    Random random = new Random(SEED);
    InetSocketAddress to = new InetSocketAddress(at(100).host(), PORT);
    int sent = 0;
    // One address each time would be throttled by mldht before it reads anything.
    for (int host = 1; sent < count; host = host % 200 + 1) {
      InetSocketAddress from = new InetSocketAddress("127.79.2." + host, 0);
      try (DatagramSocket stranger = new DatagramSocket(from)) {
        for (int i = 0; i < 100 && sent < count; i++, sent++) {
          byte[] packet = malformedQuery(random);
          stranger.send(new DatagramPacket(packet, packet.length, to));
        }
      }
    }
    return sent;
  }

  private static byte[] malformedQuery(Random random) {
    byte[] packet =
        QUERIES.get(random.nextInt(QUERIES.size())).getBytes(StandardCharsets.ISO_8859_1);
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(packet, 1 + random.nextInt(packet.length));
  }

  private int sendMessages(int count) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                  sent.addAndGet(call(malformedFrame(new Random(SEED + n))));
                }
              }));
    }
    callers.forEach(CompletableFuture::join);
    return sent.get();
  }

  /**
   * One WebSocket, one message, and the end of it.
   *
   * @return 1 if the message was sent
   */
  private static int call(byte[] message) {
    boolean isOpen = false;
    try (Socket socket = new Socket(at(100).host(), PORT)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(UPGRADE);
      byte[] answer = new byte[1_024];
      int length = socket.getInputStream().read(answer);
      isOpen =
          new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII).contains(" 101 ");
      socket.getOutputStream().write(message);
      while (socket.getInputStream().read(answer) >= 0) {
        // Until the node has hung up.
      }
    } catch (SocketException e) {
      // Hung up with bytes of ours unread.
    } catch (IOException e) {
      return 0;
    }
    return isOpen ? 1 : 0;
  }

  /** A frame of RFC 6455, or nearly, that means nothing. */
  private static byte[] malformedFrame(Random random) {
    byte[] body = new byte[random.nextInt(1, 120)];
    random.nextBytes(body);
    return switch (random.nextInt(5)) {
      case 0 -> frame(0x82, body); // Binary, and no frame of ours.
      case 1 -> {
        body[0] = 1; // A frame of ours as it begins, and no further.
        yield frame(0x82, body);
      }
      case 2 -> frame(0x81, "hello".getBytes(StandardCharsets.US_ASCII)); // Text.
      case 3 -> frame(0x02, body); // A fragment.
      default -> frame(0xf3, body); // Reserved bits, and an unknown kind.
    };
  }

  private static byte[] frame(int first, byte[] body) {
    int head = 6; // A mask of zeros changes nothing.
    byte[] frame = new byte[head + body.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | body.length);
    System.arraycopy(body, 0, frame, head, body.length);
    return frame;
  }

  @Override
  public void close() {
    server.close();
    target.close();
    dht.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
