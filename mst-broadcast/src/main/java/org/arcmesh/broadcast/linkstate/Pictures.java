package org.arcmesh.broadcast.linkstate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.broadcast.TreeMode;

/**
 * What peers in one thread can share of what they know of the backbone: equal records are kept
 * once, and a picture that many look at, with its trees, is computed once. Ten thousand simulated
 * peers would otherwise keep a hundred million records. A peer alone has one of its own.
 *
 * <p>Everything is found by the hash of its content. What does not fit is forgotten, and computed
 * anew when somebody asks. Not safe for several threads.
 */
public final class Pictures {
  /** Guess: the buckets of 256 pictures that have none in common. */
  private static final int BUCKETS_MAX = 1 << 16;

  /** Guess: those of two epochs, and of some peers that lag behind. */
  private static final int TOPOLOGIES_MAX = 16;

  private final TreeMode mode;
  private final double alpha;
  private final Bucket empty = new Bucket(new LinkRecord[0]);
  private final Map<Long, Bucket> buckets = new LeastRecentlyUsed<>(BUCKETS_MAX);
  private final Map<Long, Topology> topologies = new LeastRecentlyUsed<>(TOPOLOGIES_MAX);

  /**
   * @param mode which trees
   * @param alpha how much deeper than the shortest path a LAST tree may be
   */
  public Pictures(TreeMode mode, double alpha) {
    this.mode = mode;
    this.alpha = alpha;
  }

  Bucket empty() {
    return empty;
  }

  /** The one that stands for all equal ones. */
  Bucket share(Bucket bucket) {
    if (bucket.size() == 0) {
      return empty;
    }
    Bucket known = buckets.get(bucket.hash());
    if (known != null && known.equalTo(bucket)) {
      return known;
    }
    buckets.put(bucket.hash(), bucket);
    return bucket;
  }

  /**
   * The topology of a picture.
   *
   * @param hash of all its records
   * @param picture the buckets in order; not kept
   */
  Topology topology(long hash, Bucket[] picture) {
    Topology topology = topologies.get(hash);
    if (topology == null) {
      topology = new Topology(picture, mode, alpha);
      topologies.put(hash, topology);
    }
    return topology;
  }

  /** A map that forgets what was not asked for the longest. */
  private static final class LeastRecentlyUsed<V> extends LinkedHashMap<Long, V> {
    private static final long serialVersionUID = 1;
    private final int entriesMax;

    LeastRecentlyUsed(int entriesMax) {
      super(16, 0.75f, true);
      this.entriesMax = entriesMax;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
      return size() > entriesMax;
    }
  }
}
