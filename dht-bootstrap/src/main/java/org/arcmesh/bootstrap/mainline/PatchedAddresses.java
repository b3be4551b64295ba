package org.arcmesh.bootstrap.mainline;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What mldht's address checks do in a JVM of private nodes; see {@link LoopbackPatch}. Called by
 * the patched class only, which is in another package and knows static methods only: hence public,
 * and hence the static set.
 */
public final class PatchedAddresses {
  private static final Set<InetAddress> BOUND = ConcurrentHashMap.newKeySet();

  private PatchedAddresses() {}

  /** Stands for {@code isGlobalUnicast}. */
  public static boolean isUnicast(InetAddress address) {
    return Addresses.isUnicast(address);
  }

  /** Stands for {@code allAddresses} and {@code nonlocalAddresses}. */
  public static Stream<InetAddress> bound() {
    return BOUND.stream();
  }

  /** Whether {@code address} was not there yet. */
  static boolean add(InetAddress address) {
    return BOUND.add(address);
  }

  static void remove(InetAddress address) {
    BOUND.remove(address);
  }
}
