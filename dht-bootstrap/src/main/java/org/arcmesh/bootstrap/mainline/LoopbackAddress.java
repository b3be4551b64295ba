package org.arcmesh.bootstrap.mainline;

import org.arcmesh.core.PeerId;

/**
 * Loopback addresses for private nodes. A node of the mainline DHT keeps one entry per IP address
 * and answers each only so often, so nodes on one machine each need an address of their own. Linux
 * answers on all of 127.0.0.0/8.
 */
public final class LoopbackAddress {
  private LoopbackAddress() {}

  /**
   * An address 127.x.y.z for a peer, always the same; x is 16 to 254, away from the low ones that
   * people choose by hand, and z is neither 0 nor 255. Two of a thousand peers get the same one
   * with probability 3 %: then the second finds its port in use.
   */
  public static String of(PeerId peer) {
    long bits = peer.prefix();
    long x = 16 + Long.remainderUnsigned(bits, 239);
    long y = bits >>> 16 & 0xFF;
    long z = 1 + Long.remainderUnsigned(bits >>> 24, 254);
    return "127." + x + "." + y + "." + z;
  }
}
