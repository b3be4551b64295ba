package org.arcmesh.bootstrap.signaling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A DHT node that rests while nobody asks, on a real private DHT. */
@Tag("live")
class OnDemandDhtTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Endpoint OWN = new Endpoint("127.0.73.100", 16_883);

  private final List<List<Endpoint>> starts = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private PrivateDht dht;

  @BeforeEach
  void startDht() throws IOException {
    dht =
        PrivateDht.start(
            IntStream.rangeClosed(1, 6)
                .mapToObj(host -> new Endpoint("127.0.73." + host, 16_883))
                .toList());
    open.add(dht);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private OnDemandDht onDemand(Endpoint bootstrap) throws IOException {
    OnDemandDht onDemand =
        OnDemandDht.start(
            contacts -> {
              starts.add(contacts);
              List<Endpoint> begin = new ArrayList<>(contacts);
              if (starts.size() == 1) {
                begin.add(bootstrap);
              }
              return Mainline.start(MainlineConfig.privateNode(OWN, begin));
            },
            SOON);
    open.add(0, onDemand);
    return onDemand;
  }

  @Test
  void restsWhenNobodyAsksAndComesBackWithTheNodesItKnew() throws Exception {
    dht.nodes().get(2).announce(Hellos.CHESS.bytes(), 7000).join();
    OnDemandDht onDemand = onDemand(dht.bootstrap());
    LookupResult first = onDemand.lookup(Hellos.CHESS.bytes(), hint -> {}).join();
    assertEquals(1, first.hints().size());

    await().until(() -> !onDemand.isRunning());
    dht.nodes().get(0).close(); // It needs no bootstrap host any more.
    LookupResult again = onDemand.lookup(Hellos.CHESS.bytes(), hint -> {}).join();

    assertEquals(
        List.of(new Endpoint("127.0.73.3", 7000)),
        again.hints().stream().map(hint -> hint.endpoint()).toList());
    assertEquals(2, starts.size());
    assertTrue(starts.get(1).size() >= 3, () -> starts.toString());
  }

  @Test
  void doesNotRestWhileItAnnouncesSomething() throws Exception {
    OnDemandDht announcing = onDemand(dht.bootstrap());
    assertTrue(announcing.announce(Hellos.CHESS.bytes(), 7000).join() > 0);
    int begun = starts.size();
    long announced = System.nanoTime();

    await().until(() -> System.nanoTime() - announced > SOON.multipliedBy(4).toNanos());

    assertTrue(announcing.isRunning());
    assertEquals(begun, starts.size());
  }

  @Test
  void aNodeThatCannotBeStartedAgainFailsTheLookupAndNothingElse() throws Exception {
    OnDemandDht onDemand = onDemand(dht.bootstrap());
    await().until(() -> !onDemand.isRunning());

    Mainline inTheWay = Mainline.start(MainlineConfig.privateNode(OWN, List.of()));
    CompletionException failed =
        assertThrows(
            CompletionException.class,
            () -> onDemand.lookup(Hellos.CHESS.bytes(), hint -> {}).join());
    inTheWay.close();
    LookupResult later = onDemand.lookup(Hellos.CHESS.bytes(), hint -> {}).join();

    assertEquals("UDP port " + OWN + " is in use", failed.getCause().getMessage());
    assertTrue(later.responders() > 0);
  }

  @Test
  void isOverWhenClosed() throws Exception {
    OnDemandDht onDemand = onDemand(dht.bootstrap());

    onDemand.close();

    assertFalse(onDemand.isRunning());
    assertThrows(
        CompletionException.class, () -> onDemand.lookup(Hellos.CHESS.bytes(), hint -> {}).join());
    Mainline.start(MainlineConfig.privateNode(OWN, List.of())).close();
  }
}
