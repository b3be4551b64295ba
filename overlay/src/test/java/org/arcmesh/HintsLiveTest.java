package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DiscoveryStats;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 7, "Dialing": newcomers whom the DHT tells many things that are not true. */
@Tag("live")
class HintsLiveTest {
  private static final int DIALS_MAX = 16;

  private WebRtcRuntime runtime;
  private Endpoint node;

  @BeforeEach
  void startNode() throws Exception {
    runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults());
    LiveStack stack = stack(MainlineLookup.NONE, new CompletableFuture<>());
    node = stack.serve(Entrance.at(new InetSocketAddress("127.0.96.1", 0)));
    stack.start();
  }

  @AfterEach
  void close() {
    runtime.close();
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

  /** Joins with what the DHT says, and returns how many endpoints were dialed for it. */
  private long dials(Hints hints) throws Exception {
    CompletableFuture<OverlayEvent> joined = new CompletableFuture<>();
    LiveStack newcomer = stack(hints, joined);
    long began = System.nanoTime();

    newcomer.start();
    joined.get(30, TimeUnit.SECONDS);

    System.out.printf("joined after %.0f ms%n", (System.nanoTime() - began) / 1e6);
    DiscoveryStats stats =
        CompletableFuture.supplyAsync(newcomer.discovery()::stats, newcomer.peer().loop()).get();
    assertEquals(1, stats.verified());
    return stats.verified() + stats.rejected().values().stream().mapToLong(n -> n).sum();
  }

  @Test
  void oneRealNodeIsFoundAmongFourHundredFakeHints() throws Exception {
    Hints hints = new Hints();
    for (int liar = 0; liar < 4; liar++) {
      for (int lie = 0; lie < 100; lie++) {
        hints.name(new Endpoint("127.0.97." + (1 + lie), 7_000 + liar), liar, 1);
      }
    }
    hints.name(node, 10, 8);

    long dials = dials(hints);

    assertTrue(dials <= DIALS_MAX, dials + " dials");
  }

  @Test
  void thoseThatAreAliveAreFoundAmongNineTimesAsManyThatAreDead() throws Exception {
    Hints hints = new Hints();
    IntStream.range(0, 9)
        .forEach(dead -> hints.name(new Endpoint("127.0.97." + (1 + dead), 7_000), 10, 8));
    hints.name(node, 10, 8);

    long dials = dials(hints);

    assertTrue(dials <= 10, dials + " dials");
  }

  /** A DHT that says the same whenever it is asked, one answer after the other. */
  private static final class Hints implements MainlineLookup {
    private final List<Hint> hints = new ArrayList<>();

    void name(Endpoint endpoint, int firstResponder, int responders) {
      hints.add(
          new Hint(
              endpoint,
              IntStream.range(firstResponder, firstResponder + responders)
                  .mapToObj(host -> new Endpoint("127.0.98." + (1 + host), 6881))
                  .toList()));
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
