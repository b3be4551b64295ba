package org.arcmesh.bootstrap.mainline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets on loopback. Times are printed; those asserted are bounds of the design. */
@Tag("live")
class MainlineTest {
  private static final Bytes DEMO = ApplicationKey.ofName("demo").bytes();
  private static final Bytes OTHER = ApplicationKey.ofName("other").bytes();
  private static final int PORT = 26881;
  private static final Duration MS_5 = Duration.ofMillis(5);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void whatOneNodeAnnouncesAnotherFinds() throws Exception {
    PrivateDht dht = dht(1, 8);
    Mainline announcer = dht.nodes().get(2);
    Mainline seeker = dht.nodes().get(6);

    int stored = get(announcer.announce(DEMO, 7000));
    List<Hint> streamed = new CopyOnWriteArrayList<>();
    LookupResult result = get(seeker.lookup(DEMO, streamed::add));

    Endpoint expected = new Endpoint(announcer.localEndpoint().host(), 7000);
    assertEquals(7, stored);
    assertEquals(7, result.responders());
    assertEquals(List.of(expected), endpoints(result));
    assertEquals(List.of(expected), streamed.stream().map(Hint::endpoint).toList());
  }

  @Test
  void twoApplicationsDoNotMix() throws Exception {
    PrivateDht dht = dht(2, 8);

    get(dht.nodes().get(1).announce(DEMO, 7001));
    get(dht.nodes().get(2).announce(OTHER, 7002));

    assertEquals(List.of(new Endpoint("127.77.2.2", 7001)), endpoints(look(dht, 5, DEMO)));
    assertEquals(List.of(new Endpoint("127.77.2.3", 7002)), endpoints(look(dht, 5, OTHER)));
  }

  @Test
  void aNodeThatBeginsWithOneAddressKnowsOthersWithinASecond() throws Exception {
    PrivateDht dht = dht(3, 8);

    long began = System.nanoTime();
    Mainline node = node(at(3, 100), dht.bootstrap());
    await().atMost(Duration.ofSeconds(1)).pollInterval(MS_5).until(() -> node.knownNodes() == 8);

    print("a node that began with one address knows all 8", began);
  }

  @Test
  void theOnlyNodeIsItsOwnDht() throws Exception {
    Mainline first = node(at(4, 1));

    int stored = get(first.announce(DEMO, 7000));
    Mainline second = node(at(4, 2), first.localEndpoint());
    LookupResult result = get(second.lookup(DEMO, hint -> {}));

    assertEquals(0, stored);
    assertEquals(1, result.responders());
    assertEquals(List.of(new Endpoint("127.77.4.1", 7000)), endpoints(result));
  }

