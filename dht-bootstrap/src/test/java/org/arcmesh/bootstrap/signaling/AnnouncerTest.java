package org.arcmesh.bootstrap.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private final EmbeddedChannel time = new EmbeddedChannel();
  private final ArrayDeque<CompletableFuture<Integer>> results = new ArrayDeque<>();
  private final List<Long> announcedAt = new ArrayList<>();
  private long nowMillis;

  private Announcer announcer(boolean isPublic) {
    time.freezeTime();
    return new Announcer(
        time.eventLoop(),
        isPublic,
        () -> {
          announcedAt.add(nowMillis);
          return results.isEmpty() ? stored(0) : results.poll();
        });
  }

  private static CompletableFuture<Integer> stored(int nodes) {
    return CompletableFuture.completedFuture(nodes);
  }

  private void runFor(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; nowMillis += 50) {
      time.advanceTimeBy(50, TimeUnit.MILLISECONDS);
      time.runPendingTasks();
    }
  }

  @Test
  void retriesAfterFifteenThirtyAndSixtySecondsUntilStored() {
    Announcer announcer = announcer(true);
    results.add(stored(0));
    results.add(CompletableFuture.failedFuture(new java.io.IOException("no route")));

    announcer.start();
    runFor(170_000);

    assertEquals(
        List.of(0L, 15L, 45L, 105L, 165L),
        announcedAt.stream().map(t -> (t + 50) / 1_000).toList());
    assertEquals(0, announcer.stored());
  }

  @Test
  void announcesEveryTenMinutesMoreOrLessOnceStored() {
    Announcer announcer = announcer(true);
    results.add(stored(20));
    results.add(stored(20));

    announcer.start();
    runFor(479_000);
    assertEquals(1, announcedAt.size());
    runFor(242_000);

    assertEquals(2, announcedAt.size());
    assertEquals(2, announcer.stored());
  }

  @Test
  void retriesSoonerInAPrivateNetworkWhereAllStartTogether() {
    Announcer announcer = announcer(false);

    announcer.start();
    runFor(9_000);

    assertEquals(
        List.of(0L, 250L, 1_250L, 3_250L, 8_250L),
        announcedAt.stream().map(t -> (t + 50) / 250 * 250).toList());
  }

  @Test
  void aWithdrawnAnnouncementIsNotRepeated() {
    Announcer announcer = announcer(false);
    CompletableFuture<Integer> pending = new CompletableFuture<>();
    results.add(pending);
    announcer.start();
    runFor(1_000);

    announcer.stop();
    pending.complete(0);
    runFor(60_000);

    assertEquals(1, announcedAt.size());
  }

  @Test
  void startingTwiceAnnouncesOnce() {
    Announcer announcer = announcer(true);
    results.add(stored(8));

    announcer.start();
    announcer.start();
    runFor(1_000);

    assertEquals(1, announcedAt.size());
    assertTrue(results.isEmpty());
  }
}
