package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for mldht's {@code getDefaultRoute} in a JVM of public nodes; see {@link LoopbackPatch}.
 * mldht asks for it every few seconds, and where there is no route prints a stack trace each time.
 * Called by the patched class only, which is in another package and knows static methods only.
 */
public final class DefaultRoute {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultRoute.class);

  /** Nothing is sent there: to connect a UDP socket only chooses a route. */
  private static final String ANYWHERE = "8.8.8.8";

  private static final String ANYWHERE_6 = "2001:4860:4860::8888";
  private static final int ANY_PORT = 63;

  // The routes are those of the machine, and so is this.
  private static final AtomicBoolean MISSING = new AtomicBoolean();

  private DefaultRoute() {}

  /** Our address on the way to the Internet, or null if there is no such way. */
  public static InetAddress local(Class<? extends InetAddress> type) {
    boolean isIpv6 = type == Inet6Address.class;
    return local(
        isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET,
        isIpv6 ? ANYWHERE_6 : ANYWHERE);
  }

  private static InetAddress local(ProtocolFamily family, String anywhere) {
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(new InetSocketAddress(InetAddress.getByName(anywhere), ANY_PORT));
      InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
      MISSING.set(false);
      return local.isAnyLocalAddress() ? null : local;
    } catch (IOException e) {
      if (!MISSING.getAndSet(true)) {
        LOG.warn("no route from this host to the Internet and its DHT: {}", e.getMessage());
      }
      return null;
    }
  }
}
