package org.arcmesh.bootstrap.mainline;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.arcmesh.core.Endpoint;

/** IPv4 addresses as texts and as the JDK's objects, never through DNS. */
final class Addresses {
  private static final Pattern NUMERIC =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

  private Addresses() {}

  static boolean isNumeric(Endpoint endpoint) {
    return NUMERIC.matcher(endpoint.host()).matches();
  }

  static void requireNumeric(Endpoint endpoint) {
    if (!isNumeric(endpoint)) {
      throw new IllegalArgumentException("'" + endpoint.host() + "' is no numeric IPv4 address");
    }
  }

  static InetAddress address(Endpoint endpoint) {
    requireNumeric(endpoint);
    try {
      return InetAddress.getByName(endpoint.host());
    } catch (UnknownHostException impossible) {
      throw new AssertionError("a numeric address needs no DNS: " + endpoint, impossible);
    }
  }

  static InetSocketAddress socketAddress(Endpoint endpoint) {
    return new InetSocketAddress(address(endpoint), endpoint.port());
  }

  static Endpoint endpoint(InetSocketAddress address) {
    return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
  }

  /**
   * Whether a packet may go there: an IPv4 unicast address and a port; in the public DHT not one
   * that means another machine to each reader.
   */
  static boolean isDialable(InetAddress address, int port, boolean isPrivate) {
    if (!(address instanceof Inet4Address) || port < 1 || port > 65535 || !isUnicast(address)) {
      return false;
    }
    return isPrivate
        || !address.isLoopbackAddress()
            && !address.isSiteLocalAddress()
            && !address.isLinkLocalAddress();
  }

  static boolean isUnicast(InetAddress address) {
    byte[] raw = address.getAddress();
    return raw[0] != 0 && (raw[0] & 0xFF) != 255 && !address.isMulticastAddress();
  }
}
