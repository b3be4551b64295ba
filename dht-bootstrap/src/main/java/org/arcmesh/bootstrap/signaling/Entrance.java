package org.arcmesh.bootstrap.signaling;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.arcmesh.core.Endpoint;

/**
 * Where newcomers come in.
 *
 * @param listen where the server listens; port 0 for any free one
 * @param advertised where it is reached, if that is not where it listens: a router or a reverse
 *     proxy in front of it, with perhaps another port
 * @param tls for newcomers who come over TLS; those who come without are let in, too
 */
public record Entrance(
    InetSocketAddress listen, Optional<Endpoint> advertised, Optional<SslContext> tls) {
  public Entrance {
    Objects.requireNonNull(listen);
    Objects.requireNonNull(advertised);
    Objects.requireNonNull(tls);
  }

  /** Reached where it listens, without TLS. */
  public static Entrance at(InetSocketAddress listen) {
    return new Entrance(listen, Optional.empty(), Optional.empty());
  }
}
