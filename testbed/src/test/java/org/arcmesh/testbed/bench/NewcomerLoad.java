package org.arcmesh.testbed.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.LiveDiscovery;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.bootstrap.signaling.SignalingServer;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Description;
import org.arcmesh.n2n.SignalingMessage.Signal;

/**
 * Newcomers at one signaling node, over loopback, each with a key of its own: hello, entry, offer
 * and answer are real, links are not. Both sides run in this process, so the node has less than the
 * machine.
 */
public final class NewcomerLoad {
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("newcomers");
  private static final int LOOPS = 2;
  private static final int WARM_UP = 100;
  private static final long WARM_UP_MILLIS = 5_000;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(LOOPS + 1, NioIoHandler.newFactory());
  private final EventLoop nodeLoop = group.next();
  private final StubPeer node = new StubPeer(nodeLoop, answer -> {}, this::answerOffer);
  private final int newcomers;
  private final long overMillis;
  private final CountDownLatch left;
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicLong heapMax = new AtomicLong();
  private final long[] millis;
  private SignalingServer server;
  private Endpoint endpoint;

  private NewcomerLoad(int newcomers, long overMillis) {
    this.newcomers = newcomers;
    this.overMillis = overMillis;
    this.left = new CountDownLatch(newcomers);
    this.millis = new long[newcomers];
  }

  /**
   * @param arguments how many newcomers, within how many seconds
   */
  public static void main(String... arguments) throws Exception {
    int newcomers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 60;
    new NewcomerLoad(WARM_UP, WARM_UP_MILLIS).enter(); // A node that has just started is slow.
    NewcomerLoad load = new NewcomerLoad(newcomers, seconds * 1_000);
    boolean all = load.enter();
    load.print();
    System.exit(all ? 0 : 1);
  }

  /** Whether all were admitted, without an error. */
  private boolean enter() throws BindException, InterruptedException {
    server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress("127.0.0.1", 0)),
            APPLICATION,
            node,
            DoorConfig.PRIVATE);
    endpoint = server.endpoint();
    for (int i = 0; i < newcomers; i++) {
      int number = i;
      EventLoop loop = group.next();
      while (loop == nodeLoop) {
        loop = group.next();
      }
      Newcomer newcomer = new Newcomer(loop, number);
      loop.schedule(newcomer::begin, overMillis * i / newcomers, TimeUnit.MILLISECONDS);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(overMillis + 60_000);
    while (!left.await(100, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
      Runtime runtime = Runtime.getRuntime();
      heapMax.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
    }
    server.close();
    return left.getCount() == 0 && errors.get() == 0;
  }

  private void print() {
    Arrays.sort(millis);
    Map<String, Long> rejected = CompletableFuture.supplyAsync(server::rejected, nodeLoop).join();
    double cpuMillis =
        CompletableFuture.supplyAsync(
                    ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, nodeLoop)
                .join()
            / 1e6;
    System.out.printf("%d newcomers within %d s%n", newcomers, overMillis / 1_000);
    System.out.printf("admitted                 %d%n", newcomers - left.getCount());
    System.out.printf("told when to come back   %d times%n", refusals.get());
    System.out.printf("errors                   %d%n", errors.get());
    System.out.printf("turned away, by reason   %s%n", rejected);
    System.out.printf(
        "from the first dial to the answer of the contact: p50 %d ms, p95 %d ms, max %d ms%n",
        millis[newcomers / 2], millis[newcomers * 95 / 100], millis[newcomers - 1]);
    System.out.printf("processor time of the node %.2f ms each%n", cpuMillis / newcomers);
    System.out.printf("heap, both sides, at most %d MB%n", heapMax.get() >> 20);
  }

  /** The contact is the node itself: it answers at once. */
  private void answerOffer(StubPeer self, PeerId from, Message message) {
    if (message instanceof Signal offer && !offer.answer()) {
      self.send(from, signal(true, self, from));
    }
  }

  private static Signal signal(boolean answer, StubPeer from, PeerId to) {
    Description description =
        new Description(
            "abcd",
            "abcdefghijklmnopqrstuv",
            Bytes.wrap(new byte[32]),
            List.of(
                "1 1 udp 2122260223 192.0.2.1 50000 typ host",
                "2 1 udp 1686052607 203.0.113.9 50000 typ srflx raddr 192.0.2.1 rport 50000"));
    Bytes signature = from.identity().sign(Bytes.utf8("a signal"));
    return new Signal(
        answer,
        from.identity().id(),
        to,
        1,
        description,
        from.identity().publicKey(),
        signature,
        Bytes.wrap(new byte[0]));
  }

  /** Enters, sends its offer, gets the answer, hangs up; when sent away comes back. */
  private final class Newcomer {
    private static final int PAUSE_MILLIS = 1_000;

    private final int number;
    private final EventLoop loop;
    private final StubPeer peer;
    private final LiveDiscovery discovery;
    private long beganNanos;

    Newcomer(EventLoop loop, int number) {
      this.loop = loop;
      this.number = number;
      this.peer = new StubPeer(loop, this::onAnswer, this::onSignal);
      this.discovery =
          new LiveDiscovery(DoorConfig.PRIVATE, APPLICATION, MainlineLookup.NONE, Contacts.NONE);
      discovery.bind(peer);
    }

    void begin() {
      beganNanos = System.nanoTime();
      discovery.enter(endpoint);
    }

    private void onAnswer(Message answer) {
      if (answer instanceof Discovery.Entered entered) {
        peer.send(entered.node(), signal(false, peer, entered.contact()));
      } else if (answer instanceof Discovery.EntryFailed failed) {
        String reason = failed.reason().replaceFirst(":.*", "");
        if (List.of("full", "rate", "blocked", "dial-limit").contains(reason)) {
          refusals.addAndGet(reason.equals("blocked") ? 0 : 1);
        } else {
          errors.incrementAndGet();
        }
        loop.schedule(() -> discovery.enter(endpoint), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private void onSignal(StubPeer self, PeerId from, Message message) {
      millis[number] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
      discovery.hangUp(endpoint);
      left.countDown();
    }
  }
}
