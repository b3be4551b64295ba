package org.arcmesh.broadcast.linkstate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The number of the present epoch, which all peers of a component agree on.
 *
 * <p>The peer with the smallest id says when one begins; if it does not, somebody else does a
 * little later. Numbers only grow. Two components that meet go on with the greater one, in one
 * jump.
 *
 * <p>A liar can only hurry: an epoch is not followed by the next at once, one far ahead is believed
 * rarely, and one very far ahead never, so that numbers do not run out.
 */
final class Epochs {
  /** What was heard of an epoch. */
  enum Verdict {
    NEW,
    OLD,
    /** Sooner after the last one, or further ahead, than it can be. */
    REFUSED
  }

  /** The next one and, as a frame may be lost or late, the one after it. */
  private static final int STEPS_MAX = 2;

  /** Guess: more epochs than two components can be apart, 60 days. */
  private static final long JUMP_MAX = 1L << 20;

  /** Guess: epochs between two jumps. */
  private static final int JUMP_PAUSE = 6;

  /** Guess: so many first epochs of an overlay are short, so that it has trees soon. */
  private static final int SHORT_EPOCHS = 6;

  /**
   * News reach a thousand peers within an epoch, and fewer sooner: their epochs are shorter in
   * proportion, but for the share that {@link #hear} asks for, so that trees follow what happens.
   */
  private static final int PEERS_OF_A_FULL_EPOCH = 1_000;

  private static final double SHORTEST = 0.3;

  private final long periodMillis;
  private long now = 1;
  private long since;
  private long jumpedAt;

  Epochs(Duration period, long nowMillis) {
    periodMillis = period.toMillis();
    since = nowMillis - periodMillis;
    jumpedAt = nowMillis - JUMP_PAUSE * periodMillis;
  }

  long now() {
    return now;
  }

  Verdict hear(long number, long nowMillis) {
    if (number <= now) {
      return Verdict.OLD;
    }
    if (number - now <= STEPS_MAX) {
      if (nowMillis - since < periodMillis / 4) {
        return Verdict.REFUSED;
      }
    } else if (number - now > JUMP_MAX || nowMillis - jumpedAt < JUMP_PAUSE * periodMillis) {
      return Verdict.REFUSED;
    } else {
      jumpedAt = nowMillis;
    }
    now = number;
    since = nowMillis;
    return Verdict.NEW;
  }

  /** We begin the next one ourselves. */
  void next(long nowMillis) {
    now++;
    since = nowMillis;
  }

  /**
   * How long the present epoch lasts, in milliseconds.
   *
   * @param peers how many we know of
   */
  long lengthMillis(int peers) {
    double share = now < SHORT_EPOCHS ? 0 : (double) peers / PEERS_OF_A_FULL_EPOCH;
    return (long) (periodMillis * Math.max(SHORTEST, Math.min(1, share)));
  }

  /** How long to wait for others to begin the next one. */
  Duration untilOurTurn(boolean smallest, int peers, RandomGenerator random) {
    long length = lengthMillis(peers);
    long wait = smallest ? length : length * 3 / 2 + random.nextLong(length / 2 + 1);
    return Duration.ofMillis(wait);
  }
}
