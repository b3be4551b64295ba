package org.arcmesh.bootstrap.signaling;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.arcmesh.core.Bytes;

/**
 * The mainline DHT as discovery uses it: hints by key (BEP 5). Called on any thread, never blocks;
 * answers come on any thread.
 */
public interface MainlineLookup {

  /** No DHT: contacts are all there is. */
  MainlineLookup NONE =
      new MainlineLookup() {
        @Override
        public CompletableFuture<Integer> lookup(Bytes key, Consumer<Hint> onFound) {
          return CompletableFuture.completedFuture(0);
        }

        @Override
        public CompletableFuture<Integer> announce(Bytes key, int port) {
          return CompletableFuture.completedFuture(0);
        }
      };

  /**
   * Looks {@code key} up, with every hint as it comes, also several times from several responders.
   *
   * @return how many nodes of the DHT answered; completed after the last hint
   */
  CompletableFuture<Integer> lookup(Bytes key, Consumer<Hint> onFound);

  /**
   * Announces that {@code key} is served at {@code port} of our address.
   *
   * @return how many nodes of the DHT stored it
   */
  CompletableFuture<Integer> announce(Bytes key, int port);

  /**
   * What some node of the DHT said.
   *
   * @param host an IP address
   * @param port 0 to 65535; nobody checked it
   * @param responder who said so: whom to blame if it is wrong
   */
  record Hint(String host, int port, String responder) {
    public Hint {
      Objects.requireNonNull(host);
      Objects.requireNonNull(responder);
    }
  }
}
