package org.arcmesh.sim;

/**
 * A hash over all that happened: when, to whom, and what. Two runs with the same hash went the same
 * way, on whatever machine.
 */
final class Trace {
  private long hash = 0x9E3779B97F4A7C15L;
  private long events;

  /**
   * @param tick when it happened
   * @param peer the number of the peer to whom
   * @param what the class of the message or timer, or the action
   */
  void add(long tick, int peer, Object what) {
    String name = what instanceof String action ? action : what.getClass().getName();
    events++;
    hash = mix(hash ^ mix(tick) ^ ((long) peer << 32 | name.hashCode() & 0xffffffffL));
  }

  long hash() {
    return hash;
  }

  long events() {
    return events;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  static long mix(long bits) {
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
