package org.arcmesh.cli;

import java.util.Objects;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param fine whether a peer can do with it as it is
 * @param what was looked at, and what was found
 * @param remedy what to do about it; empty if it is fine
 */
record Finding(boolean fine, String what, String remedy) {
  Finding {
    Objects.requireNonNull(what);
    if (fine != remedy.isEmpty()) {
      throw new IllegalArgumentException("a remedy belongs to what is not fine: " + what);
    }
  }

  static Finding fine(String what) {
    return new Finding(true, what, "");
  }

  static Finding lacking(String what, String remedy) {
    return new Finding(false, what, remedy);
  }

  /** The finding in a line. */
  String line() {
    return fine ? "ok       " + what : "missing  " + what + " -> " + remedy;
  }
}
