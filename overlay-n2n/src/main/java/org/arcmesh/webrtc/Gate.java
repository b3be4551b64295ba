package org.arcmesh.webrtc;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage;

/** What {@link Faults} do to the frames of one link or door, on arrival. On the peer's thread. */
final class Gate {
  /** A lost packet of SCTP is sent again after about this long where round trips are short. */
  private static final long RETRANSMISSION_MILLIS = 100;

  private final LivePeer peer;
  private final PeerId remote;
  private final Consumer<Message> passage;
  private final ArrayDeque<Late> late = new ArrayDeque<>();
  private boolean closed;

  private record Late(Message message, long dueNanos) {}

  /**
   * @param passage takes what gets through, in the order in which it came
   */
  Gate(LivePeer peer, PeerId remote, Consumer<Message> passage) {
    this.peer = peer;
    this.remote = remote;
    this.passage = passage;
  }

  /** Nothing that is late gets through any more. */
  void close() {
    closed = true;
    late.clear();
  }

  void arrive(Message message) {
    if (isCut(message)) {
      peer.traffic().countDropped(Traffic.Drop.CUT);
      return;
    }
    double loss = peer.faults().loss();
    boolean lost = loss > 0 && peer.luck().nextDouble() < loss;
    if (lost && message instanceof Message.Expendable) {
      peer.traffic().countDropped(Traffic.Drop.LOSS);
    } else {
      long wait = peer.faults().lateMillis(remote);
      hold(message, lost && late.isEmpty() ? wait + RETRANSMISSION_MILLIS : wait);
    }
  }

  private void hold(Message message, long waitMillis) {
    if (waitMillis == 0 && late.isEmpty()) {
      passage.accept(message);
      return;
    }
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    boolean first = late.isEmpty();
    // Links are ordered: what follows a late frame is late, too.
    late.add(new Late(message, first ? due : Math.max(due, late.getLast().dueNanos())));
    if (first) {
      peer.loop().schedule(this::release, waitMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void release() {
    long now = System.nanoTime();
    while (!closed && !late.isEmpty() && late.peek().dueNanos() - now <= 0) {
      passage.accept(late.poll().message());
    }
    if (!closed && !late.isEmpty()) {
      long left = late.peek().dueNanos() - now;
      peer.loop().schedule(this::release, left, TimeUnit.NANOSECONDS);
    }
  }

  private boolean isCut(Message message) {
    return peer.faults().cuts(remote, peer.id())
        || message instanceof SignalingMessage signal && signal.isCutBy(peer.faults());
  }
}
