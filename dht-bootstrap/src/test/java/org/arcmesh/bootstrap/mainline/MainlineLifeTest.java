package org.arcmesh.bootstrap.mainline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.PORT;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.at;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.endpoints;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.get;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.look;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.print;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Starting, refusing to start, and leaving nothing behind. */
@Tag("live")
class MainlineLifeTest {
  private static final Bytes DEMO = ApplicationKey.ofName("demo").bytes();

  @RegisterExtension private final PrivateNodes nodes = new PrivateNodes();

  @Test
  void aUsedPortIsNamed() throws Exception {
    nodes.node(at(8, 1));
    try (var taken = new java.net.DatagramSocket(Addresses.socketAddress(at(8, 2)))) {
      assertEquals(PORT, taken.getLocalPort());

      BindException mine = assertThrows(BindException.class, () -> nodes.node(at(8, 1)));
      BindException theirs = assertThrows(BindException.class, () -> nodes.node(at(8, 2)));

      assertEquals("UDP port 127.77.8.1:26881 is in use", mine.getMessage());
      assertEquals("UDP port 127.77.8.2:26881 is in use", theirs.getMessage());
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    Endpoint elsewhere = new Endpoint("192.0.2.1", PORT);

    BindException refused = assertThrows(BindException.class, () -> nodes.node(elsewhere));

    assertTrue(
        refused.getMessage().startsWith("cannot listen on UDP 192.0.2.1:26881: "),
        refused.getMessage());
  }

  @Test
  void aJvmOfPrivateNodesRefusesAPublicOne() throws Exception {
    nodes.node(at(9, 1));

    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> Mainline.start(MainlineConfig.publicNode(PORT, List.of())));

    assertEquals(
        "this JVM has run a private DHT node and cannot run a public one: they need a process each",
        refused.getMessage());
  }

  @Test
  void aPublicNodeInItsOwnProcessStartsAndEndsALookupWithNobodyThere(@TempDir Path folder)
      throws Exception {
    Path errors = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PublicNode.class.getName(),
                "26999")
            .redirectError(errors.toFile())
            .start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertFalse(
        Files.readString(errors).contains("\tat "),
        "without a route, too, a person reads no stack trace: " + Files.readString(errors));
    assertEquals(
        List.of(
            "port 26999",
            "LookupResult[hints=[], responders=0, portless=0]",
            "this JVM has run a public DHT node and cannot run a private one:"
                + " they need a process each"),
        output.lines().toList());
  }

  @Test
  void aClosedNodeCanBeStartedAgainAtOnceAndLeavesNothing() throws Exception {
    awaitEndOfThreads("mainline ");
    long selectorsBefore = selectors();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Mainline peer = nodes.node(at(10, 2));
    for (int i = 0; i < 5; i++) {
      Mainline node = nodes.node(at(10, 1), peer.localEndpoint());
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

  @Test
  void lookupsFailOnceTheNodeIsClosed() throws Exception {
    Mainline alone = nodes.node(at(11, 1), at(11, 66));
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
  void aFolderKeepsTheRoutingTableOverARestart(@TempDir Path folder) throws Exception {
    PrivateDht dht = nodes.dht(13, 8);
    MainlineConfig first =
        MainlineConfig.privateNode(at(13, 100), List.of(dht.bootstrap())).withStorage(folder);
    try (Mainline node = Mainline.start(first)) {
      await().atMost(Duration.ofSeconds(3)).until(() -> node.knownNodes() >= 4);
    }
    get(dht.nodes().get(3).announce(DEMO, 7000));

    MainlineConfig withoutBootstrap =
        MainlineConfig.privateNode(at(13, 100), List.of()).withStorage(folder);
    Mainline again = nodes.opened(Mainline.start(withoutBootstrap));
    long began = System.nanoTime();
    LookupResult result = look(again, DEMO);
    print("restarted without a bootstrap host, lookup", began);

    assertTrue(Files.exists(folder.resolve("IPv4-table.cache")));
    assertEquals(List.of(new Endpoint("127.77.13.4", 7000)), endpoints(result));
  }

  @Test
  void whatIsDamagedInTheFolderIsBegunAnew(@TempDir Path folder) throws Exception {
    PrivateDht dht = nodes.dht(14, 4);
    MainlineConfig config =
        MainlineConfig.privateNode(at(14, 100), List.of(dht.bootstrap())).withStorage(folder);
    try (Mainline node = Mainline.start(config)) {
      await().atMost(Duration.ofSeconds(3)).until(() -> node.knownNodes() >= 2);
    }
    byte[] table = Files.readAllBytes(folder.resolve(Storage.TABLE));
    assertFalse(Files.readString(folder.resolve(Storage.ID)).isBlank());
    Files.write(folder.resolve(Storage.TABLE), Arrays.copyOf(table, table.length / 2));
    Files.writeString(folder.resolve(Storage.ID), "garbage");
    Files.writeString(folder.resolve("saveTable123tmp"), "half");

    Storage.prepare(folder);

    assertFalse(Files.exists(folder.resolve(Storage.TABLE)));
    assertFalse(Files.exists(folder.resolve(Storage.ID)));
    assertFalse(Files.exists(folder.resolve("saveTable123tmp")));
    Mainline again = nodes.opened(Mainline.start(config));
    await().atMost(Duration.ofSeconds(3)).until(() -> again.knownNodes() >= 2);
  }

  @Test
  void whatIsWholeInTheFolderIsKept(@TempDir Path folder) throws Exception {
    MainlineConfig config = MainlineConfig.privateNode(at(15, 1), List.of()).withStorage(folder);
    Mainline.start(config).close();
    byte[] table = Files.readAllBytes(folder.resolve(Storage.TABLE));
    byte[] id = Files.readAllBytes(folder.resolve(Storage.ID));

    Storage.prepare(folder);

    assertArrayEquals(table, Files.readAllBytes(folder.resolve(Storage.TABLE)));
    assertArrayEquals(id, Files.readAllBytes(folder.resolve(Storage.ID)));
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
      return descriptors.filter(MainlineLifeTest::isSelector).count();
    }
  }

  private static boolean isSelector(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("eventpoll");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
