package org.arcmesh.broadcast.delivery;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Digest;

/**
 * A binary tree of SHA-256 over parcels, whose root stands for all of them [Merkle, CRYPTO '87].
 *
 * <p>Leaves and nodes are hashed with different first bytes, so that no node passes for a parcel.
 * Places beyond the last parcel are zero.
 */
final class HashTree {
  static final int HASH_BYTES = 32;

  private static final Bytes LEAF = Bytes.copyOf((byte) 0);
  private static final Bytes NODE = Bytes.copyOf((byte) 1);
  private static final Bytes NOTHING = Bytes.wrap(new byte[HASH_BYTES]);

  /** From the leaves to the root. */
  private final List<List<Bytes>> levels = new ArrayList<>();

  HashTree(List<Bytes> parcels) {
    List<Bytes> level = parcels.stream().map(parcel -> Digest.sha256(LEAF, parcel)).toList();
    levels.add(level);
    while (level.size() > 1) {
      List<Bytes> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        above.add(Digest.sha256(NODE, at(level, i), at(level, i + 1)));
      }
      level = above;
      levels.add(level);
    }
  }

  private static Bytes at(List<Bytes> level, int place) {
    return place < level.size() ? level.get(place) : NOTHING;
  }

  Bytes root() {
    return levels.get(levels.size() - 1).get(0);
  }

  /** The hashes that lead from the parcel at {@code place} to the root. */
  Bytes path(int place) {
    Bytes path = Bytes.EMPTY;
    for (int height = 0; height < levels.size() - 1; height++) {
      path = path.concat(at(levels.get(height), place >> height ^ 1));
    }
    return path;
  }

  /** The root to which {@code path} leads from {@code parcel} at {@code place}. */
  static Bytes root(Bytes parcel, int place, Bytes path) {
    Bytes hash = Digest.sha256(LEAF, parcel);
    for (int height = 0; height < path.size() / HASH_BYTES; height++) {
      Bytes other = path.slice(height * HASH_BYTES, (height + 1) * HASH_BYTES);
      hash =
          (place >> height & 1) == 0
              ? Digest.sha256(NODE, hash, other)
              : Digest.sha256(NODE, other, hash);
    }
    return hash;
  }
}
