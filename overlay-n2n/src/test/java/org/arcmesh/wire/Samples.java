package org.arcmesh.wire;

import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Description;
import org.arcmesh.n2n.SignalingMessage;

/** One signaling message of each kind. */
final class Samples {
  static final PeerId ALICE = PeerId.ofPublicKey(Bytes.utf8("alice"));
  static final PeerId BOB = PeerId.ofPublicKey(Bytes.utf8("bob"));

  static final Description DESCRIPTION =
      new Description(
          "abcd",
          "0123456789abcdefghijkl",
          Bytes.wrap(new byte[32]),
          List.of("1 1 udp 2122260223 192.0.2.1 54321 typ host"));

  static final List<Message> SIGNALING =
      List.of(
          new SignalingMessage.Introduce(BOB),
          new SignalingMessage.Signal(
              true,
              ALICE,
              BOB,
              Long.MIN_VALUE,
              DESCRIPTION,
              Bytes.wrap(new byte[32]),
              Bytes.wrap(new byte[64]),
              Bytes.EMPTY),
          new SignalingMessage.Candidate(
              ALICE, BOB, 7, "1 1 udp 2122260223 192.0.2.1 54321 typ host"),
          new SignalingMessage.Refuse(BOB, ALICE, -1, Cause.NO_ROUTE),
          new SignalingMessage.Heartbeat(3, 1, Long.MAX_VALUE, -1, 250),
          new SignalingMessage.Goodbye(Cause.GOODBYE));

  private Samples() {}
}
