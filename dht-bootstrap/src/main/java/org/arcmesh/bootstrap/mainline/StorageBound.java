package org.arcmesh.bootstrap.mainline;

import java.util.concurrent.TimeUnit;
import lbms.plugins.mldht.kad.DHT;
import lbms.plugins.mldht.kad.DHT.IncomingMessageListener;
import lbms.plugins.mldht.kad.messages.AnnounceRequest;
import lbms.plugins.mldht.kad.messages.MessageBase;
import lbms.plugins.mldht.kad.messages.PutRequest;

/**
 * Bounds what strangers make this node store, which mldht does not: over {@value #ITEMS_MAX} items,
 * announces and puts are dropped unanswered until old ones have expired (an hour after their last
 * announce).
 */
final class StorageBound implements IncomingMessageListener {
  /** Enough for a DHT of thousands; below one megabyte. */
  static final int ITEMS_MAX = 5_000;

  private static final long COUNT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** mldht handles a request unless a listener throws. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1;

    Full() {
      super("the storage of this DHT node is full", null, false, false);
    }
  }

  private long countedNanos;
  private int items = -1;

  @Override
  public void received(DHT dht, MessageBase message) {
    if (!(message instanceof AnnounceRequest) && !(message instanceof PutRequest)) {
      return;
    }
    long now = System.nanoTime();
    if (items < 0 || now - countedNanos > COUNT_EVERY_NANOS) {
      items = dht.getDatabase().getStats().getItemCount() + dht.getStorage().getItems().size();
      countedNanos = now;
    }
    if (items >= ITEMS_MAX) {
      throw new Full();
    }
    items++;
  }
}
