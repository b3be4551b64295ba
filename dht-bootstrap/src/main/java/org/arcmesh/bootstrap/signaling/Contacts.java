package org.arcmesh.bootstrap.signaling;

import io.netty.handler.ssl.SslContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.arcmesh.core.Endpoint;

/**
 * Signaling nodes that the user named, and how to dial them.
 *
 * @param endpoints all of them
 * @param secure those that are dialed over TLS
 * @param tls whose certificates are trusted; needed if any is secure
 */
public record Contacts(List<Endpoint> endpoints, Set<Endpoint> secure, Optional<SslContext> tls) {
  public static final Contacts NONE = plain(List.of());

  public Contacts {
    endpoints = List.copyOf(endpoints);
    secure = Set.copyOf(secure);
    Objects.requireNonNull(tls);
    if (!secure.isEmpty() && tls.isEmpty()) {
      throw new IllegalArgumentException("a contact over TLS, and nobody is trusted");
    }
  }

  /** Dialed without TLS. */
  public static Contacts plain(List<Endpoint> endpoints) {
    return new Contacts(endpoints, Set.of(), Optional.empty());
  }

  /**
   * @param tls for those that are secure; empty if none is
   */
  public static Contacts of(List<Contact> contacts, Optional<SslContext> tls) {
    Set<Endpoint> secure = new LinkedHashSet<>();
    contacts.stream().filter(Contact::isSecure).map(Contact::endpoint).forEach(secure::add);
    return new Contacts(contacts.stream().map(Contact::endpoint).toList(), secure, tls);
  }

  /** How {@code endpoint} is to be dialed, if over TLS. */
  Optional<SslContext> tlsOf(Endpoint endpoint) {
    return secure.contains(endpoint) ? tls : Optional.empty();
  }
}
