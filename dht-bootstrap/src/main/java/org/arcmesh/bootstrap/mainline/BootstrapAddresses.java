package org.arcmesh.bootstrap.mainline;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final AtomicBoolean resolving = new AtomicBoolean();
  private final Set<String> unknown = new LinkedHashSet<>(); // Of the thread that resolves.
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

  /** Starts resolving the names, if there are any that are not resolved, nor being resolved. */
  void resolve() {
    if (numeric.size() >= configured.size() || !resolving.compareAndSet(false, true)) {
      return;
    }
    Thread resolver = new Thread(this::resolveNow, "mainline names");
    resolver.setDaemon(true);
    resolver.start();
  }

  private void resolveNow() {
    try {
      numeric = resolved();
    } finally {
      resolving.set(false);
    }
  }

  private List<Endpoint> resolved() {
    List<Endpoint> resolved = new ArrayList<>();
    for (Endpoint endpoint : configured) {
      try {
        InetAddress[] addresses = InetAddress.getAllByName(endpoint.host());
        unknown.remove(endpoint.host());
        for (InetAddress address : addresses) {
          if (address instanceof Inet4Address && resolved.size() < MainlineConfig.BOOTSTRAP_MAX) {
            resolved.add(new Endpoint(address.getHostAddress(), endpoint.port()));
          }
        }
      } catch (UnknownHostException e) {
        // Tried again every few seconds, but said once.
        if (unknown.add(endpoint.host())) {
          LOG.info("bootstrap host {} has no address", endpoint.host());
        }
      }
    }
    return List.copyOf(resolved);
  }
}
