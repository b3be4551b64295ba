package org.arcmesh.sampling.spray;

import org.arcmesh.core.Timer;

/** What {@link Spray} is reminded of. */
sealed interface SprayTimer extends Timer {

  /** A period is over. */
  record Cycle() implements SprayTimer {}

  /** The partner of that round was busy, and may no longer be. */
  record Retry(int round) implements SprayTimer {}

  /** That round may not have been answered. */
  record Resend(int round) implements SprayTimer {}
}
