package org.arcmesh.broadcast.delivery;

/** So many bytes, of which some are taken. */
final class Room {
  private final long max;
  private long taken;

  Room(long max) {
    this.max = max;
  }

  /** Whether there is room for {@code bytes} more, which are then taken. */
  boolean take(long bytes) {
    if (taken + bytes > max) {
      return false;
    }
    taken += bytes;
    return true;
  }

  void giveBack(long bytes) {
    taken -= bytes;
  }

  boolean isHalfTaken() {
    return taken > max / 2;
  }

  long taken() {
    return taken;
  }
}
