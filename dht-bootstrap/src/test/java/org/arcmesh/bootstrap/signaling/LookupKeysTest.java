package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Digest;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Secret;
import org.junit.jupiter.api.Test;

/** PROTOCOLS 7, "Private overlay": which keys there are, and when. */
class LookupKeysTest {
  private static final Bytes SECRET = Bytes.utf8("one secret of many bytes");
  private static final Admission PRIVATE = new Admission(CHESS, Optional.of(Secret.of(SECRET)));

  private static Clock at(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }

  private static List<Bytes> keys(String time) {
    return new LookupKeys(PRIVATE, at(time)).now();
  }

  private static Bytes keyOf(String day) {
    return Digest.hmacSha256(SECRET, CHESS.bytes().concat(Bytes.utf8(day))).slice(0, 20);
  }

  @Test
  void aPublicOverlayIsAlwaysUnderItsApplicationKey() {
    LookupKeys keys = new LookupKeys(Admission.open(CHESS), at("2026-11-29T23:59:59Z"));

    assertEquals(List.of(CHESS.bytes()), keys.now());
  }

  @Test
  void aPrivateOverlayIsUnderAnotherKeyEachDay() {
    assertEquals(List.of(keyOf("2026-11-29")), keys("2026-11-29T12:00:00Z"));
    assertEquals(List.of(keyOf("2026-11-30")), keys("2026-11-30T12:00:00Z"));
  }

  @Test
  void nearMidnightItIsUnderTheKeysOfBothDays() {
    List<Bytes> both = List.of(keyOf("2026-11-29"), keyOf("2026-11-30"));

    assertEquals(List.of(keyOf("2026-11-29")), keys("2026-11-29T23:29:59Z"));
    assertEquals(both, keys("2026-11-29T23:30:00Z"));
    assertEquals(both, keys("2026-11-29T23:59:59Z"));
    assertEquals(both, keys("2026-11-30T00:00:00Z"));
    assertEquals(both, keys("2026-11-30T00:29:59Z"));
    assertEquals(List.of(keyOf("2026-11-30")), keys("2026-11-30T00:30:00Z"));
  }

  @Test
  void anotherSecretIsUnderAnotherKey() {
    Admission other =
        new Admission(CHESS, Optional.of(Secret.of(Bytes.utf8("another secret of many bytes"))));

    assertNotEquals(
        keys("2026-11-29T12:00:00Z"), new LookupKeys(other, at("2026-11-29T12:00:00Z")).now());
  }

  @Test
  void whoAnnouncesBeforeMidnightIsFoundAfterItAndTheOtherWayAround() {
    Dht dht = new Dht();
    Rendezvous before = rendezvous(dht, "2026-11-29T23:50:00Z");
    Rendezvous after = rendezvous(dht, "2026-11-30T00:40:00Z");

    assertEquals(7, before.announce(7001).join());
    LookupResult foundAfter = after.lookup(hint -> {}).join();
    assertEquals(7, after.announce(7002).join());
    LookupResult foundBefore = before.lookup(hint -> {}).join();

    assertEquals(List.of(dht.endpoint(7001)), endpoints(foundAfter));
    assertEquals(List.of(dht.endpoint(7001), dht.endpoint(7002)), endpoints(foundBefore));
    assertEquals(8, foundBefore.responders());
    assertEquals(
        List.of(new Endpoint("127.0.9.9", 1), new Endpoint("127.0.9.9", 2)),
        foundBefore.hints().get(0).responders());
  }

  @Test
  void anAnnouncementIsStoredAsOftenAsTheKeyThatTheFewestStored() {
    Dht dht = new Dht();
    dht.full = keyOf("2026-11-30");

    assertEquals(0, rendezvous(dht, "2026-11-29T23:50:00Z").announce(7001).join());
  }

  private static Rendezvous rendezvous(Dht dht, String time) {
    return new Rendezvous(dht, new LookupKeys(PRIVATE, at(time)));
  }

  private static List<Endpoint> endpoints(LookupResult result) {
    return result.hints().stream().map(Hint::endpoint).toList();
  }

  /** A DHT that keeps everything in one place; each lookup is answered by another node. */
  private static final class Dht implements MainlineLookup {
    private record Stored(Bytes key, int port) {}

    private final List<Stored> stored = new ArrayList<>();
    private Bytes full = Bytes.EMPTY;
    private int lookups;

    Endpoint endpoint(int port) {
      return new Endpoint("127.0.1.1", port);
    }

    @Override
    public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
      // The lookup after midnight is the first, and of one key.
      int responder = lookups++ == 0 ? 9 : lookups - 1;
      List<Hint> hints =
          stored.stream()
              .filter(each -> each.key().equals(key))
              .map(
                  each ->
                      new Hint(
                          endpoint(each.port()), List.of(new Endpoint("127.0.9.9", responder))))
              .toList();
      hints.forEach(onFound);
      return CompletableFuture.completedFuture(new LookupResult(hints, 8));
    }

    @Override
    public CompletableFuture<Integer> announce(Bytes key, int port) {
      if (key.equals(full)) {
        return CompletableFuture.completedFuture(0);
      }
      stored.add(new Stored(key, port));
      return CompletableFuture.completedFuture(7);
    }
  }
}
