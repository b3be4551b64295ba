package org.arcmesh.testbed.run;

/**
 * Loopback addresses for the nodes of one run, 127.x.y.z: each DHT node needs one of its own, and
 * runs at the same time on one machine must not share any.
 */
final class Loopback {
  // From 127.200 on, away from those that people choose and those of single peers.
  private static final int FIRST = 200;
  private static final int BLOCKS = 50;
  private static final int HOSTS = 250;

  private final int block;
  private int next;

  private Loopback(int block) {
    this.block = block;
  }

  /** Those of this process. */
  static Loopback ofProcess() {
    return new Loopback((int) (ProcessHandle.current().pid() % (BLOCKS * 16)));
  }

  /** Each time another one. */
  String next() {
    int network = block % 16 * 16 + next / HOSTS;
    String address = "127." + (FIRST + block / 16) + "." + network + "." + (1 + next % HOSTS);
    next++;
    return address;
  }
}
