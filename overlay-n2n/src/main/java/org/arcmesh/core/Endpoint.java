package org.arcmesh.core;

import java.util.Objects;

/**
 * Where a signaling node can be dialed.
 *
 * @param host an IP address or a name
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {
  public Endpoint {
    Objects.requireNonNull(host);
    if (host.isEmpty() || host.length() > 255) {
      throw new IllegalArgumentException("a host has 1 to 255 characters, not " + host.length());
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1..65535");
    }
  }

  /** Reads {@code HOST:PORT}, an IPv6 address in brackets. */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public int compareTo(Endpoint other) {
    int order = host.compareTo(other.host);
    return order != 0 ? order : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
