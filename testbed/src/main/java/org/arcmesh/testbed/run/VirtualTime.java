package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.Simulation;
import org.arcmesh.testbed.report.Report;

/** The clock of a simulation: lets it go on, and tells what its peers emit meanwhile. */
final class VirtualTime {
  private static final long CHUNK_MICROS = 1_000_000;

  /** How often the arcs are counted: in virtual time nothing moves meanwhile. */
  private static final long CHECK_MICROS = 10_000_000;

  private final Simulation simulation;
  private final Runnable check;
  private final List<Happening> happened = new ArrayList<>();
  private final ProcessUse use;
  private final long startedNanos = System.nanoTime();
  private long nowMicros;
  private long nextCheckMicros;

  private record Happening(PeerId peer, OverlayEvent event, double atMillis) {}

  /**
   * @param check called now and then, between two events
   * @param threads on how many the simulation runs; on several, it has the process to itself
   */
  VirtualTime(Simulation simulation, Runnable check, int threads) {
    this.use = threads == 1 ? ProcessUse.ofThisThread() : ProcessUse.ofAllThreads();
    this.simulation = simulation;
    this.check = check;
    simulation.onEvent(
        (peer, event, atMillis) -> happened.add(new Happening(peer, event, atMillis)));
  }

  double nowMillis() {
    return nowMicros / 1_000.0;
  }

  /** As {@link Engine#advanceTo}. */
  void advanceTo(double millis, Engine.Watcher watcher) throws InterruptedException {
    long target = Math.round(millis * 1_000);
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long chunk = Math.max(0, Math.min(CHUNK_MICROS, target - nowMicros));
      simulation.run(Duration.ofNanos(chunk * 1_000));
      nowMicros += chunk;
      if (nowMicros >= nextCheckMicros) {
        nextCheckMicros = nowMicros + CHECK_MICROS;
        check.run();
      }
      for (Happening happening : happened) {
        watcher.onEvent(happening.peer(), happening.event(), happening.atMillis());
      }
      happened.clear();
    } while (nowMicros < target);
  }

  String traceHash() {
    return String.format("%016x", simulation.traceHash());
  }

  /** Puts what the run took of the machine. */
  void putAll(Report report) {
    use.putAll(report);
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    report.put("resources.events", simulation.events());
    report.put("resources.eventsPerSecond", Math.rint(simulation.events() / seconds));
  }
}
