package org.arcmesh.sampling.repair;

import org.arcmesh.core.Bytes;

/**
 * How many different hashes were added, by HyperLogLog: 512 registers of 5 bits, error about 5 %.
 *
 * <p>After Flajolet, Fusy, Gandouet, Meunier: "HyperLogLog: the analysis of a near-optimal
 * cardinality estimation algorithm", 2007, with its linear counting for small numbers.
 */
final class Sketch {
  static final int SIZE = 320;

  private static final int REGISTERS = 512;
  private static final int INDEX_BITS = 9;
  private static final int RANK_MAX = 31;

  private final byte[] ranks = new byte[REGISTERS];

  /** What follows from the ranks, until they change: they are asked for far more often. */
  private Bytes packed;

  private long digest;
  private double estimate = -1;

  /** Whether that changed anything. */
  boolean add(long hash) {
    // The hashes of peers are not negative: their first bit tells nothing.
    int index = (int) (hash >>> (63 - INDEX_BITS));
    int rank = Math.min(RANK_MAX, Long.numberOfLeadingZeros(hash << (INDEX_BITS + 1)) + 1);
    return raise(index, rank);
  }

  private boolean raise(int index, int rank) {
    if (ranks[index] >= rank) {
      return false;
    }
    ranks[index] = (byte) rank;
    packed = null;
    digest = 0;
    estimate = -1;
    return true;
  }

  /** Adds what another sketch, {@link #pack packed}, has counted; whether that changed anything. */
  boolean merge(Bytes packed) {
    boolean changed = false;
    for (int i = 0; i < REGISTERS; i++) {
      changed |= raise(i, unpack(packed, i));
    }
    return changed;
  }

  private static int unpack(Bytes packed, int index) {
    int bit = 5 * index;
    int high = packed.get(bit / 8) & 0xff;
    int low = bit / 8 + 1 < SIZE ? packed.get(bit / 8 + 1) & 0xff : 0;
    return (high << 8 | low) >>> (11 - bit % 8) & RANK_MAX;
  }

  Bytes pack() {
    if (packed == null) {
      packed = packRanks();
    }
    return packed;
  }

  private Bytes packRanks() {
    byte[] packed = new byte[SIZE];
    for (int i = 0; i < REGISTERS; i++) {
      int bit = 5 * i;
      int shifted = ranks[i] << (11 - bit % 8);
      packed[bit / 8] |= (byte) (shifted >>> 8);
      if (bit / 8 + 1 < SIZE) {
        packed[bit / 8 + 1] |= (byte) shifted;
      }
    }
    return Bytes.wrap(packed);
  }

  /** Differs, but for bad luck, where the registers differ. */
  long digest() {
    if (digest == 0) {
      digest = digestRanks();
    }
    return digest;
  }

  private long digestRanks() {
    long digest = 0;
    for (byte rank : ranks) {
      digest = (digest ^ rank) * 0x9e3779b97f4a7c15L;
      digest ^= digest >>> 32;
    }
    return digest;
  }

  double estimate() {
    if (estimate < 0) {
      estimate = estimateRanks();
    }
    return estimate;
  }

  private double estimateRanks() {
    double sum = 0;
    int zeros = 0;
    for (byte rank : ranks) {
      sum += 1.0 / (1L << rank);
      zeros += rank == 0 ? 1 : 0;
    }
    double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
    return raw <= 2.5 * REGISTERS && zeros > 0
        ? REGISTERS * StrictMath.log((double) REGISTERS / zeros)
        : raw;
  }
}
