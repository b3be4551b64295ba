package org.arcmesh.bootstrap.signaling;

import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.DialedBack;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;

/**
 * Dials peers back that ask whether they can be reached. A peer behind a router cannot tell by
 * itself. On the peer's event loop.
 */
final class DialBacks {
  /** Guess: each costs a socket for at most the time of a dial. */
  private static final int AT_ONCE = 8;

  private static final int PER_SECOND = 4;

  private final DoorClient client;
  private final RateLimit rate = new RateLimit(PER_SECOND, System.nanoTime());
  private int underWay;

  DialBacks(DoorConfig config, Admission admission, DoorPeer peer) {
    this.client = new DoorClient(config, admission, peer, Contacts.NONE);
  }

  /** Whether there is time for one more. */
  boolean mayStart() {
    return underWay < AT_ONCE && rate.tryTake(System.nanoTime());
  }

  /** Looks whether {@code expected} answers at {@code endpoint}. */
  void start(Endpoint endpoint, PeerId expected, Consumer<DialedBack> answer) {
    underWay++;
    client.look(
        endpoint,
        new Call.Listener() {
          @Override
          public void probed(PeerId node, Claims claims) {
            end(node.equals(expected) ? null : Rejection.SIGNATURE);
          }

          @Override
          public void failed(Rejection reason, String detail, int retryMillis) {
            end(reason);
          }

          private void end(Rejection flaw) {
            underWay--;
            answer.accept(new DialedBack(endpoint, flaw == null ? null : flaw.word()));
          }
        });
  }
}
