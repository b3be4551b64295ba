package org.arcmesh.sampling.spray;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.SprayMessage.Answer;
import org.arcmesh.sampling.spray.SprayMessage.Busy;

/**
 * How we answered the last exchange of each of the latest neighbors, for as long as the link lives.
 * A copy of that exchange gets the same answer, a refusal too: its sender has moved on.
 */
final class Replies {
  /** Guess: a copy comes after seconds, and in a cycle we answer one or two exchanges. */
  private static final int KEPT_MAX = 16;

  private final Map<PeerId, SprayMessage> last = new LinkedHashMap<>(4);

  void put(PeerId neighbor, SprayMessage reply) {
    last.remove(neighbor);
    last.put(neighbor, reply);
    if (last.size() > KEPT_MAX) {
      last.remove(last.keySet().iterator().next());
    }
  }

  Optional<SprayMessage> find(PeerId neighbor, int round) {
    return Optional.ofNullable(last.get(neighbor)).filter(reply -> roundOf(reply) == round);
  }

  void forget(PeerId neighbor) {
    last.remove(neighbor);
  }

  private static int roundOf(SprayMessage reply) {
    return reply instanceof Answer answer ? answer.round() : ((Busy) reply).round();
  }
}
