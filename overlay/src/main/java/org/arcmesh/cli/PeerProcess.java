package org.arcmesh.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.arcmesh.Overlay;

/** A peer that is a process of its own: what is typed is broadcast, until it is told to end. */
final class PeerProcess {
  private PeerProcess() {}

  /**
   * Runs until the input ends at a terminal, or the peer ends by itself.
   *
   * @param phrase what is broadcast for a line
   * @return the exit status
   */
  static int run(
      Overlay overlay, PeerOptions options, Terminal terminal, UnaryOperator<String> phrase)
      throws InterruptedException {
    CompletableFuture<Void> typed =
        terminal.readLines(
            line -> {
              if (options.listen().isEmpty()) {
                // Who has not joined would broadcast to nobody; a signaling node may be the first.
                overlay.joined().exceptionally(never -> null).join();
              }
              broadcast(overlay, phrase.apply(line));
            });
    try {
      CompletableFuture.anyOf(typed, overlay.ended()).get();
      return 0;
    } catch (ExecutionException e) {
      System.err.println("the peer ended: " + e.getCause());
      return 1;
    }
  }

  private static void broadcast(Overlay overlay, String phrase) {
    try {
      overlay.broadcast(phrase).join(); // So fast typing, or a file, waits for the peer.
    } catch (IllegalArgumentException e) {
      System.err.println("not sent: " + e.getMessage());
    } catch (CompletionException e) {
      System.err.println("not sent: " + e.getCause().getMessage());
    }
  }
}
