package org.arcmesh.testbed.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.arcmesh.LiveStack;
import org.arcmesh.StackSettings;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Faults;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.webrtc.WebRtcConfig;
import org.arcmesh.webrtc.WebRtcRuntime;

/**
 * How long newcomers take, and how many endpoints they dial, whom the DHT tells many things that
 * are not true (PROTOCOLS 7, "Dialing"). Links, WebSockets and time are real; what the DHT says is
 * scripted. Nothing that is wrong answers at all, which costs most.
 *
 * <pre>./arcmesh bench hints [ROUNDS]</pre>
 */
final class HintsRun implements AutoCloseable {
  private static final String SILENT = "127.0.97.";
  private static final int CONNECTS_TO_FILL = 8;

  private final WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults());
  private final ServerSocket silent;
  private final List<SocketChannel> filling = new ArrayList<>();
  private final Endpoint node;

  /** A case: what the DHT says. */
  interface Case {
    Hints hints(HintsRun run);
  }

  record Joined(double millis, long dials) {}

  HintsRun() throws IOException {
    // On all addresses: once its queue is full the kernel drops what else comes, as a dead host
    // would.
    silent = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
    for (int i = 0; i < CONNECTS_TO_FILL; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(SILENT + 1, silent.getLocalPort()));
      filling.add(channel);
    }
    LiveStack stack = stack(MainlineLookup.NONE, new CompletableFuture<>());
    node = stack.serve(Entrance.at(new InetSocketAddress("127.0.96.1", 0)));
    stack.start();
  }

  public static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    System.out.printf("| %d newcomers each | p50 ms | max ms | dials, most |%n", rounds);
    System.out.println("|---|---|---|---|");
    try (HintsRun run = new HintsRun()) {
      run.join(run.hints(0)); // The first of a process loads classes and libraries.
      row("one real node, nothing else", rounds, run, one -> one.hints(0));
      row("400 fake hints of four liars, one real node", rounds, run, HintsRun::lies);
      row(
          "400 fake hints that each of four liars names, one real node",
          rounds,
          run,
          HintsRun::plot);
      row(
          "nine dead nodes and one that is alive, named by as many",
          rounds,
          run,
          HintsRun::mostlyDead);
    }
    System.exit(0);
  }

  private static void row(String what, int rounds, HintsRun run, Case of) throws Exception {
    List<Double> millis = new ArrayList<>();
    long dials = 0;
    for (int round = 0; round < rounds; round++) {
      Joined joined = run.join(of.hints(run));
      millis.add(joined.millis());
      dials = Math.max(dials, joined.dials());
    }
    Collections.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %d |%n",
        what,
        millis.get(millis.size() / 2),
        millis.get(millis.size() - 1),
        dials);
  }

  /** 100 fakes of each liar, and a node that eight responders name. */
  Hints lies() {
    Hints hints = new Hints();
    IntStream.range(0, 400).forEach(lie -> hints.name(fake(lie), lie / 100, 1));
    return hints.name(node, 10, 8);
  }

  /** Each fake is named by all four. */
  Hints plot() {
    Hints hints = new Hints();
    IntStream.range(0, 400).forEach(lie -> hints.name(fake(lie), 0, 4));
    return hints.name(node, 10, 8);
  }

  Hints mostlyDead() {
    return hints(9);
  }

  private Hints hints(int dead) {
    Hints hints = new Hints();
    IntStream.range(0, dead).forEach(host -> hints.name(fake(host), 10, 8));
    return hints.name(node, 10, 8);
  }

  private Endpoint fake(int number) {
    return new Endpoint(
        "127.0." + (97 + number / 200) + "." + (1 + number % 200), silent.getLocalPort());
  }

  private LiveStack stack(MainlineLookup mainline, CompletableFuture<OverlayEvent> joined) {
    return LiveStack.create(
        runtime,
        Ed25519Identity.generate(),
        StackSettings.of(ApplicationKey.ofName("hints"), "hints"),
        DoorConfig.PRIVATE,
        mainline,
        Contacts.NONE,
        event -> {
          if (event instanceof OverlayEvent.Joined) {
            joined.complete(event);
          }
        },
        answer -> {});
  }

  /** A newcomer with that DHT, from its start to its first link. */
  Joined join(Hints hints) throws Exception {
    CompletableFuture<OverlayEvent> joined = new CompletableFuture<>();
    LiveStack newcomer = stack(hints, joined);
    long began = System.nanoTime();
    newcomer.start();
    joined.get(30, TimeUnit.SECONDS);
    double millis = (System.nanoTime() - began) / 1e6;
    long dials =
        CompletableFuture.supplyAsync(newcomer.discovery()::sockets, newcomer.peer().loop())
            .get()
            .opened();
    newcomer.leave().get(10, TimeUnit.SECONDS);
    return new Joined(millis, dials);
  }

  @Override
  public void close() throws IOException {
    runtime.close();
    for (SocketChannel channel : filling) {
      channel.close();
    }
    silent.close();
  }

  /** A DHT that says the same whenever it is asked, one answer after the other. */
  static final class Hints implements MainlineLookup {
    private final List<Hint> hints = new ArrayList<>();

    Hints name(Endpoint endpoint, int firstResponder, int responders) {
      hints.add(
          new Hint(
              endpoint,
              IntStream.range(firstResponder, firstResponder + responders)
                  .mapToObj(host -> new Endpoint("127.0.95." + (1 + host), 6881))
                  .toList()));
      return this;
    }

    @Override
    public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
      for (Hint hint : hints) {
        for (int named = 1; named <= Math.min(2, hint.responders().size()); named++) {
          onFound.accept(new Hint(hint.endpoint(), hint.responders().subList(0, named)));
        }
      }
      return CompletableFuture.completedFuture(new LookupResult(hints, 20));
    }

    @Override
    public CompletableFuture<Integer> announce(Bytes key, int port) {
      return CompletableFuture.completedFuture(0);
    }
  }
}
