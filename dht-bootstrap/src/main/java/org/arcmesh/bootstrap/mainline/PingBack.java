package org.arcmesh.bootstrap.mainline;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lbms.plugins.mldht.kad.DHT;
import lbms.plugins.mldht.kad.DHT.IncomingMessageListener;
import lbms.plugins.mldht.kad.messages.MessageBase;

/**
 * Pings strangers that ask us something while our routing table is small. mldht hands out only
 * nodes that have answered it, and asks a stranger nothing for minutes: without this, the first
 * node of a DHT introduces nobody.
 */
final class PingBack implements IncomingMessageListener {
  /** A table of so many needs no help. */
  private static final int TABLE_SMALL = 64;

  // Unlimited, anybody could make us ping anybody.
  private static final int BURST = 64;
  private static final int PER_SECOND = 8;
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int REMEMBERED_MAX = 256;

  private final TokenBucket pings = new TokenBucket(BURST, PER_SECOND, System.nanoTime());
  private final Map<InetAddress, Long> pinged =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  @Override
  public void received(DHT dht, MessageBase message) {
    if (message.getType() != MessageBase.Type.REQ_MSG || DhtNode.knownNodes(dht) >= TABLE_SMALL) {
      return;
    }
    InetAddress stranger = message.getOrigin().getAddress();
    long now = System.nanoTime();
    Long last = pinged.get(stranger);
    if (last != null && now - last < AGAIN_NANOS || isKnown(dht, stranger) || !pings.take(now)) {
      return;
    }
    pinged.put(stranger, now);
    message.getServer().ping(message.getOrigin());
  }

  private static boolean isKnown(DHT dht, InetAddress address) {
    return dht.getNode().table().stream()
        .flatMap(entry -> entry.getBucket().entriesStream())
        .anyMatch(entry -> entry.getAddress().getAddress().equals(address));
  }
}
