package org.arcmesh.sampling.repair;

import java.time.Duration;
import org.arcmesh.core.Context;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;

/**
 * After a merge "for a while the period is halved": each peer makes one exchange more per period,
 * so that the arcs of the two sides mix in half the time.
 *
 * <p>Deviation: exchanges do not prefer partners of the other side. Which side a neighbor was on is
 * known to nobody once the identity sets are one.
 */
final class Mixing {
  /** PROTOCOLS, section 3: "mixed within 10 cycles". */
  private static final int CYCLES = 10;

  private final Sampler<?> sampler;
  private int cyclesLeft;

  Mixing(Sampler<?> sampler) {
    this.sampler = sampler;
  }

  record Due() implements Timer {}

  /** Two components have just become one. */
  void start(Context ctx) {
    boolean underWay = cyclesLeft > 0;
    cyclesLeft = CYCLES;
    if (!underWay) {
      // At a random phase: all hear of it at about the same time.
      schedule(ctx.random().nextLong(sampler.period().toMillis()), ctx);
    }
  }

  void onDue(Context ctx) {
    sampler.cycle();
    if (--cyclesLeft > 0) {
      schedule(sampler.period().toMillis(), ctx);
    }
  }

  private static void schedule(long afterMillis, Context ctx) {
    ctx.schedule(Duration.ofMillis(afterMillis), new Due());
  }
}
