package org.arcmesh.core;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a signaling node can be dialed.
 *
 * @param host an IP address or a name
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {
  /** A colon in a host without brackets would leave open where the port begins. */
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[(?<bracketed>[^\\[\\]]+)]|(?<host>[^:/\\[\\]\\s]+)):(?<port>\\d{1,5})");

  public Endpoint {
    Objects.requireNonNull(host);
    if (host.isEmpty() || host.length() > 255) {
      throw new IllegalArgumentException("a host has 1 to 255 characters, not " + host.length());
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1..65535");
    }
  }

  /**
   * Reads {@code HOST:PORT}, an IPv6 address in brackets.
   *
   * @throws IllegalArgumentException naming the text, if it is not that
   */
  public static Endpoint parse(String text) {
    Matcher parts = HOST_PORT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
    }
    String host = parts.group("bracketed") != null ? parts.group("bracketed") : parts.group("host");
    return new Endpoint(host, Integer.parseInt(parts.group("port")));
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
