package org.arcmesh.bootstrap.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.core.Discovery.Answer;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;

/** Which endpoints are found and dialed, in which order, how often: PROTOCOLS 7, "Dialing". */
class DialingTest {
  private static final Endpoint FIRST = new Endpoint("203.0.113.1", 7000);
  private static final Endpoint NEXT_DOOR = new Endpoint("203.0.113.2", 7000);
  private static final Endpoint FAR = new Endpoint("198.51.100.1", 7000);

  private final DialBook book = new DialBook();
  private final Vouchers vouchers = new Vouchers();
  private final DiscoveryCounters counters = new DiscoveryCounters();
  private final List<Answer> answers = new ArrayList<>();
  private long now;

  private Search search(DoorConfig config) {
    return new Search(config, book, vouchers, counters, () -> now, answers::add);
  }

  private static Hint hint(Endpoint endpoint, String responder) {
    return new Hint(endpoint, List.of(new Endpoint(responder, 6881)));
  }

  @Test
  void findsEachEndpointOnceHoweverManyNameIt() {
    Search search = search(DoorConfig.PUBLIC);

    search.consider(FIRST);
    search.hear(hint(FIRST, "a"));
    search.hear(hint(FAR, "a"));
    search.hear(hint(FAR, "b"));
    search.end(8);
    search.end(0);

    assertEquals(List.of(new Found(FIRST), new Found(FAR), new LookedUp(2, 8)), answers);
  }

  @Test
  void aFloodOfWrongHintsComesAfterWhatTwoNodesNamed() {
    Search search = search(DoorConfig.PUBLIC);
    flood(search);
    search.hear(hint(FAR, "a"));
    assertEquals(List.of(), answers);
    search.hear(hint(FAR, "b"));
    assertEquals(List.of(new Found(FAR)), answers);
    search.end(20);

    assertEquals(new LookedUp(401, 20), answers.get(401));
  }

  @Test
  void aFloodOfWrongHintsIsNotDialedBesideWhatManyNodesNamed() {
    Search search = search(DoorConfig.PUBLIC);
    flood(search);
    for (String responder : List.of("a", "b", "c", "d")) { // Four times as often.
      search.hear(hint(FAR, responder));
    }
    search.end(20);

    assertEquals(List.of(new Found(FAR), new LookedUp(1, 20)), answers);
  }

  @Test
  void aFloodThatFillsAllRoomDoesNotKeepOutWhatTwoNodesNamed() {
    Search search = search(DoorConfig.PUBLIC);
    flood(search);
    flood(search, "203.0.113.10");
    search.hear(hint(FAR, "a"));
    search.hear(hint(FAR, "b"));

    assertEquals(List.of(new Found(FAR)), answers);
  }

  @Test
  void whenWhatManyNodesNamedIsDeadTheRestIsDialedAtTheNextLookup() {
    book.failed(FAR, now, 0);
    Search search = search(DoorConfig.PUBLIC);
    search.hear(hint(FIRST, "a"));
    for (String responder : List.of("a", "b", "c", "d", "e")) {
      search.hear(hint(FAR, responder));
    }
    search.end(20);

    assertEquals(List.of(new Found(FIRST), new LookedUp(1, 20)), answers);
  }

  @Test
  void whoeverNamesPrivateHostsInPublicIsNotTakenAtItsWord() {
    Search search = search(DoorConfig.PUBLIC);
    for (int i = 1; i <= 3; i++) {
      search.hear(hint(new Endpoint("10.0.0." + i, 7000), "liar"));
    }

    search.hear(hint(FIRST, "liar"));

    assertEquals(0, vouchers.of(FIRST));
  }

  private static void flood(Search search) {
    flood(search, "203.0.113.9");
  }

  private static void flood(Search search, String host) {
    for (int i = 0; i < 400; i++) {
      search.hear(hint(new Endpoint(host, 1_000 + i), "liar"));
    }
  }

  @Test
  void refusesPrivateHostsAndNamesInPublicAndCountsThem() {
    Search search = search(DoorConfig.PUBLIC);

    for (String host :
        List.of("127.0.0.1", "10.1.2.3", "192.168.1.1", "100.64.0.1", "169.254.1.1", "fd00::1")) {
      search.hear(hint(new Endpoint(host, 7000), "a"));
      search.hear(hint(new Endpoint(host, 7000), "b"));
    }
    search.hear(hint(new Endpoint("example.org", 7000), "a"));
    search.end(1);

    assertEquals(List.of(new LookedUp(0, 1)), answers);
    assertEquals(Map.of("private-host", 7L), counters.rejected());
  }

  @Test
  void findsPrivateHostsInAPrivateNetworkButNoImpossibleOnes() {
    Search search = search(DoorConfig.PRIVATE);

    search.hear(hint(new Endpoint("127.0.1.2", 7000), "a"));
    search.hear(hint(new Endpoint("0.0.0.0", 7000), "a"));
    search.hear(hint(new Endpoint("224.0.0.1", 7000), "a"));
    search.end(1);

    assertEquals(List.of(new Found(new Endpoint("127.0.1.2", 7000)), new LookedUp(1, 1)), answers);
  }

  @Test
  void keepsBackWhatFailedLatelyWhileThereIsSomethingElse() {
    book.failed(FIRST, now, 0);
    Search search = search(DoorConfig.PUBLIC);

    search.consider(FIRST);
    search.consider(FAR);
    search.end(8);

    assertEquals(List.of(new Found(FAR), new LookedUp(1, 8)), answers);
    assertTrue(book.isBlocked(FIRST, now));
  }

