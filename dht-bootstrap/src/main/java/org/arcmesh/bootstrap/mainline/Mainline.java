package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of the BitTorrent mainline DHT (BEP 5): it looks keys up, announces itself under them,
 * and answers and stores for others.
 *
 * <p>Any thread may call. Everything is asked and answered on one thread of the node's own, a
 * daemon: hints and the completion of futures come on it, so what depends on them must not block.
 * That the network does not answer is no failure; operations then end with what there is. From its
 * start the node keeps trying to join until it knows others.
 *
 * <p>BEP 5 stores one endpoint per IP address and key: of two signaling nodes on one address, the
 * DHT remembers the last.
 */
public final class Mainline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mainline.class);

  private final NodeLoop loop;
  private final DhtNode node;
  private final Lookups lookups;
  private final Joining joining;
  private final Rpc rpc;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Mainline(MainlineConfig config, NodeLoop loop, DhtNode node) {
    this.loop = loop;
    this.node = node;
    this.rpc = new Rpc(node.server(), loop, config.isPrivate());
    BootstrapAddresses bootstrap = new BootstrapAddresses(config);
    this.lookups = new Lookups(node, rpc, loop, bootstrap);
    this.joining = new Joining(node, lookups, loop, bootstrap, config.isPrivate());
  }

  /**
   * Binds the node's UDP port and begins to join the DHT, which goes on after this returns. Blocks
   * for some milliseconds; for the first node of a JVM, half a second.
   *
   * @throws java.net.BindException if the port is in use or the address is not of this machine; the
   *     message names it and is fit for a person
   * @throws IllegalStateException if this JVM has run nodes of the other mode
   */
  public static Mainline start(MainlineConfig config) throws IOException {
    return start(config, StorageBound.ITEMS_MAX);
  }

  static Mainline start(MainlineConfig config, int itemsMax) throws IOException {
    NodeLoop loop = new NodeLoop("mainline " + config.listen());
    try {
      Mainline mainline = new Mainline(config, loop, DhtNode.start(config, loop, itemsMax));
      loop.execute(mainline.joining::begin);
      return mainline;
    } catch (IOException | RuntimeException e) {
      loop.shutdownNow();
      throw e;
    }
  }

  /** Where other nodes reach this one; in public mode, as far as this machine knows. */
  public Endpoint localEndpoint() {
    return node.endpoint();
  }

  /** How many other nodes are in the routing table; 0 when closed. */
  public int knownNodes() {
    return node.knownNodes();
  }

  /**
   * Some of the nodes it knows, to begin with next time; none when closed. Blocks for a moment: not
   * on the node's own thread.
   */
  public List<Endpoint> contacts(int count) {
    if (isClosed.get()) {
      return List.of();
    }
    try {
      return loop.call(
          () -> node.nearest(node.id(), count).stream().map(Contact::endpoint).toList());
    } catch (IOException e) {
      LOG.debug("asking {} for its contacts", node.endpoint(), e);
      return List.of();
    }
  }

  /**
   * Looks up who announced {@code key}: asks the nearest nodes, and ends as soon as those have
   * answered that are not silent for 250 ms, usually after a few round trips. If nobody answers at
   * all, it tries three times, 1.75 s in all.
   *
   * @param key 20 bytes
   * @param onFound told of each endpoint as soon as it is named, and once more when a second node
   *     names it, in each of those attempts; on the node's thread
   * @return fails only if the node is closed, too many lookups wait, or {@code onFound} throws
   */
  public CompletableFuture<LookupResult> lookup(Bytes key, Consumer<Hint> onFound) {
    requireKey(key);
    Objects.requireNonNull(onFound);
    CompletableFuture<LookupResult> result = new CompletableFuture<>();
    return begin(
        key,
        result,
        new Lookup.Listener() {
          @Override
          public void onBegin(Search search) {
            node.stored(key).forEach(stored -> search.find(stored, node.endpoint()));
          }

          @Override
          public void onFound(Hint hint) {
            onFound.accept(hint);
          }

          @Override
          public void onEnd(Search search) {
            result.complete(search.result());
          }

          @Override
          public void onFailure(Throwable cause) {
            result.completeExceptionally(cause);
          }
        });
  }

  /**
   * Announces this node's address with {@code port} under {@code key}, at the {@value
   * Search#NEAREST} nearest nodes that answer a lookup of it, and at ourselves if we are among
   * them. They forget it after a while (mldht: an hour); announce again every ten minutes.
   *
   * @param key 20 bytes
   * @param port 1 to 65535
   * @return how many other nodes stored it; 0 if there are none. Fails only if the node is closed
   *     or too many lookups wait.
   */
  public CompletableFuture<Integer> announce(Bytes key, int port) {
    requireKey(key);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1..65535");
    }
    CompletableFuture<Integer> result = new CompletableFuture<>();
    return begin(
        key,
        result,
        new Lookup.Listener() {
          @Override
          public void onEnd(Search search) {
            if (search.isAmongNearest(node.id())) {
              node.store(key, port);
            }
            new Announcement(key, port, rpc, result).begin(search.responders());
          }

          @Override
          public void onFailure(Throwable cause) {
            result.completeExceptionally(cause);
          }
        });
  }

  /**
   * Ends lookups in progress, which then fail, and frees the port before it returns. May be called
   * twice. A node on the same address may be started afterwards.
   */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    try {
      loop.call(
          () -> {
            lookups.close();
            node.stop();
            return null;
          });
    } catch (IOException e) {
      LOG.debug("closing {}", node.endpoint(), e);
    }
    loop.execute(this::freeAndEnd);
    node.awaitPortFree();
  }

  /** How many nodes answered the first attempt to join. */
  CompletableFuture<Integer> joined() {
    return joining.first();
  }

  private <T> CompletableFuture<T> begin(
      Bytes key, CompletableFuture<T> result, Lookup.Listener listener) {
    try {
      loop.execute(() -> lookups.start(key, true, listener));
    } catch (RejectedExecutionException ended) {
      result.completeExceptionally(Lookups.closed());
    }
    if (isClosed.get()) {
      // Begun after the last task of the thread, it would never end.
      result.completeExceptionally(Lookups.closed());
    }
    return result;
  }

  private void freeAndEnd() {
    try {
      node.awaitSelectorEnd();
    } catch (IOException e) {
      LOG.debug("closing the selector of {}", node.endpoint(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      List<Runnable> left = loop.shutdownNow();
      LOG.trace("{} tasks left", left.size());
    }
  }

  private static void requireKey(Bytes key) {
    if (key.size() != Contact.ID_BYTES) {
      throw new IllegalArgumentException("a key has 20 bytes, not " + key.size());
    }
  }
}
