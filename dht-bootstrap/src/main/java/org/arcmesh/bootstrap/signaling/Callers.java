package org.arcmesh.bootstrap.signaling;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.core.PeerId;

/** Who calls a signaling node, and how often. On the peer's event loop. */
final class Callers {
  private final CallerLimits limits;

  /** Of addresses that have any; so no more than there are sockets. */
  private final Map<String, Integer> sockets = new LinkedHashMap<>();

  private final RateLimits<String> calls;
  private final RateLimits<PeerId> entries;

  Callers(CallerLimits limits) {
    this.limits = limits;
    this.calls = new RateLimits<>(limits.callsPerMinute(), limits.callsPerMinute() / 4.0);
    this.entries = new RateLimits<>(limits.entriesPerMinute(), limits.entriesPerMinute() / 2.0);
  }

  /** Counts a socket for {@code address} as long as it is open. */
  void connected(InetAddress address, Channel channel) {
    String source = Addresses.source(address);
    sockets.merge(source, 1, Integer::sum);
    channel
        .closeFuture()
        .addListener(closed -> sockets.computeIfPresent(source, (key, n) -> n == 1 ? null : n - 1));
  }

  /** Whether {@code address} has more sockets than it may, times {@code times}. */
  boolean crowds(InetAddress address, int times) {
    return sockets.getOrDefault(Addresses.source(address), 0) > times * limits.socketsPerAddress();
  }

  boolean mayCall(InetAddress address) {
    return calls.tryTake(Addresses.source(address), System.nanoTime());
  }

  boolean mayEnter(PeerId key) {
    return entries.tryTake(key, System.nanoTime());
  }
}
