package org.arcmesh.n2n;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Secret;

/** The messages by which neighbors open, keep and close links for each other. */
public sealed interface SignalingMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          1,
          "signaling",
          List.of(
              Introduce.class,
              Signal.class,
              Candidate.class,
              Refuse.class,
              Heartbeat.class,
              Goodbye.class));

  /** From a mediator: open an arc to {@code target}, a neighbor of mine, through me. */
  record Introduce(PeerId target) implements SignalingMessage {
    public Introduce {
      Objects.requireNonNull(target);
    }
  }

  /**
   * An offer, or its answer, on its way from its author through at most one mediator.
   *
   * @param answer whether this is the answer
   * @param from its author
   * @param to whom it is for
   * @param session the attempt it belongs to, named by the author of the offer
   * @param description how the author can be connected to
   * @param publicKey of the author; {@code from} follows from it
   * @param signature of the author, see {@link SignalCheck}
   * @param code proves that the author knows the secret of a private overlay; empty in a public one
   */
  record Signal(
      boolean answer,
      PeerId from,
      PeerId to,
      long session,
      Description description,
      Bytes publicKey,
      Bytes signature,
      Bytes code)
      implements SignalingMessage, Expendable {
    public Signal {
      code = code == null ? Bytes.EMPTY : code;
      Objects.requireNonNull(description);
      requireTwo(from, to);
      if (publicKey.size() != 32 || signature.size() != 64) {
        throw new IllegalArgumentException("no Ed25519 key and signature");
      }
      if (!code.isEmpty() && code.size() != Secret.CODE_BYTES) {
        throw new IllegalArgumentException("a code of " + code.size() + " bytes");
      }
    }
  }

  /** A candidate that the author of an offer or answer found only later. */
  record Candidate(PeerId from, PeerId to, long session, String candidate)
      implements SignalingMessage {
    public Candidate {
      requireTwo(from, to);
      Description.checkCandidate(candidate);
    }
  }

  /**
   * The author of the offer gets no answer.
   *
   * @param from who refuses: the other side, or the mediator
   * @param to the author of the offer
   * @param cause {@code REFUSED}, {@code BUSY} if asking again soon makes sense, or {@code
   *     NO_ROUTE} if the mediator does not know the other side
   */
  record Refuse(PeerId from, PeerId to, long session, Cause cause) implements SignalingMessage {
    public Refuse {
      requireTwo(from, to);
      Objects.requireNonNull(cause);
    }
  }

  /**
   * We are alive. Sent every period, and at once when a number has changed.
   *
   * @param arcs the arcs we have to the receiver, opening ones excepted: an absolute number, so
   *     that one heartbeat repairs whatever was lost
   * @param holds our holds on the link
   * @param timeMillis our clock
   * @param echoMillis the {@code timeMillis} last heard from the receiver, or -1
   * @param heldMillis for how long we have had it: receiver's now − echo − held is a round trip
   */
  record Heartbeat(int arcs, int holds, long timeMillis, long echoMillis, int heldMillis)
      implements SignalingMessage {
    public Heartbeat {
      if (arcs < 0 || holds < 0 || heldMillis < 0) {
        throw new IllegalArgumentException("a negative count in a heartbeat");
      }
    }
  }

  /** The author closes the link at once. */
  record Goodbye(Cause cause) implements SignalingMessage {
    public Goodbye {
      Objects.requireNonNull(cause);
    }
  }

  /**
   * Whether a fault cuts this message, which may be on its way through a mediator: a link that
   * cannot be is not agreed on, whoever carries the offer.
   */
  default boolean isCutBy(Faults faults) {
    if (this instanceof Signal signal) {
      return faults.cutsSetUps(signal.from(), signal.to());
    }
    if (this instanceof Candidate candidate) {
      return faults.cutsSetUps(candidate.from(), candidate.to());
    }
    return this instanceof Refuse refuse && faults.cutsSetUps(refuse.from(), refuse.to());
  }

  private static void requireTwo(PeerId from, PeerId to) {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a signal from a peer to itself");
    }
  }
}
