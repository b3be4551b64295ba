package org.arcmesh.bootstrap.mainline;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.arcmesh.core.Endpoint;

/**
 * Settings of one node of the mainline DHT.
 *
 * @param listen numeric IPv4 address and UDP port to bind. In private mode nodes of one DHT need
 *     different addresses, not only ports: on one machine each its own 127.x.y.z. In public mode
 *     0.0.0.0 stands for the address of the default route.
 * @param bootstrap nodes to begin with; none for the first node of a private DHT. Names are
 *     resolved in public mode only.
 * @param isPrivate whether loopback and private addresses are accepted, and nobody is contacted but
 *     {@code bootstrap} and who is found through it. A JVM runs private nodes or public ones, never
 *     both.
 * @param storage an existing folder where id and routing table survive a restart; none: nothing is
 *     kept
 */
public record MainlineConfig(
    Endpoint listen, List<Endpoint> bootstrap, boolean isPrivate, Optional<Path> storage) {
  /** Nodes that everybody may begin with. Alive in May 2026. */
  public static final List<Endpoint> PUBLIC_ROUTERS =
      List.of(
          new Endpoint("dht.libtorrent.org", 25401),
          new Endpoint("dht.transmissionbt.com", 6881),
          new Endpoint("router.bt.ouinet.work", 6881));

  /** Bootstrap addresses; more are of no use. */
  public static final int BOOTSTRAP_MAX = 16;

  public MainlineConfig {
    Objects.requireNonNull(storage);
    bootstrap = List.copyOf(bootstrap);
    Addresses.requireNumeric(listen);
    if (isPrivate) {
      bootstrap.forEach(Addresses::requireNumeric);
    }
    if (bootstrap.size() > BOOTSTRAP_MAX) {
      throw new IllegalArgumentException(
          bootstrap.size() + " bootstrap addresses are over " + BOOTSTRAP_MAX);
    }
  }

  /** A node of a private DHT that keeps nothing. */
  public static MainlineConfig privateNode(Endpoint listen, List<Endpoint> bootstrap) {
    return new MainlineConfig(listen, bootstrap, true, Optional.empty());
  }

  /**
   * A node of the public DHT that keeps nothing.
   *
   * @param routers for example {@link #PUBLIC_ROUTERS}
   */
  public static MainlineConfig publicNode(int port, List<Endpoint> routers) {
    return new MainlineConfig(new Endpoint("0.0.0.0", port), routers, false, Optional.empty());
  }

  /** The same with a folder where id and routing table survive a restart. */
  public MainlineConfig withStorage(Path folder) {
    return new MainlineConfig(listen, bootstrap, isPrivate, Optional.of(folder));
  }
}