  @Test
  void findsWhatFailedLatelyIfThereIsNothingElse() {
    book.failed(FIRST, now, 0);
    Search search = search(DoorConfig.PUBLIC);

    search.consider(FIRST);
    assertEquals(List.of(), answers);
    search.end(8);

    assertEquals(List.of(new Found(FIRST), new LookedUp(1, 8)), answers);
    assertFalse(book.isBlocked(FIRST, now));
  }

  @Test
  void neverFindsItself() {
    book.isUs(FIRST);
    Search search = search(DoorConfig.PUBLIC);

    search.hear(hint(FIRST, "a"));
    search.end(8);

    assertEquals(List.of(new LookedUp(0, 8)), answers);
  }

  @Test
  void findsNobodyWhomDiscoveryMayNotReach() {
    book.verified(FIRST, Hellos.NODE.id());
    Search search = search(DoorConfig.PUBLIC.withReachable(peer -> false));

    search.hear(hint(FIRST, "a"));
    search.hear(hint(FAR, "a"));
    search.end(8);

    assertEquals(List.of(new Found(FAR), new LookedUp(1, 8)), answers);
  }

  @Test
  void blocksAHintThatNeverProvedItselfFourTimesAsLongEachTime() {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      book.failed(FIRST, now, 0);
      blocks.add(blockMillis(FIRST));
    }

    assertEquals(List.of(5_000L, 60_000L, 240_000L, 960_000L, 3_600_000L, 3_600_000L), blocks);
  }

  @Test
  void blocksAnEndpointThatProvedItselfShortly() {
    book.verified(FIRST, Hellos.NODE.id());

    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      book.failed(FIRST, now, 0);
      blocks.add(blockMillis(FIRST));
    }

    assertEquals(List.of(5_000L, 15_000L, 15_000L), blocks);
  }

  @Test
  void asksAgainWhenTheNodeSaysSo() {
    book.failed(FIRST, now, 700);

    assertEquals(700, blockMillis(FIRST));
  }

  @Test
  void forgetsAFailureOnceSomebodyProvesItself() {
    book.failed(FIRST, now, 0);
    book.verified(FIRST, Hellos.NODE.id());
    book.failed(FIRST, now, 0);

    assertEquals(DialBook.FIRST_BLOCK_MILLIS, blockMillis(FIRST));
  }

  /** For how long it is blocked from now on, by looking at every moment a doubling apart. */
  private long blockMillis(Endpoint endpoint) {
    long low = 0;
    long high = 1L << 40;
    while (low < high) {
      long middle = (low + high) / 2;
      if (book.isBlocked(endpoint, now + middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Test
  void remembersAtMostSixtyFourThatAnswered() {
    for (int i = 0; i < 100; i++) {
      book.verified(new Endpoint("203.0.113.7", 1_000 + i), Hellos.NODE.id());
    }

    assertEquals(DialBook.PROVEN_MAX, book.proven().size());
    assertEquals(1_036, book.proven().get(0).port());
  }

  @Test
  void dialsSoManyAtOnceAndSoManyPerJoin() {
    Dialer dialer = new Dialer(2, 4, endpoint -> 0);
    List<Integer> started = new ArrayList<>();

    List<Boolean> accepted = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      int number = i;
      accepted.add(dialer.dial(FIRST, now, () -> started.add(number)));
    }

    assertEquals(List.of(true, true, true, true, false), accepted);
    assertEquals(List.of(1, 2), started);
    dialer.done(FIRST);
    assertEquals(List.of(1, 2, 3), started);
    dialer.refill(now);
    assertTrue(dialer.dial(FIRST, now, () -> started.add(6)));
  }

  @Test
  void dialsAgainWithoutANewLookupAfterAMinute() {
    Dialer dialer = new Dialer(1, 1, endpoint -> 0);
    dialer.dial(FIRST, now, () -> {});

    assertFalse(dialer.dial(FAR, now + 59_999, () -> {}));
    assertTrue(dialer.dial(FAR, now + 60_000, () -> {}));
  }

  @Test
  void dialsOtherNetworksFirstAndThoseWithMoreVouchers() {
    Endpoint farther = new Endpoint("192.0.2.1", 7000);
    vouchers.heard(hint(farther, "a"));
    vouchers.heard(hint(farther, "b"));
    vouchers.heard(hint(FAR, "a"));
    Dialer dialer = new Dialer(1, 32, vouchers::of);
    List<Endpoint> started = new ArrayList<>();
    for (Endpoint endpoint : List.of(FIRST, NEXT_DOOR, FAR, farther)) {
      dialer.dial(endpoint, now, () -> started.add(endpoint));
    }

    dialer.done(FIRST);
    dialer.done(farther);
    dialer.done(FAR);

    assertEquals(List.of(FIRST, farther, FAR, NEXT_DOOR), started);
  }

  @Test
  void believesNoResponderWhoseHintsLedToStrangers() {
    for (int i = 0; i < 3; i++) {
      Endpoint stranger = new Endpoint("203.0.113.9", 1_000 + i);
      vouchers.heard(hint(stranger, "liar"));
      vouchers.blame(stranger);
    }
    vouchers.heard(hint(FAR, "liar"));
    vouchers.heard(hint(FAR, "honest"));

    assertEquals(1, vouchers.of(FAR));
    vouchers.praise(FAR);
    assertEquals(2, vouchers.of(FAR));
  }
}
