package org.arcmesh.bootstrap.signaling;

import java.util.Objects;
import org.arcmesh.core.Endpoint;

/**
 * A signaling node that the user named.
 *
 * @param isSecure whether it is dialed over TLS
 */
public record Contact(Endpoint endpoint, boolean isSecure) {
  private static final int HTTPS_PORT = 443;

  public Contact {
    Objects.requireNonNull(endpoint);
  }

  /**
   * Reads a contact as users write it: {@code ws://HOST:PORT} or {@code wss://HOST:PORT}, with or
   * without the path {@code /arcmesh}, or just {@code HOST:PORT}; of {@code wss} the port may be
   * left out and is 443 then.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Contact parse(String text) {
    boolean isSecure = text.startsWith("wss://");
    String address = text;
    if (isSecure || text.startsWith("ws://")) {
      address = text.substring(text.indexOf("//") + 2);
      address = address.replaceFirst("(" + SignalingServer.PATH + "|/)$", "");
    }
    if (isSecure && !address.matches(".*:\\d+")) {
      address += ":" + HTTPS_PORT;
    }
    try {
      return new Contact(Endpoint.parse(address), isSecure);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not ws://HOST:PORT", e);
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (isSecure ? "wss://" : "ws://") + endpoint;
  }
}
