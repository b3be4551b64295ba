package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import lbms.plugins.mldht.DHTConfiguration;
import lbms.plugins.mldht.kad.DHT;
import lbms.plugins.mldht.kad.DHT.DHTtype;
import lbms.plugins.mldht.kad.DHTConstants;
import lbms.plugins.mldht.kad.Database.PeersSeeds;
import lbms.plugins.mldht.kad.KBucketEntry;
import lbms.plugins.mldht.kad.KClosestNodesSearch;
import lbms.plugins.mldht.kad.Key;
import lbms.plugins.mldht.kad.Node;
import lbms.plugins.mldht.kad.PeerAddressDBItem;
import lbms.plugins.mldht.kad.RPCServer;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/** mldht's node: socket, routing table and storage. On the node's thread, where not said. */
final class DhtNode {
  private static final long PORT_FREE_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
  private static final long PORT_FREE_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  // mldht resolves its own list of routers even when told not to use it. An IPv6 literal needs no
  // DNS and is ignored by an IPv4 node.
  private static final InetSocketAddress NOBODY = InetSocketAddress.createUnresolved("::1", 9);

  private final MainlineConfig config;
  private final DHT dht;
  private final RPCServer server;
  private final SelectorWatch selector;

  private DhtNode(MainlineConfig config, DHT dht, RPCServer server, SelectorWatch selector) {
    this.config = config;
    this.dht = dht;
    this.server = server;
    this.selector = selector;
  }

  /**
   * Binds and starts. On any thread; {@code loop} becomes mldht's scheduler.
   *
   * @param itemsMax how much others may store here
   */
  static DhtNode start(MainlineConfig config, NodeLoop loop, int itemsMax) throws IOException {
    LoopbackPatch.decide(config.isPrivate());
    if (config.storage().isPresent()) {
      Storage.prepare(config.storage().get());
    }
    requireFree(config.listen());
    InetAddress address = Addresses.address(config.listen());
    if (config.isPrivate() && !PatchedAddresses.add(address)) {
      throw new BindException(
          config.listen().host()
              + " already has a DHT node of this process; each needs an address of its own");
    }
    try {
      DhtNode node = loop.call(() -> startHere(config, loop, itemsMax));
      // mldht binds in a task of its own, and only prints it if that fails.
      loop.call(node::requireBound);
      return node;
    } catch (IOException | RuntimeException e) {
      PatchedAddresses.remove(address);
      throw e;
    }
  }

  private static DhtNode startHere(MainlineConfig config, NodeLoop loop, int itemsMax)
      throws IOException {
    QuietLog.install();
    Arrays.fill(DHTConstants.UNRESOLVED_BOOTSTRAP_NODES, NOBODY);
    DHT dht = new DHT(DHTtype.IPV4_DHT);
    dht.setScheduler(loop);
    dht.addIncomingMessageListener(new StorageBound(itemsMax));
    dht.addIncomingMessageListener(new PingBack());
    dht.start(new Configuration(config));
    RPCServer server = dht.getServerManager().getRandomServer();
    if (server == null) {
      dht.stop();
      throw new BindException("no network interface fits the DHT node " + config.listen());
    }
    try {
      SelectorWatch selector = SelectorWatch.over(dht.getConnectionManager());
      return new DhtNode(config, dht, server, selector);
    } catch (IOException e) {
      dht.stop();
      throw e;
    }
  }

  private Void requireBound() throws IOException {
    if (config.isPrivate() && server.getPublicAddress() == null) {
      stop();
      throw new BindException("UDP port " + config.listen() + " has just been taken");
    }
    return null;
  }

