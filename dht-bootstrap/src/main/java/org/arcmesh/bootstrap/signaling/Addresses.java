package org.arcmesh.bootstrap.signaling;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import org.arcmesh.core.Endpoint;

/** What can be told from an address alone. Nothing here asks a name server. */
final class Addresses {
  private Addresses() {}

  /** The address that {@code host} spells, if it is no name. */
  static Optional<InetAddress> literal(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  static Endpoint endpoint(InetSocketAddress address) {
    return new Endpoint(address(address.getAddress()), address.getPort());
  }

  /** The address without the zone of this machine (RFC 4007), which means nothing elsewhere. */
  private static String address(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Whether nobody out there can mean this address: RFC 1918, 4193, 6598 and their like. */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return isImpossible(address)
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || isShared
        || isUniqueLocal;
  }

  /** Whether nothing can be dialed there, in whatever network. */
  static boolean isImpossible(InetAddress address) {
    return address.isAnyLocalAddress() || address.isMulticastAddress();
  }

  /**
   * Whether what a stranger said may be dialed at all: an address, not a name to be looked up, and
   * in public not a private one.
   */
  static boolean isDialable(Endpoint hint, boolean isPublic) {
    return literal(hint.host())
        .filter(address -> isPublic ? !isPrivate(address) : !isImpossible(address))
        .isPresent();
  }

  /** Who calls from {@code address}: an IPv6 user has a whole /64. */
  static String source(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, bytes.length == 4 ? 4 : 8);
  }

  /** The network an endpoint is in: /24, or /48 of IPv6; a name is one of its own. */
  static String network(Endpoint endpoint) {
    Optional<InetAddress> address = literal(endpoint.host());
    if (address.isEmpty()) {
      return endpoint.host();
    }
    byte[] bytes = address.get().getAddress();
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < (bytes.length == 4 ? 3 : 6); i++) {
      network.append(bytes[i]).append('.');
    }
    return network.toString();
  }
}
