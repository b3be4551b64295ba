package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README promises of terminals side by side, with real processes. */
@Tag("live")
class TerminalsLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DHT = "127.0.91.1:6981";
  private static final String GUESTS = "127.0.91.3:7093";
  private static final String SIGNALING = "127.0.91.2:7091";

  @Test
  void peersAtTerminalsTalkAndOutliveTheirSignalingNode() throws Exception {
    try (ProcessUnderTest dht = ProcessUnderTest.arcmesh("dht", "--listen", DHT)) {
      dht.await(containing("on " + DHT), PATIENCE);
      try (ProcessUnderTest node = member("--listen", SIGNALING)) {
        node.await(containing("signaling node on " + SIGNALING), PATIENCE);
        try (ProcessUnderTest alice = member();
            ProcessUnderTest bob = member()) {
          alice.await(containing("* joined in"), PATIENCE);
          bob.await(containing("* joined in"), PATIENCE);

          alice.type("hello from alice");

          bob.await(ending(": hello from alice"), PATIENCE);
          node.await(ending(": hello from alice"), PATIENCE);

          node.kill();
          bob.type("still there?");

          alice.await(ending(": still there?"), PATIENCE);

          try (ProcessUnderTest carol = member()) {
            carol.await(containing("trying again in"), PATIENCE);
            carol.type("finally");
            try (ProcessUnderTest back = member("--listen", SIGNALING)) {
              carol.await(containing("* joined in"), PATIENCE.multipliedBy(2));

              back.await(ending(": finally"), PATIENCE);
              endsPolitely(back);
              endsPolitely(carol);
            }
          }
          endsPolitely(alice);
          endsPolitely(bob);
        }
      }
      dht.terminate();
      assertEquals(0, dht.exitStatus(PATIENCE));
    }
  }

  @Test
  void aPeerGoesOnAfterTheEndOfAnInputThatIsNoTerminal() throws Exception {
    try (ProcessUnderTest node = node("--no-dht", "--listen", GUESTS)) {
      node.await(containing("signaling node on"), PATIENCE);

      node.endInput();

      try (ProcessUnderTest guest =
          ProcessUnderTest.arcmesh(
              "chat", "--app", "terminals", "--no-dht", "--contact", GUESTS, "--name", "carol")) {
        guest.type("anybody here?");

        node.await(ending(": carol: anybody here?"), PATIENCE);
        endsPolitely(guest);
      }
      endsPolitely(node);
    }
  }

  @Test
  void aRetiringNodeSendsNewcomersOnAndLeavesWhenItsTimeIsUp() throws Exception {
    String retiring = "127.0.91.5:7094";
    try (ProcessUnderTest other = node("--no-dht", "--listen", GUESTS);
        ProcessUnderTest node =
            node("--no-dht", "--listen", retiring, "--contact", GUESTS, "--retire", "8")) {
      node.await(containing("* joined in"), PATIENCE);

      node.terminate();
      Awaitility.await().atMost(PATIENCE).until(() -> health(retiring).contains("\"retiring\""));

      try (ProcessUnderTest newcomer = node("--no-dht", "--contact", retiring)) {
        newcomer.await(containing("* joined in"), PATIENCE);
        assertEquals(0, node.exitStatus(PATIENCE), node.lines()::toString);
        assertTrue(node.lines().contains("* left"), node.lines()::toString);
        newcomer.type("it has gone");
        other.await(ending(": it has gone"), PATIENCE);
      }
    }
  }

  /** As {@code timeout} sends it, to the process and to its group. */
  @Test
  void aSignalThatComesOftenAtOnceIsOne() throws Exception {
    try (ProcessUnderTest node = node("--no-dht", "--listen", GUESTS)) {
      node.await(containing("signaling node on"), PATIENCE);

      for (int i = 0; i < 100; i++) {
        node.terminate(); // One that comes while the same is pending is lost.
      }
      endsPolitely(node);
    }
  }

  @Test
  void whoeverRepeatsTheSignalDoesNotWaitForARetiringNode() throws Exception {
    try (ProcessUnderTest other = node("--no-dht", "--listen", GUESTS);
        ProcessUnderTest node = node("--no-dht", "--contact", GUESTS, "--retire", "60")) {
      other.await(containing("signaling node on"), PATIENCE);
      node.await(containing("* joined in"), PATIENCE);

      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                node.terminate();
                return !node.isAlive();
              });

      assertEquals(1, node.exitStatus(PATIENCE), node.lines()::toString);
      endsPolitely(other);
    }
  }

  private static String health(String endpoint) throws IOException {
    try (InputStream answer = new URL("http://" + endpoint + "/health").openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aUsedPortEndsWithStatusThreeAndItsName() throws Exception {
    try (ProcessUnderTest dht = ProcessUnderTest.arcmesh("dht", "--listen", "127.0.91.4:6981")) {
      dht.await(containing("127.0.91.4:6981"), PATIENCE);

      try (ProcessUnderTest second =
          ProcessUnderTest.arcmesh("dht", "--listen", "127.0.91.4:6981")) {
        assertEquals(3, second.exitStatus(PATIENCE));
        assertEquals(1, second.lines().size(), second.lines()::toString);
        assertTrue(second.lines().get(0).contains("127.0.91.4:6981"), second.lines()::toString);
      }
    }
  }

  private static ProcessUnderTest member(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--private-dht", "--dht", DHT));
    options.addAll(List.of(more));
    return node(options.toArray(String[]::new));
  }

  private static ProcessUnderTest node(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("node", "--app", "terminals"));
    arguments.addAll(List.of(options));
    return ProcessUnderTest.arcmesh(arguments.toArray(String[]::new));
  }

  private static void endsPolitely(ProcessUnderTest peer) throws InterruptedException {
    peer.terminate();
    assertEquals(0, peer.exitStatus(PATIENCE), peer.lines()::toString);
    assertTrue(peer.lines().contains("* left"), peer.lines()::toString);
  }

  private static Predicate<String> containing(String text) {
    return line -> line.contains(text);
  }

  private static Predicate<String> ending(String text) {
    return line -> line.endsWith(text);
  }
}
