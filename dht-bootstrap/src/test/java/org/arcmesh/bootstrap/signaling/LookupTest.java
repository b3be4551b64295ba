package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookupTest {
  private static final Endpoint OWN = new Endpoint("127.0.1.2", 7000);

  private final TestPeer asker = new TestPeer(9);
  private LiveDiscovery discovery;

  private LiveDiscovery discovery(MainlineLookup mainline, Endpoint... contacts) {
    discovery =
        new LiveDiscovery(DoorConfig.PRIVATE, CHESS, mainline, Contacts.plain(List.of(contacts)));
    discovery.bind(asker);
    return discovery;
  }

  private void awaitPosted(Message... expected) {
    await().untilAsserted(() -> assertEquals(List.of(expected), asker.posted()));
  }

  @AfterEach
  void close() {
    if (discovery != null) {
      discovery.close();
    }
    asker.close();
  }

  /** A DHT that gives the same hints whenever it is asked, and remembers what is announced. */
  private static final class Hints implements MainlineLookup {
    final List<Hint> hints = new CopyOnWriteArrayList<>();
    final List<Integer> announced = new CopyOnWriteArrayList<>();
    final int responders;

    Hints(int responders, Endpoint... endpoints) {
      this.responders = responders;
      for (Endpoint endpoint : endpoints) {
        hints.add(new Hint(endpoint, List.of(new Endpoint("127.0.9.9", 6881))));
      }
    }

    @Override
    public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
      assertEquals(CHESS.bytes(), key);
      hints.forEach(onFound);
      return CompletableFuture.completedFuture(new LookupResult(hints, responders));
    }

    @Override
    public CompletableFuture<Integer> announce(Bytes key, int port) {
      assertEquals(CHESS.bytes(), key);
      announced.add(port);
      return CompletableFuture.completedFuture(1);
    }
  }

  @Test
  void aLookupFindsContactsAndHintsEachOnce() {
    Endpoint contact = new Endpoint("127.0.0.1", 7001);
    Endpoint hint = new Endpoint("127.0.1.9", 7002);
    LiveDiscovery discovery = discovery(new Hints(8, hint, contact, hint), contact);

    asker.run(discovery::lookup);

    awaitPosted(new Found(contact), new Found(hint), new LookedUp(2, 8));
    assertEquals(1, asker.call(discovery::stats).lookups());
  }

  @Test
  void aLookupThatFailsHasNoResponders() {
    LiveDiscovery discovery =
        discovery(
            new MainlineLookup() {
              @Override
              public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
                return CompletableFuture.failedFuture(new java.io.IOException("no socket"));
              }

              @Override
              public CompletableFuture<Integer> announce(Bytes key, int port) {
                return CompletableFuture.failedFuture(new java.io.IOException("no socket"));
              }
            });

    asker.run(discovery::lookup);

    awaitPosted(new LookedUp(0, 0));
  }

  @Test
  void announcesItsPortOnceItServesAndNeverFindsItself() {
    Hints hints = new Hints(8, OWN);
    LiveDiscovery discovery = discovery(hints);

    asker.run(discovery::announce);
    asker.run(() -> {});
    assertEquals(List.of(), hints.announced);
    discovery.serve(OWN);
    await().until(() -> asker.call(discovery::stats).announces() == 1);
    asker.run(discovery::lookup);

    awaitPosted(new LookedUp(0, 8));
    assertEquals(List.of(OWN.port()), hints.announced);
  }
}
