package org.arcmesh.testbed.measure;

import java.util.stream.IntStream;

/** Passes over many peers, each of which is looked at by itself. */
public final class Crowd {
  /** Fewer are sooner done than handed out to other threads. */
  private static final int LARGE = 20_000;

  private Crowd() {}

  /** The numbers from 0 to {@code peers}; of a large crowd on all processors. */
  public static IntStream of(int peers) {
    IntStream numbers = IntStream.range(0, peers);
    return peers < LARGE ? numbers : numbers.parallel();
  }
}
