package org.arcmesh.broadcast.delivery;

import java.util.List;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Signable;

/**
 * How an origin signs its parcels: one signature for all that wait while it makes one, each then
 * carries what leads from it to the root that was signed.
 *
 * <p>In bytes: the signature (64); if there is more than one parcel also the place of the parcel
 * among them (1) and the hashes from there to the root (32 each).
 */
final class Seal {
  static final int SIGNATURE_BYTES = 64;

  /** The most parcels under one signature: 2⁵, so a seal has at most 225 bytes. */
  static final int PARCELS_MAX = 32;

  private static final int PATH_MAX = 5;
  private static final Bytes PURPOSE = Bytes.utf8("arcmesh broadcast 1");

  private Seal() {}

  /**
   * Checks the form of a seal.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void require(Bytes seal) {
    int path = seal.size() - SIGNATURE_BYTES - 1;
    int hashes = path / HashTree.HASH_BYTES;
    boolean single = seal.size() == SIGNATURE_BYTES;
    if (!single && (path % HashTree.HASH_BYTES != 0 || hashes < 1 || hashes > PATH_MAX)) {
      throw new IllegalArgumentException("a seal of " + seal.size() + " bytes");
    }
    if (!single && (seal.get(SIGNATURE_BYTES) & 0xff) >>> hashes != 0) {
      throw new IllegalArgumentException("a seal of a place that is not there");
    }
  }

  static Bytes signature(Bytes seal) {
    return seal.slice(0, SIGNATURE_BYTES);
  }

  /** What the signature in {@code seal} covers if the parcel is genuine. */
  static Signable covered(ApplicationKey application, Bytes parcel, Bytes seal) {
    return new Covered(application, parcel, seal.slice(SIGNATURE_BYTES, seal.size()));
  }

  private static Bytes content(ApplicationKey application, Bytes root) {
    return PURPOSE.concat(application.bytes()).concat(root);
  }

  /**
   * One parcel, seen from the one who checks. The hash is made where the bytes are asked for, which
   * is not the peer's thread.
   */
  private record Covered(ApplicationKey application, Bytes parcel, Bytes way) implements Signable {
    private Bytes root() {
      return way.isEmpty()
          ? HashTree.root(parcel, 0, Bytes.EMPTY)
          : HashTree.root(parcel, way.get(0), way.slice(1, way.size()));
    }

    @Override
    public Bytes toBytes() {
      return content(application, root());
    }

    @Override
    public int hashCode() {
      return 31 * application.hashCode() + (way.isEmpty() ? parcel : root()).hashCode();
    }
  }

  /** Parcels that are signed together, seen from their origin. */
  static final class Batch implements Signable {
    private final ApplicationKey application;
    private final List<Bytes> parcels;
    private HashTree tree;

    /**
     * @param parcels 1 to {@value #PARCELS_MAX}
     */
    Batch(ApplicationKey application, List<Bytes> parcels) {
      this.application = application;
      this.parcels = List.copyOf(parcels);
    }

    /** Made by the notary, before it signs; the peer asks only after that. */
    private HashTree tree() {
      if (tree == null) {
        tree = new HashTree(parcels);
      }
      return tree;
    }

    @Override
    public Bytes toBytes() {
      return content(application, tree().root());
    }

    /** The seal of one of the parcels. */
    Bytes seal(int place, Bytes signature) {
      return parcels.size() == 1
          ? signature
          : signature.concat(Bytes.copyOf((byte) place)).concat(tree().path(place));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Batch batch
          && application.equals(batch.application)
          && parcels.equals(batch.parcels);
    }

    @Override
    public int hashCode() {
      Bytes all = parcels.size() == 1 ? parcels.get(0) : tree().root();
      return 31 * application.hashCode() + all.hashCode();
    }
  }
}
