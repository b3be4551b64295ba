package org.arcmesh.bootstrap.mainline;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Private nodes of a test, closed after it, and what tests say often. */
final class PrivateNodes implements AfterEachCallback {
  static final int PORT = 26881;

  private final List<AutoCloseable> open = new ArrayList<>();

  /** A DHT of {@code size} nodes at 127.77.{@code net}.1 and so on. */
  PrivateDht dht(int net, int size) throws IOException {
    return opened(
        PrivateDht.start(IntStream.rangeClosed(1, size).mapToObj(i -> at(net, i)).toList()));
  }

  Mainline node(Endpoint at, Endpoint... bootstrap) throws IOException {
    return opened(Mainline.start(MainlineConfig.privateNode(at, List.of(bootstrap))));
  }

  <T extends AutoCloseable> T opened(T closeable) {
    open.add(0, closeable);
    return closeable;
  }

  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    open.clear();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    closeAll();
  }

  static Endpoint at(int net, int host) {
    return new Endpoint("127.77." + net + "." + host, PORT);
  }

  static LookupResult look(Mainline node, Bytes key) throws Exception {
    return get(node.lookup(key, hint -> {}));
  }

  static List<Endpoint> endpoints(LookupResult result) {
    return result.hints().stream().map(Hint::endpoint).toList();
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, SECONDS);
  }

  /** Prints and returns the time that {@code what} took. */
  static double print(String what, long sinceNanos) {
    double millis = (System.nanoTime() - sinceNanos) / 1e6;
    System.out.printf("%s: %.1f ms%n", what, millis);
    return millis;
  }
}
