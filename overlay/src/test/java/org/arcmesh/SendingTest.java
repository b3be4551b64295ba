package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.junit.jupiter.api.Test;

class SendingTest {
  private final List<Runnable> turns = new ArrayList<>();
  private final Sending sending = new Sending(turns::add);
  private final Peer peer = new Peer();

  /** Takes what it has room for, and says when links have accepted it. */
  private static final class Peer implements Broadcast {
    private final List<Bytes> taken = new ArrayList<>();
    private int room = 3;
    private LongConsumer listener;

    @Override
    public long broadcast(Bytes payload) {
      taken.add(payload);
      return taken.size() - 1;
    }

    @Override
    public boolean hasRoom() {
      return taken.size() < room;
    }

    @Override
    public void onAccepted(LongConsumer listener) {
      this.listener = listener;
    }
  }

  private void runTurns() {
    List.copyOf(turns).forEach(Runnable::run);
    turns.clear();
  }

  private List<CompletableFuture<Long>> send(int count) {
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(sending.send(Bytes.utf8("broadcast " + i)));
    }
    return futures;
  }

  @Test
  void oneTurnTakesAllThatThereIsRoomFor() {
    sending.open(peer);

    List<CompletableFuture<Long>> futures = send(5);
    assertEquals(1, turns.size());
    runTurns();

    assertEquals(3, peer.taken.size());
    assertTrue(futures.stream().noneMatch(CompletableFuture::isDone));
  }

  @Test
  void aFutureCompletesWhenLinksHaveAcceptedItAndMakesRoomForOthers() {
    sending.open(peer);
    List<CompletableFuture<Long>> futures = send(5);
    runTurns();

    peer.room = 5;
    peer.listener.accept(2);

    assertEquals(0, futures.get(0).join());
    assertEquals(1, futures.get(1).join());
    assertFalse(futures.get(2).isDone());
    assertEquals(5, peer.taken.size());
    peer.listener.accept(5);
    assertEquals(4, futures.get(4).join());
  }

  @Test
  void whatIsSentBeforeThePeerIsThereWaitsForIt() {
    List<CompletableFuture<Long>> futures = send(2);
    runTurns();

    sending.open(peer);
    peer.listener.accept(2);

    assertEquals(1, futures.get(1).join());
  }

  @Test
  void refusesMoreThanMayWait() {
    send(Sending.WAITING_MAX);

    CompletableFuture<Long> more = sending.send(Bytes.utf8("one more"));

    assertThrows(CompletionException.class, more::join);
    Bytes huge = Bytes.wrap(new byte[16 << 20]);
    Sending other = new Sending(turns::add);
    assertFalse(other.send(huge).isDone());
    assertFalse(other.send(huge).isDone());
    assertTrue(other.send(huge).isCompletedExceptionally());
    assertTrue(other.send(Bytes.utf8("x")).isCompletedExceptionally());
  }

  @Test
  void whatIsNotAcceptedFailsWhenThePeerEnds() {
    sending.open(peer);
    List<CompletableFuture<Long>> futures = send(5);
    runTurns();

    sending.close();

    assertTrue(futures.stream().allMatch(CompletableFuture::isCompletedExceptionally));
    assertTrue(sending.send(Bytes.EMPTY).isCompletedExceptionally());
  }
}
