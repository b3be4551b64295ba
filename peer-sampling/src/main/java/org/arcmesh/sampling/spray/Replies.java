package org.arcmesh.sampling.spray;

import java.time.Duration;
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
  private static final int QUIET_RESENDS = 8;

  private final long keptMillis;

  // The oldest first; linked by hand, since a deque of each of 10^6 peers takes 100 MB when empty.
  private Reply first;
  private Reply last;
  private int count;

  private static final class Reply {
    final PeerId neighbor;
    final SprayMessage message;
    long atMillis;
    Reply next;

    Reply(PeerId neighbor, SprayMessage message, long atMillis) {
      this.neighbor = neighbor;
      this.message = message;
      this.atMillis = atMillis;
    }
  }

  /**
   * @param resend the time after which an exchange is sent again
   */
  Replies(Duration resend) {
    keptMillis = resend.multipliedBy(QUIET_RESENDS).toMillis();
  }

  void put(PeerId neighbor, SprayMessage message, long nowMillis) {
    while (first != null && (count == KEPT_MAX || nowMillis - first.atMillis > keptMillis)) {
      first = first.next;
      count--;
    }
    Reply reply = new Reply(neighbor, message, nowMillis);
    if (first == null) {
      first = reply;
    } else {
      last.next = reply;
    }
    last = reply;
    count++;
  }

  /** The answer to a copy; as long as copies come, it is kept. */
  Optional<SprayMessage> find(PeerId neighbor, int round, long nowMillis) {
    for (Reply reply = first; reply != null; reply = reply.next) {
      if (roundOf(reply.message) == round && reply.neighbor.equals(neighbor)) {
        reply.atMillis = nowMillis;
        return Optional.of(reply.message);
      }
    }
    return Optional.empty();
  }

  void forget(PeerId neighbor) {
    Reply before = null;
    for (Reply reply = first; reply != null; reply = reply.next) {
      if (!reply.neighbor.equals(neighbor)) {
        before = reply;
        continue;
      }
      if (before == null) {
        first = reply.next;
      } else {
        before.next = reply.next;
      }
      if (last == reply) {
        last = before;
      }
      count--;
    }
  }

  private static int roundOf(SprayMessage reply) {
    return reply instanceof Answer answer ? answer.round() : ((Busy) reply).round();
  }
}
