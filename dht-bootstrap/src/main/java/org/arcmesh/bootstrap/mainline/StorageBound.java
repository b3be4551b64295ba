package org.arcmesh.bootstrap.mainline;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
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

  private final int itemsMax;
  private long countedNanos;
  private int items = -1;

  StorageBound(int itemsMax) {
    this.itemsMax = itemsMax;
  }

  @Override
  public void received(DHT dht, MessageBase message) {
    if (!(message instanceof AnnounceRequest) && !(message instanceof PutRequest)) {
      return;
    }
    IntSupplier count =
        () -> dht.getDatabase().getStats().getItemCount() + dht.getStorage().getItems().size();
    if (!admits(System.nanoTime(), count)) {
      throw new Full();
    }
  }

  /** Whether there is room for one more item; counting all is slow, so it is done once a second. */
  boolean admits(long nowNanos, IntSupplier count) {
    if (items < 0 || nowNanos - countedNanos > COUNT_EVERY_NANOS) {
      items = count.getAsInt();
      countedNanos = nowNanos;
    }
    return items++ < itemsMax;
  }
}
