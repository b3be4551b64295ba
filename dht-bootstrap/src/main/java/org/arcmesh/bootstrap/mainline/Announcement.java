package org.arcmesh.bootstrap.mainline;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.arcmesh.core.Bytes;

/** The writing half of an announce: one announce_peer to each node that gave a token. */
final class Announcement {
  /** Guess: two patiences of a lookup; these nodes have just answered. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Bytes key;
  private final int port;
  private final Rpc rpc;
  private final CompletableFuture<Integer> result;
  private final Set<Search.Responder> open = new LinkedHashSet<>();
  private int stored;

  Announcement(Bytes key, int port, Rpc rpc, CompletableFuture<Integer> result) {
    this.key = key;
    this.port = port;
    this.rpc = rpc;
    this.result = result;
  }

  void begin(List<Search.Responder> responders) {
    responders.stream().filter(responder -> !responder.token().isEmpty()).forEach(open::add);
    for (Search.Responder holder : List.copyOf(open)) {
      rpc.announce(holder, key, port, PATIENCE, () -> settle(holder, 1), () -> settle(holder, 0));
    }
    if (open.isEmpty()) {
      result.complete(0);
    }
  }

  /** Of a holder that was silent, we hear again when mldht gives up. */
  private void settle(Search.Responder holder, int count) {
    if (open.remove(holder)) {
      stored += count;
      if (open.isEmpty()) {
        result.complete(stored);
      }
    }
  }
}
