package org.arcmesh;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;

/**
 * Broadcasts on their way from the application's threads to the peer's, and what became of them.
 *
 * <p>The peer takes all that wait in one turn, while it has room; a future completes when links
 * have accepted its broadcast. Methods may be called from any thread, unless they say otherwise.
 */
final class Sending {
  static final int WAITING_MAX = 10_000;

  /** Two of the longest broadcasts. */
  static final long BYTES_MAX = 32L << 20;

  private final Consumer<Runnable> turns;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean closed;

  /** Taken by the peer, on its thread only. */
  private final ArrayDeque<Taken> taken = new ArrayDeque<>();

  private Broadcast broadcast;
  private boolean taking;

  /** All of lower numbers have been accepted. */
  private long done;

  private record Waiting(Bytes payload, CompletableFuture<Long> accepted) {}

  private record Taken(long number, Waiting sent) {}

  /**
   * @param turns has something run on the peer's thread
   */
  Sending(Consumer<Runnable> turns) {
    this.turns = turns;
  }

  /** Where broadcasts go. Called once, on the peer's thread. */
  void open(Broadcast broadcast) {
    this.broadcast = broadcast;
    broadcast.onAccepted(this::accepted);
    take();
  }

  CompletableFuture<Long> send(Bytes payload) {
    CompletableFuture<Long> accepted = new CompletableFuture<>();
    if (closed) {
      accepted.completeExceptionally(left());
    } else if (count.incrementAndGet() > WAITING_MAX
        | bytes.addAndGet(payload.size()) > BYTES_MAX) {
      finished(payload);
      accepted.completeExceptionally(
          new IllegalStateException("too many broadcasts at once: wait for earlier ones"));
    } else {
      waiting.add(new Waiting(payload, accepted));
      ask();
      if (closed) {
        fail();
      }
    }
    return accepted;
  }

  private void ask() {
    if (asked.compareAndSet(false, true)) {
      turns.accept(
          () -> {
            asked.set(false);
            take();
          });
    }
  }

  /** Hands to the peer what it has room for. On its thread. */
  private void take() {
    if (broadcast == null || taking) {
      return;
    }
    taking = true;
    while (broadcast.hasRoom()) {
      Waiting next = waiting.poll();
      if (next == null) {
        break;
      }
      // It may be accepted before its number is known here.
      long number = broadcast.broadcast(next.payload());
      taken.add(new Taken(number, next));
      complete();
    }
    taking = false;
  }

  private void accepted(long done) {
    this.done = done;
    complete();
    take();
  }

  private void complete() {
    while (!taken.isEmpty() && taken.peek().number() < done) {
      Taken first = taken.remove();
      finished(first.sent().payload());
      first.sent().accepted().complete(first.number());
    }
  }

  private void finished(Bytes payload) {
    count.decrementAndGet();
    bytes.addAndGet(-payload.size());
  }

  /** The peer is over. Called when its thread has done the last for it. */
  void close() {
    closed = true;
    fail();
    for (Taken sent : taken) {
      sent.sent().accepted().completeExceptionally(left());
    }
  }

  private void fail() {
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      next.accepted().completeExceptionally(left());
    }
  }

  private static IllegalStateException left() {
    return new IllegalStateException("the overlay has been left");
  }
}
