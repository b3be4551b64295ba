package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.arcmesh.core.Endpoint;

/** Some nodes of a private DHT in this JVM, for testbeds and tests. */
public final class PrivateDht implements AutoCloseable {
  private static final Duration JOIN_MAX = Duration.ofSeconds(3);

  private final List<Mainline> nodes;

  private PrivateDht(List<Mainline> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Starts one node at each address, the first as bootstrap of the others, and waits until they
   * have joined.
   *
   * @param addresses different addresses 127.x.y.z with ports
   * @throws java.net.BindException if one of them is in use; then none is left running
   */
  public static PrivateDht start(List<Endpoint> addresses) throws IOException {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a DHT has at least one node");
    }
    List<Mainline> nodes = new ArrayList<>();
    try {
      for (Endpoint address : addresses) {
        List<Endpoint> bootstrap = nodes.isEmpty() ? List.of() : List.of(addresses.get(0));
        nodes.add(Mainline.start(MainlineConfig.privateNode(address, bootstrap)));
      }
    } catch (IOException | RuntimeException e) {
      nodes.forEach(Mainline::close);
      throw e;
    }
    awaitJoined(nodes);
    return new PrivateDht(nodes);
  }

  /** The address with which a node begins that wants to join. */
  public Endpoint bootstrap() {
    return nodes.get(0).localEndpoint();
  }

  public List<Mainline> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(Mainline::close);
  }

  private static void awaitJoined(List<Mainline> nodes) {
    CompletableFuture<?>[] joined =
        nodes.stream().skip(1).map(Mainline::joined).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(joined).get(JOIN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // They go on trying; lookups work meanwhile.
    } catch (ExecutionException e) {
      throw new AssertionError("joining never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
