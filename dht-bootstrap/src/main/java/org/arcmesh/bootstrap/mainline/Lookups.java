package org.arcmesh.bootstrap.mainline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/** The lookups of one node, not too many at once. On the node's thread only. */
final class Lookups {
  /** Lookups in progress at once: with eight questions each, half of what mldht has in flight. */
  static final int RUNNING_MAX = 16;

  /** Lookups that wait for others to end; over it, they fail. */
  static final int WAITING_MAX = 64;

  /** With so many known nodes a lookup needs no bootstrap address: one bucket's worth. */
  private static final int KNOWN_ENOUGH = 8;

  private final DhtNode node;
  private final Rpc rpc;
  private final NodeLoop loop;
  private final BootstrapAddresses bootstrap;
  private final Set<Lookup> running = new LinkedHashSet<>();
  private final ArrayDeque<Lookup> waiting = new ArrayDeque<>();
  private boolean isClosed;

  Lookups(DhtNode node, Rpc rpc, NodeLoop loop, BootstrapAddresses bootstrap) {
    this.node = node;
    this.rpc = rpc;
    this.loop = loop;
    this.bootstrap = bootstrap;
  }

  /** Looks for nodes near {@code target}, and for what was announced under it, if so wanted. */
  void start(Bytes target, boolean isForPeers, Lookup.Listener listener) {
    admit(new Lookup(target, isForPeers, this, listener));
  }

  /** Ends all that is in progress or waits. */
  void close() {
    isClosed = true;
    List<Lookup> all = new ArrayList<>(running);
    all.addAll(waiting);
    waiting.clear();
    all.forEach(lookup -> lookup.fail(closed()));
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the DHT node is closed");
  }

  void onEnd(Lookup lookup) {
    if (running.remove(lookup) && !waiting.isEmpty() && !isClosed) {
      Lookup next = waiting.poll();
      loop.execute(() -> admit(next));
    }
  }

  NodeLoop loop() {
    return loop;
  }

  Rpc rpc() {
    return rpc;
  }

  Set<Endpoint> ourselves() {
    return Set.of(node.endpoint());
  }

  /** The nearest nodes we know, and the bootstrap addresses if these are few. */
  List<Contact> seeds(Bytes target) {
    List<Contact> seeds = new ArrayList<>(node.nearest(target, Search.NEAREST));
    if (seeds.size() < KNOWN_ENOUGH) {
      List<Endpoint> known = seeds.stream().map(Contact::endpoint).toList();
      bootstrap.numeric().stream()
          .filter(endpoint -> !known.contains(endpoint))
          .forEach(endpoint -> seeds.add(Contact.unknown(endpoint)));
    }
    return seeds;
  }

  /** Whether another attempt may have somebody to ask. */
  boolean mayFindSeeds() {
    return !bootstrap.isEmpty() || node.knownNodes() > 0;
  }

  private void admit(Lookup lookup) {
    if (isClosed) {
      lookup.fail(closed());
    } else if (running.size() < RUNNING_MAX) {
      running.add(lookup);
      lookup.begin();
    } else if (waiting.size() < WAITING_MAX) {
      waiting.add(lookup);
    } else {
      lookup.fail(new IllegalStateException("over " + WAITING_MAX + " lookups wait already"));
    }
  }
}
