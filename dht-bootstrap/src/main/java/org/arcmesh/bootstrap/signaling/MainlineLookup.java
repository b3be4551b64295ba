package org.arcmesh.bootstrap.signaling;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.core.Bytes;

/**
 * The mainline DHT as discovery uses it. Called on any thread, never blocks; answers come on any
 * thread.
 */
public interface MainlineLookup {

  /** No DHT: contacts are all there is. */
  MainlineLookup NONE =
      new MainlineLookup() {
        @Override
        public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
          return CompletableFuture.completedFuture(new LookupResult(List.of(), 0));
        }

        @Override
        public CompletableFuture<Integer> announce(Bytes key, int port) {
          return CompletableFuture.completedFuture(0);
        }
      };

  /** The DHT as a node of it sees it. */
  static MainlineLookup of(Mainline mainline) {
    return new MainlineLookup() {
      @Override
      public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
        return mainline.lookup(key, onFound);
      }

      @Override
      public CompletableFuture<Integer> announce(Bytes key, int port) {
        return mainline.announce(key, port);
      }
    };
  }

  /**
   * Looks {@code key} up.
   *
   * @param onFound told of an endpoint as soon as it is named, and again when others name it
   * @return the same endpoints with all who named them
   */
  CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound);

  /**
   * Announces that {@code key} is served at {@code port} of our address.
   *
   * @return how many nodes of the DHT stored it
   */
  CompletableFuture<Integer> announce(Bytes key, int port);
}
