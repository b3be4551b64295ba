package org.arcmesh.sampling.spray;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.SprayMessage.Answer;
import org.arcmesh.sampling.spray.SprayMessage.Busy;

/**
 * How we answered the latest exchanges of neighbors whose link lives. A copy of such an exchange
 * gets the same answer, a refusal too: its sender has moved on.
 */
final class Replies {
  /** Guess: a copy comes after seconds, and in a cycle we answer one or two exchanges. */
  private static final int KEPT_MAX = 16;

  /**
   * Guess: no copy comes after so many times the interval between two copies without one. Until
   * then a sender that waits for its answer has sent again, or its link is down.
   */
  private static final int QUIET_RESENDS = 4;

  private final long keptMillis;

  // The oldest first. Every exchange looks for its round, nearly always in vain: so these are side
  // by side, with the times of the last copies (in ms, of which the low bits suffice).
  private int[] roundsAndTimes = new int[4];
  private Object[] neighborsAndReplies = new Object[4];
  private int count;

  /**
   * @param resend the time after which an exchange is sent again
   */
  Replies(Duration resend) {
    keptMillis = resend.multipliedBy(QUIET_RESENDS).toMillis();
  }

  void put(PeerId neighbor, SprayMessage reply, long nowMillis) {
    int old = 0;
    while (old < count && (count - old == KEPT_MAX || isOld(old, nowMillis))) {
      old++;
    }
    remove(0, old);
    if (2 * count == roundsAndTimes.length) {
      roundsAndTimes = Arrays.copyOf(roundsAndTimes, 4 * count);
      neighborsAndReplies = Arrays.copyOf(neighborsAndReplies, 4 * count);
    }
    roundsAndTimes[2 * count] = roundOf(reply);
    roundsAndTimes[2 * count + 1] = (int) nowMillis;
    neighborsAndReplies[2 * count] = neighbor;
    neighborsAndReplies[2 * count + 1] = reply;
    count++;
  }

  /** As {@link org.arcmesh.core.Protocol#prefetch}. */
  int prefetch() {
    return roundsAndTimes[0] + neighborsAndReplies.length;
  }

  private boolean isOld(int place, long nowMillis) {
    return (int) nowMillis - roundsAndTimes[2 * place + 1] > keptMillis;
  }

  /** The answer to a copy; as long as copies come, it is kept. */
  Optional<SprayMessage> find(PeerId neighbor, int round, long nowMillis) {
    for (int place = 0; place < count; place++) {
      if (roundsAndTimes[2 * place] == round && neighborsAndReplies[2 * place].equals(neighbor)) {
        roundsAndTimes[2 * place + 1] = (int) nowMillis;
        return Optional.of((SprayMessage) neighborsAndReplies[2 * place + 1]);
      }
    }
    return Optional.empty();
  }

  void forget(PeerId neighbor) {
    for (int place = count - 1; place >= 0; place--) {
      if (neighborsAndReplies[2 * place].equals(neighbor)) {
        remove(place, place + 1);
      }
    }
  }

  private void remove(int from, int to) {
    if (from == to) {
      return;
    }
    int after = 2 * (count - to);
    System.arraycopy(roundsAndTimes, 2 * to, roundsAndTimes, 2 * from, after);
    System.arraycopy(neighborsAndReplies, 2 * to, neighborsAndReplies, 2 * from, after);
    int left = count - (to - from);
    Arrays.fill(neighborsAndReplies, 2 * left, 2 * count, null);
    count = left;
  }

  private static int roundOf(SprayMessage reply) {
    return reply instanceof Answer answer ? answer.round() : ((Busy) reply).round();
  }
}
