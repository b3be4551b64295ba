package org.arcmesh.bootstrap.mainline;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses a node begins with. Names are resolved on a thread of their own, because DNS
 * blocks; numeric addresses are there at once. Safe for any thread.
 */
final class BootstrapAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapAddresses.class);

  private final List<Endpoint> configured;
  private volatile List<Endpoint> numeric;

  BootstrapAddresses(MainlineConfig config) {
    this.configured = config.bootstrap();
    this.numeric = configured.stream().filter(Addresses::isNumeric).toList();
  }

  boolean isEmpty() {
    return configured.isEmpty();
  }

  List<Endpoint> numeric() {
    return numeric;
  }

  /** Starts resolving the names, if there are any that are not resolved. */
  void resolve() {
    if (numeric.size() >= configured.size()) {
      return;
    }
    Thread resolver = new Thread(this::resolveNow, "mainline names");
    resolver.setDaemon(true);
    resolver.start();
  }

  private void resolveNow() {
    List<Endpoint> resolved = new ArrayList<>();
    for (Endpoint endpoint : configured) {
      try {
        for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
          if (address instanceof Inet4Address && resolved.size() < MainlineConfig.BOOTSTRAP_MAX) {
            resolved.add(new Endpoint(address.getHostAddress(), endpoint.port()));
          }
        }
      } catch (UnknownHostException e) {
        LOG.info("bootstrap host {} has no address", endpoint.host());
      }
    }
    numeric = List.copyOf(resolved);
  }
}