  /** A test that mldht leaves out: it shares a port that is in use, or prints a stack trace. */
  private static void requireFree(Endpoint listen) throws IOException {
    try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, false);
      probe.bind(Addresses.socketAddress(listen));
    } catch (BindException e) {
      boolean isInUse = String.valueOf(e.getMessage()).contains("in use");
      BindException clear =
          new BindException(
              isInUse
                  ? "UDP port " + listen + " is in use"
                  : "cannot listen on UDP " + listen + ": " + e.getMessage());
      clear.initCause(e);
      throw clear;
    }
  }

  RPCServer server() {
    return server;
  }

  /** On any thread. */
  Endpoint endpoint() {
    return new Endpoint(server.getBindAddress().getHostAddress(), server.getPort());
  }

  Bytes id() {
    return Bytes.copyOf(server.getDerivedID().getHash());
  }

  /** Nodes in the routing table. On any thread. */
  int knownNodes() {
    return knownNodes(dht);
  }

  // mldht's own count is too high after a bucket was split.
  static int knownNodes(DHT dht) {
    Node node = dht.getNode();
    return node == null
        ? 0
        : node.table().stream().mapToInt(entry -> entry.getBucket().getNumEntries()).sum();
  }

  /** The known nodes that are nearest to {@code target}. */
  List<Contact> nearest(Bytes target, int count) {
    KClosestNodesSearch search = new KClosestNodesSearch(new Key(target.toArray()), count, dht);
    search.filter = KBucketEntry::eligibleForLocalLookup;
    search.fill();
    return search.getEntries().stream()
        .map(e -> new Contact(Addresses.endpoint(e.getAddress()), Rpc.bytes(e.getID())))
        .toList();
  }

  /** What others, or we, announced to this node. */
  List<Endpoint> stored(Bytes key) {
    PeersSeeds items = dht.getDatabase().getData().get(new Key(key.toArray()));
    return items == null
        ? List.of()
        : items.peers().stream()
            .filter(item -> item.getPort() > 0)
            .map(item -> Addresses.endpoint(item.toSocketAddress()))
            .limit(Search.HINTS_MAX)
            .toList();
  }

  /** Announces {@code port} of our own address to ourselves, if we know that address. */
  void store(Bytes key, int port) {
    server
        .getCombinedPublicAddress()
        .ifPresent(
            address ->
                dht.getDatabase()
                    .store(
                        new Key(key.toArray()),
                        PeerAddressDBItem.createFromAddress(address, port, false)));
  }

  /** Makes mldht see at once that packets arrive, which it otherwise does after five seconds. */
  void noteReachable() {
    dht.getServerManager().updateReachableEndpoints(System.currentTimeMillis());
  }

  void stop() throws IOException {
    selector.release();
    dht.stop();
  }

  /** Waits until the port can be bound again. On any thread, after {@link #stop}. */
  void awaitPortFree() {
    long deadline = System.nanoTime() + PORT_FREE_NANOS_MAX;
    while (System.nanoTime() - deadline < 0) {
      try {
        requireFree(config.listen());
        break;
      } catch (IOException stillBound) {
        // A socket is really closed only when the selector looks at it next.
        selector.wakeup();
        LockSupport.parkNanos(PORT_FREE_POLL_NANOS);
      }
    }
    if (config.isPrivate()) {
      PatchedAddresses.remove(Addresses.address(config.listen()));
    }
  }

  /** Frees what mldht keeps. Blocks for a few seconds. */
  void awaitSelectorEnd() throws IOException, InterruptedException {
    selector.awaitEnd();
  }

  private record Configuration(MainlineConfig config, Path folder) implements DHTConfiguration {
    // A folder that does not exist is how mldht is told to keep nothing.
    Configuration(MainlineConfig config) {
      this(
          config,
          config
              .storage()
              .orElseGet(
                  () ->
                      Path.of(System.getProperty("java.io.tmpdir"), "none-" + UUID.randomUUID())));
    }

    @Override
    public boolean isPersistingID() {
      return config.storage().isPresent();
    }

    @Override
    public Path getStoragePath() {
      return folder;
    }

    @Override
    public int getListeningPort() {
      return config.listen().port();
    }

    @Override
    public boolean noRouterBootstrap() {
      return true;
    }

    @Override
    public boolean allowMultiHoming() {
      return false;
    }

    @Override
    public Predicate<InetAddress> filterBindAddress() {
      InetAddress wanted = Addresses.address(config.listen());
      return wanted.isAnyLocalAddress() ? address -> true : wanted::equals;
    }
  }
}
