package org.arcmesh.sampling.cyclon;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/** The messages of Cyclon. */
public sealed interface CyclonMessage extends Message {
  /** Largest subset, and largest view: far more than ln N of any overlay. */
  int ENTRIES_MAX = 64;

  /** Oldest entry: far more cycles than one survives. */
  int AGE_MAX = 1_000_000;

  MessageTable TABLE =
      new MessageTable(
          10,
          "cyclon",
          List.of(
              Subscribe.class, Forward.class, Gift.class, Shuffle.class, Answer.class, Busy.class));

  /**
   * A neighbor as its owner tells others of it.
   *
   * @param age cycles since the neighbor itself put the entry into the world
   */
  record Entry(PeerId peer, int age) {
    public Entry {
      Objects.requireNonNull(peer);
      if (age < 0 || age > AGE_MAX) {
        throw new IllegalArgumentException("an entry of age " + age);
      }
    }
  }

  /** The sender is new here and has just opened its arc to us. */
  record Subscribe() implements CyclonMessage {}

  /** The newcomer's walk ends at the receiver: take it up, through me. */
  record Forward(PeerId newcomer) implements CyclonMessage {
    public Forward {
      Objects.requireNonNull(newcomer);
    }
  }

  /** What the receiver, a newcomer, gets for its place in the sender's view. */
  record Gift(Entry entry) implements CyclonMessage {
    public Gift {
      Objects.requireNonNull(entry);
    }
  }

  /**
   * The initiator's subset, the receiver's entry replaced by the initiator's own of age 0.
   *
   * @param round names the shuffle among those of its initiator
   */
  record Shuffle(int round, List<Entry> entries) implements CyclonMessage {
    public Shuffle {
      entries = checked(entries);
    }
  }

  /** The receiver's subset in return. */
  record Answer(int round, List<Entry> entries) implements CyclonMessage {
    public Answer {
      entries = checked(entries);
    }
  }

  /** Refused for good: the receiver was itself in the middle of a shuffle. */
  record Busy(int round) implements CyclonMessage {}

  private static List<Entry> checked(List<Entry> entries) {
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException("a subset of " + entries.size() + " entries");
    }
    return List.copyOf(entries);
  }
}