  @Test
  void coldLookupsAreFast() throws Exception {
    for (int size : List.of(8, 60)) {
      int net = 100 + size;
      long began = System.nanoTime();
      PrivateDht dht = dht(net, size);
      print(size + " nodes started", began);
      began = System.nanoTime();
      get(dht.nodes().get(size / 2).announce(DEMO, 7000));
      print("announced", began);

      List<Double> millis = new ArrayList<>();
      List<Double> firstHint = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Mainline newcomer = node(at(net, 100 + i), dht.bootstrap());
        long asked = System.nanoTime();
        LookupResult result =
            get(newcomer.lookup(DEMO, hint -> firstHint.add((System.nanoTime() - asked) / 1e6)));
        millis.add((System.nanoTime() - asked) / 1e6);
        assertEquals(1, result.hints().size());
      }

      printDistribution(size + " nodes, cold lookup, first hint", firstHint);
      printDistribution(size + " nodes, cold lookup, end", millis);
      closeAll();
      open.clear();
    }
  }

  @Test
  void withHalfOfTheNodesDeadLookupAndAnnounceEndInTimeAndFind() throws Exception {
    PrivateDht dht = dht(5, 16);
    get(dht.nodes().get(1).announce(DEMO, 7000));
    IntStream.range(8, 16).forEach(i -> dht.nodes().get(i).close());

    long began = System.nanoTime();
    LookupResult warm = get(dht.nodes().get(4).lookup(DEMO, hint -> {}));
    double warmMillis = print("half dead, lookup by an old node", began);
    Mainline newcomer = node(at(5, 100), dht.bootstrap());
    began = System.nanoTime();
    LookupResult cold = get(newcomer.lookup(DEMO, hint -> {}));
    double coldMillis = print("half dead, lookup by a newcomer", began);
    began = System.nanoTime();
    int stored = get(newcomer.announce(OTHER, 7100));
    double announceMillis = print("half dead, announce at " + stored, began);

    assertEquals(List.of(new Endpoint("127.77.5.2", 7000)), endpoints(warm));
    assertEquals(List.of(new Endpoint("127.77.5.2", 7000)), endpoints(cold));
    assertEquals(List.of(new Endpoint("127.77.5.100", 7100)), endpoints(look(dht, 6, OTHER)));
    assertTrue(stored >= 4, "stored at " + stored);
    assertTrue(Math.max(Math.max(warmMillis, coldMillis), announceMillis) < 2_000);
  }

  @Test
  void withoutALivingBootstrapHostALookupEndsEmptyAndInTime() throws Exception {
    Mainline alone = node(at(6, 1), at(6, 66));

    long began = System.nanoTime();
    LookupResult result = get(alone.lookup(DEMO, hint -> {}));
    double millis = print("no bootstrap host alive, lookup", began);

    assertEquals(new LookupResult(List.of(), 0), result);
    assertTrue(millis < 3_000);
  }

  @Test
  void aNodeJoinsWhenItsBootstrapHostComesUpLater() throws Exception {
    Mainline early = node(at(7, 1), at(7, 66));
    get(early.joined());

    Mainline late = node(at(7, 66));

    await().atMost(Duration.ofSeconds(8)).until(() -> early.knownNodes() == 1);
    assertEquals(1, late.knownNodes());
  }

  @Test
  void aUsedPortIsNamed() throws Exception {
    node(at(8, 1));
    try (var taken = new java.net.DatagramSocket(Addresses.socketAddress(at(8, 2)))) {
      assertEquals(PORT, taken.getLocalPort());

      BindException mine = assertThrows(BindException.class, () -> node(at(8, 1)));
      BindException theirs = assertThrows(BindException.class, () -> node(at(8, 2)));

      assertEquals("UDP port 127.77.8.1:26881 is in use", mine.getMessage());
      assertEquals("UDP port 127.77.8.2:26881 is in use", theirs.getMessage());
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    Endpoint elsewhere = new Endpoint("192.0.2.1", PORT);

    BindException refused = assertThrows(BindException.class, () -> node(elsewhere));

    assertTrue(
        refused.getMessage().startsWith("cannot listen on UDP 192.0.2.1:26881: "),
        refused.getMessage());
  }

  @Test
  void aJvmOfPrivateNodesRefusesAPublicOne() throws Exception {
    node(at(9, 1));

    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> Mainline.start(MainlineConfig.publicNode(PORT, List.of())));

    assertEquals(
        "this JVM has run a private DHT node and cannot run a public one: they need a process each",
        refused.getMessage());
  }

  @Test
  void aClosedNodeCanBeStartedAgainAtOnceAndLeavesNothing() throws Exception {
    awaitEndOfThreads("mainline ");
    long selectorsBefore = selectors();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Mainline peer = node(at(10, 2));
    for (int i = 0; i < 5; i++) {
      Mainline node = node(at(10, 1), peer.localEndpoint());
      get(node.joined());
      node.close();
      assertEquals(0, node.knownNodes());
    }
    peer.close();

    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(Thread::isDaemon);
    assertEquals(Set.of(), left);
    awaitEndOfThreads("mainline ");
    assertTrue(selectors() <= selectorsBefore, "selectors left open");
  }

  private static void awaitEndOfThreads(String prefix) {
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith(prefix)));
  }

  /** Open selectors of this process; they are what mldht would leak. */
  private static long selectors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(MainlineTest::isSelector).count();
    }
  }

  private static boolean isSelector(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("eventpoll");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void lookupsFailOnceTheNodeIsClosed() throws Exception {
    Mainline alone = node(at(11, 1), at(11, 66));
    CompletableFuture<LookupResult> inProgress = alone.lookup(DEMO, hint -> {});

    alone.close();

    for (CompletableFuture<?> each :
        List.of(inProgress, alone.lookup(DEMO, hint -> {}), alone.announce(DEMO, 7000))) {
      ExecutionException failed = assertThrows(ExecutionException.class, () -> get(each));
      assertInstanceOf(IllegalStateException.class, failed.getCause());
      assertEquals("the DHT node is closed", failed.getCause().getMessage());
    }
  }

  @Test
  void lookupsOverTheBoundFailAtOnce() throws Exception {
    Mainline alone = node(at(12, 1), at(12, 66));
    int bound = Lookups.RUNNING_MAX + Lookups.WAITING_MAX;

    List<CompletableFuture<LookupResult>> all =
        IntStream.rangeClosed(1, bound + 20).mapToObj(i -> alone.lookup(DEMO, hint -> {})).toList();

    // The node's own attempt to join is one of those in progress.
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> get(all.get(bound - 1)));
    assertEquals("over 64 lookups wait already", failed.getCause().getMessage());
    await().until(() -> all.stream().filter(CompletableFuture::isDone).count() == 21);
  }

  @Test
  void manyLookupsOfOneNodeAllFind() throws Exception {
    PrivateDht dht = dht(14, 3);
    get(dht.nodes().get(2).announce(DEMO, 7000));
    Mainline busy = dht.nodes().get(1);

    for (int round = 0; round < 10; round++) {
      List<CompletableFuture<LookupResult>> all =
          IntStream.range(0, 50).mapToObj(i -> busy.lookup(DEMO, hint -> {})).toList();
      for (CompletableFuture<LookupResult> each : all) {
        assertEquals(1, get(each).hints().size());
      }
    }
  }

  @Test
  void anExceptionOfTheListenerFailsTheLookup() throws Exception {
    PrivateDht dht = dht(15, 2);
    get(dht.nodes().get(0).announce(DEMO, 7000));
    IllegalArgumentException thrown = new IllegalArgumentException("of the listener");

    CompletableFuture<LookupResult> result =
        dht.nodes()
            .get(1)
            .lookup(
                DEMO,
                hint -> {
                  throw thrown;
                });

    ExecutionException failed = assertThrows(ExecutionException.class, () -> get(result));
    assertEquals(thrown, failed.getCause());
  }

  @Test
  void aFullStorageTakesNoMore() throws Exception {
    Mainline full = opened(Mainline.start(MainlineConfig.privateNode(at(16, 1), List.of()), 3));
    Mainline announcer = node(at(16, 2), full.localEndpoint());

    List<Integer> stored = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stored.add(get(announcer.announce(ApplicationKey.ofName("app " + i).bytes(), 7000)));
    }

    assertEquals(List.of(1, 1, 1, 0, 0), stored);
    assertEquals(1, get(announcer.lookup(DEMO, hint -> {})).responders());
  }

  @Test
  void aPublicNodeInItsOwnProcessStartsAndEndsALookupWithNobodyThere() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PublicNode.class.getName(),
                "26999")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(
        List.of(
            "port 26999",
            "LookupResult[hints=[], responders=0]",
            "this JVM has run a public DHT node and cannot run a private one:"
                + " they need a process each"),
        output.lines().toList());
  }

  @Test
  void aFolderKeepsTheRoutingTableOverARestart(@TempDir Path folder) throws Exception {
    PrivateDht dht = dht(13, 8);
    MainlineConfig first =
        MainlineConfig.privateNode(at(13, 100), List.of(dht.bootstrap())).withStorage(folder);
    try (Mainline node = Mainline.start(first)) {
      await().atMost(Duration.ofSeconds(3)).until(() -> node.knownNodes() >= 4);
    }
    get(dht.nodes().get(3).announce(DEMO, 7000));

    MainlineConfig withoutBootstrap =
        MainlineConfig.privateNode(at(13, 100), List.of()).withStorage(folder);
    Mainline again = opened(Mainline.start(withoutBootstrap));
    long began = System.nanoTime();
    LookupResult result = get(again.lookup(DEMO, hint -> {}));
    print("restarted without a bootstrap host, lookup", began);

    assertTrue(Files.exists(folder.resolve("IPv4-table.cache")));
    assertEquals(List.of(new Endpoint("127.77.13.4", 7000)), endpoints(result));
  }

  private LookupResult look(PrivateDht dht, int node, Bytes key) throws Exception {
    return get(dht.nodes().get(node).lookup(key, hint -> {}));
  }

  private PrivateDht dht(int net, int size) throws IOException {
    return opened(
        PrivateDht.start(IntStream.rangeClosed(1, size).mapToObj(i -> at(net, i)).toList()));
  }

  private Mainline node(Endpoint at, Endpoint... bootstrap) throws IOException {
    return opened(Mainline.start(MainlineConfig.privateNode(at, List.of(bootstrap))));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(0, closeable);
    return closeable;
  }

  private static Endpoint at(int net, int host) {
    return new Endpoint("127.77." + net + "." + host, PORT);
  }

  private static List<Endpoint> endpoints(LookupResult result) {
    return result.hints().stream().map(Hint::endpoint).toList();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, SECONDS);
  }

  private static double print(String what, long sinceNanos) {
    double millis = (System.nanoTime() - sinceNanos) / 1e6;
    System.out.printf("%s: %.1f ms%n", what, millis);
    return millis;
  }

  private static void printDistribution(String what, List<Double> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, max %.1f ms%n",
        what,
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 95 / 100),
        millis.get(millis.size() - 1));
  }
}
