package org.arcmesh.testbed.bench;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.LiveDiscovery;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.bootstrap.signaling.SignalingServer;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;

/**
 * How long discovery takes in a private DHT on loopback: from the start of a DHT node to a
 * signaling node that has signed its hello.
 *
 * <pre>./arcmesh bench dht [NODES [ROUNDS]]</pre>
 */
final class DhtFigures implements AutoCloseable {
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("bench dht");
  private static final int PORT = 26_981;
  private static final int SERVER = 200;

  private final int rounds;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final PrivateDht dht;
  private final Mainline announcing;
  private final SignalingServer server;
  private int newcomers;

  private DhtFigures(int nodes, int rounds) throws IOException {
    this.rounds = rounds;
    this.dht =
        PrivateDht.start(IntStream.range(0, nodes).mapToObj(host -> at(1, 1 + host)).toList());
    this.announcing = node(at(3, SERVER), List.of(dht.bootstrap()), Optional.empty());
    this.server =
        SignalingServer.start(
            Entrance.at(new InetSocketAddress(at(3, SERVER).host(), PORT)),
            APPLICATION,
            new StubPeer(group.next(), answer -> {}),
            DoorConfig.PRIVATE);
  }

  /** Arguments, each with a default: nodes of the DHT, and newcomers of each figure. */
  public static void main(String[] arguments) throws Exception {
    int nodes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
    if (nodes < 4 || nodes > 120 || rounds < 1 || rounds > 100) {
      System.err.println("arcmesh: 4 to 120 nodes and 1 to 100 rounds");
      System.exit(2);
    }
    System.out.printf(
        "| private DHT of %d nodes, %d newcomers | p50 ms | p95 ms | max ms |%n", nodes, rounds);
    System.out.println("|---|---|---|---|");
    try (DhtFigures figures = new DhtFigures(nodes, rounds)) {
      figures.measure();
    }
    System.exit(0);
  }

  private static Endpoint at(int net, int host) {
    return new Endpoint("127.78." + net + "." + host, PORT);
  }

  private static Mainline node(Endpoint at, List<Endpoint> bootstrap, Optional<Path> storage)
      throws IOException {
    return Mainline.start(new MainlineConfig(at, bootstrap, true, storage));
  }

  private void measure() throws Exception {
    announce(announcing, APPLICATION.bytes());
    row(
        "one key announced by a member",
        announcements(() -> dht.nodes().get(7 % dht.nodes().size())));
    List<Double> firstHints = new ArrayList<>();
    List<Double> starts = coldStarts(firstHints);
    row("cold start to the first hint", firstHints);
    row("cold start to a node that answered", starts);
    row("restart from the saved table, no bootstrap host, to a node that answered", restarts());

    List<Mainline> nodes = dht.nodes();
    IntStream.range(0, nodes.size()).filter(i -> i % 2 == 1).forEach(i -> nodes.get(i).close());
    List<Double> halfDeadHints = new ArrayList<>();
    row("half of the contacts dead: cold start to a node that answered", coldStarts(halfDeadHints));
    row("half of the contacts dead: announce by a newcomer", announcements(this::newcomer));
  }

  private interface Source {
    Mainline get() throws IOException;
  }

  private Mainline newcomer() throws IOException {
    return node(next(), List.of(dht.bootstrap()), Optional.empty());
  }

  private Endpoint next() {
    newcomers++;
    return at(4 + newcomers / 200, 1 + newcomers % 200);
  }

  private List<Double> announcements(Source source) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Mainline node = source.get();
      Bytes key = ApplicationKey.ofName("announced in round " + round).bytes();
      long began = System.nanoTime();
      announce(node, key);
      millis.add(millisSince(began));
      if (!dht.nodes().contains(node)) {
        node.close();
      }
    }
    return millis;
  }

  private static void announce(Mainline node, Bytes key) throws Exception {
    if (node.announce(key, PORT).get(20, TimeUnit.SECONDS) == 0) {
      throw new IllegalStateException("nobody stored the announcement");
    }
  }

  private List<Double> coldStarts(List<Double> firstHints) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Endpoint own = next();
      long began = System.nanoTime();
      try (Mainline node = node(own, List.of(dht.bootstrap()), Optional.empty())) {
        findOne(node, began, firstHints);
        millis.add(millisSince(began));
      }
    }
    return millis;
  }

  private List<Double> restarts() throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Endpoint own = next();
      Path folder = Files.createTempDirectory("arcmesh-bench-dht");
      try (Mainline node = node(own, List.of(dht.bootstrap()), Optional.of(folder))) {
        while (node.knownNodes() < 8) {
          node.lookup(APPLICATION.bytes(), hint -> {}).get(20, TimeUnit.SECONDS);
        }
      }
      long began = System.nanoTime();
      try (Mainline node = node(own, List.of(), Optional.of(folder))) {
        findOne(node, began, new ArrayList<>());
        millis.add(millisSince(began));
      }
      try (var files = Files.walk(folder)) {
        files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    return millis;
  }

  /** Waits until the signaling node has answered for itself. */
  private void findOne(Mainline node, long began, List<Double> firstHints) throws Exception {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    LiveDiscovery[] discovery = new LiveDiscovery[1];
    StubPeer caller =
        new StubPeer(
            group.next(),
            answer -> {
              if (answer instanceof Discovery.Found found) {
                firstHints.add(millisSince(began));
                discovery[0].probe(found.endpoint(), new Component(List.of(), 0, 1));
              } else if (answer instanceof Discovery.Probed) {
                answered.complete(null);
              } else if (answer instanceof Discovery.LookedUp lookedUp
                  && lookedUp.endpoints() == 0) {
                discovery[0].lookup(); // As a newcomer does; the time runs on.
              }
            });
    discovery[0] =
        new LiveDiscovery(DoorConfig.PRIVATE, APPLICATION, MainlineLookup.of(node), Contacts.NONE);
    discovery[0].bind(caller);
    caller.loop().execute(discovery[0]::lookup);
    answered.get(20, TimeUnit.SECONDS);
    discovery[0].close();
  }

  private static double millisSince(long beganNanos) {
    return (System.nanoTime() - beganNanos) / 1e6;
  }

  private static void row(String what, List<Double> millis) {
    Collections.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.0f |%n",
        what,
        millis.get(millis.size() / 2),
        millis.get((int) Math.ceil(millis.size() * 0.95) - 1),
        millis.get(millis.size() - 1));
  }

  @Override
  public void close() {
    server.close();
    announcing.close();
    dht.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
