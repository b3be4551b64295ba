package org.arcmesh.sampling.spray;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/** The messages of Spray. */
public sealed interface SprayMessage extends Message {
  /** Largest sample: a frame of 64 KiB holds some 2,900 ids of 22 bytes. */
  int SAMPLE_MAX = 2_000;

  MessageTable TABLE =
      new MessageTable(
          2,
          "spray",
          List.of(Subscribe.class, Forward.class, Exchange.class, Answer.class, Busy.class));

  /** subs(o): the sender is new here and has just opened its arc to us. */
  record Subscribe() implements SprayMessage {}

  /** fwdSubs(o): open an arc to the newcomer, through me. */
  record Forward(PeerId newcomer) implements SprayMessage {
    public Forward {
      Objects.requireNonNull(newcomer);
    }
  }

  /**
   * The initiator's half of its view, offered for half of ours.
   *
   * @param round names the exchange among those of its initiator
   * @param sample targets of the offered arcs, ourselves replaced by the initiator
   * @param arcs usable ones of the initiator's view
   */
  record Exchange(int round, List<PeerId> sample, int arcs) implements SprayMessage {
    public Exchange {
      sample = checked(sample, arcs);
    }
  }

  /**
   * The receiver's half. From now on the offered arcs are the receiver's.
   *
   * @param round of the exchange that is answered
   * @param sample targets of the arcs given in return, the initiator replaced by the sender
   * @param arcs usable ones of the sender's view before the exchange
   */
  record Answer(int round, List<PeerId> sample, int arcs) implements SprayMessage {
    public Answer {
      sample = checked(sample, arcs);
    }
  }

  /** Refused for good: the receiver was itself in the middle of an exchange. */
  record Busy(int round) implements SprayMessage {}

  /**
   * The sample as {@code receiver} gets it: an arc to whoever receives it would be a self-loop, so
   * it becomes one to whoever sends it.
   *
   * @param most of the sample so many at most are {@code receiver}; the rest is not looked at
   */
  static List<PeerId> replaced(List<PeerId> sample, PeerId receiver, PeerId sender, int most) {
    if (most == 0) {
      return sample;
    }
    PeerId[] replaced = sample.toArray(PeerId[]::new);
    int left = most;
    for (int i = 0; i < replaced.length && left > 0; i++) {
      if (replaced[i].equals(receiver)) {
        replaced[i] = sender;
        left--;
      }
    }
    return List.of(replaced);
  }

  private static List<PeerId> checked(List<PeerId> sample, int arcs) {
    if (sample.size() > SAMPLE_MAX) {
      throw new IllegalArgumentException("a sample of " + sample.size() + " arcs");
    }
    if (arcs < 0) {
      throw new IllegalArgumentException("a view of " + arcs + " arcs");
    }
    return List.copyOf(sample);
  }
}
