package org.arcmesh.sim;

import java.util.concurrent.locks.LockSupport;

/**
 * The threads that let the shards of a simulation go on: the calling one, and hired hands.
 *
 * <p>Between two windows there are microseconds, so who waits looks again and again for a while
 * before it lets others have the processor. A hand without work for a second ends; the next work
 * starts another.
 */
final class Crew {
  /** Some tens of microseconds: longer than a barrier, shorter than to be woken up twice. */
  private static final int LOOKS = 2_000;

  private static final long IDLE_NANOS = 1_000_000_000L;

  private final Shard[] shards;
  private final Hand[] hands;

  /**
   * @param threads at most so many, the calling one included
   */
  Crew(Shard[] shards, int threads) {
    this.shards = shards;
    this.hands = new Hand[Math.min(shards.length, threads) - 1];
    for (int i = 0; i < hands.length; i++) {
      hands[i] = new Hand(i + 1);
    }
  }

  /** Lets all shards go on until {@code tick}, side by side. */
  void run(long tick) {
    for (Hand hand : hands) {
      hand.begin(tick);
    }
    runShare(0, tick);
    for (Hand hand : hands) {
      hand.await();
    }
  }

  /** The same on the calling thread alone: where there is little to do. */
  void runAlone(long tick) {
    for (Shard shard : shards) {
      shard.run(tick);
    }
  }

  private void runShare(int member, long tick) {
    for (int shard = member; shard < shards.length; shard += hands.length + 1) {
      shards[shard].run(tick);
    }
  }

  private final class Hand {
    private final int member;
    private long tick;

    /** How many windows were begun, by the calling thread, and how many are done, by the hand. */
    private volatile long begun;

    private volatile long done;

    /** Who sleeps until it is woken up, if anybody does. */
    private volatile boolean asleep = true;

    private volatile Thread waiting;

    /** Guarded by this. */
    private Thread thread;

    Hand(int member) {
      this.member = member;
    }

    void begin(long tick) {
      this.tick = tick;
      begun++; // Only this thread writes it.
      if (asleep) {
        wake();
      }
    }

    private synchronized void wake() {
      if (thread == null) {
        thread = new Thread(this::work, "simulation-" + member);
        thread.setDaemon(true);
        thread.start();
      } else {
        LockSupport.unpark(thread);
      }
    }

    private void work() {
      long window = done;
      while (awaitWork(window)) {
        window++;
        runShare(member, tick);
        done = window;
        Thread caller = waiting;
        if (caller != null) {
          LockSupport.unpark(caller);
        }
      }
    }

    /** Whether there is another window to be done; if not, this thread has to end. */
    private boolean awaitWork(long window) {
      for (int look = 0; look < LOOKS; look++) {
        if (begun != window) {
          asleep = false;
          return true;
        }
        Thread.onSpinWait();
      }
      asleep = true;
      long since = System.nanoTime();
      while (begun == window) {
        LockSupport.parkNanos(this, IDLE_NANOS);
        if (System.nanoTime() - since >= IDLE_NANOS && isOver(window)) {
          return false;
        }
      }
      asleep = false;
      return true;
    }

    private synchronized boolean isOver(long window) {
      if (begun != window) {
        return false;
      }
      thread = null;
      return true;
    }

    void await() {
      for (int look = 0; look < LOOKS; look++) {
        if (done == begun) {
          return;
        }
        Thread.onSpinWait();
      }
      waiting = Thread.currentThread();
      while (done != begun) {
        LockSupport.park(this);
      }
      waiting = null;
    }
  }
}
