package org.arcmesh.testbed.run;

import java.util.Iterator;
import java.util.Optional;
import java.util.SplittableRandom;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.check.Invariants;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Roster;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.Step;

/** One run of one scenario on one engine. */
public final class Run {

  /** How much longer than it says a step may take on a busy machine. */
  private static final double PATIENCE_MILLIS = 60_000;

  /** Larger overlays are looked at in every fifth cycle while nothing depends on it. */
  private static final int LARGE = 20_000;

  private static final int RARE_CYCLES = 5;

  /** After so many cycles little changes with instant links, and every tenth is measured. */
  private static final int EARLY_CYCLES = 100;

  private static final int LATE_CYCLES = 10;

  /** How often the invariants of small overlays are checked. */
  private static final double CHECK_EVERY_MILLIS = 1_000;

  private final Scenario scenario;
  private final Engine engine;
  private final long seed;
  private final Progress progress;
  private final Agenda agenda = new Agenda();
  private final Roster roster = new Roster();
  private final Measurement measurement;
  private final Steps steps;
  private final double lookEvery;
  private final Invariants invariants = new Invariants();
  private String step = "";
  private double stepEnds;
  private boolean over;
  private String partial;

  public Run(Scenario scenario, Engine engine, long seed, Progress progress) {
    this.scenario = scenario;
    this.engine = engine;
    this.seed = seed;
    this.progress = progress;
    this.measurement =
        new Measurement(roster, engine::cuts, note -> progress.onNote(engine.nowMillis(), note));
    this.lookEvery = lookEvery(scenario);
    Population population = new Population(roster, new SplittableRandom(seed));
    this.steps =
        new Steps(scenario, engine, agenda, roster, population, measurement, progress, this::look);
  }

  private static double lookEvery(Scenario scenario) {
    if (scenario.instant()) {
      return scenario.period().toMillis(); // No broadcast, no partition: nothing waits for a look.
    }
    return scenario.peers() <= Steps.SMALL ? 250 : 1_000;
  }

  /**
   * Runs all steps and waits for the deadlines of the last broadcasts.
   *
   * <p>If the user ends the run, or a step does not end, the report has {@code partial}, which says
   * so.
   */
  public Report run() {
    long begun = System.nanoTime();
    next(scenario.steps().iterator());
    agenda.add(0, () -> look(0));
    if (scenario.peers() <= Steps.SMALL) {
      agenda.add(0, () -> check(0));
    }
    agenda.add(scenario.period().toMillis(), () -> cycle(1));
    try {
      while (!isDone()) {
        Agenda.Item item = agenda.poll();
        engine.advanceTo(item.atMillis(), this::onEvent);
        item.action().run();
      }
    } catch (InterruptedException e) {
      partial = "interrupted during: " + step;
    }
    Report report = new Report();
    report.put("scenario", scenario.name());
    report.put("engine", engine.name());
    report.put("seed", seed);
    report.put("version", Version.TEXT);
    if (!scenario.instant()) {
      report.put("tree", scenario.tree());
    }
    if (partial != null) {
      report.put("partial", partial);
    }
    report.put("wallMs", Math.round((System.nanoTime() - begun) / 1e6));
    engine
        .traceHash()
        .ifPresent(
            hash -> report.put("virtualMs", Math.rint(engine.nowMillis())).put("traceHash", hash));
    measurement.putAll(report, snapshot());
    engine.putAll(report, measurement);
    invariants.putAll(report);
    measurement.putCycles(report);
    return report;
  }

  private boolean isDone() {
    if (engine.nowMillis() > stepEnds + PATIENCE_MILLIS && !over) {
      partial = "did not end: " + step;
    }
    return partial != null || over && engine.nowMillis() > measurement.lastDeadline();
  }

  private void next(Iterator<Step> rest) {
    if (!rest.hasNext()) {
      over = true;
      step = "wait for the last deliveries";
      stepEnds = measurement.lastDeadline();
      return;
    }
    Step current = rest.next();
    step = Phrases.of(current.action());
    stepEnds = engine.nowMillis() + steps.longest(current).toMillis();
    steps.begin(current, () -> next(rest));
  }

  private void onEvent(PeerId peer, OverlayEvent event, double atMillis) {
    long duplicates = measurement.duplicates();
    long outOfOrder = measurement.outOfOrder();
    measurement.onEvent(peer, event, atMillis);
    if (measurement.duplicates() > duplicates) {
      invariants.violated("delivered at most once", atMillis, Optional.of(peer), what(event));
    }
    if (measurement.outOfOrder() > outOfOrder) {
      invariants.violated("first in, first out", atMillis, Optional.of(peer), what(event));
    }
    if (event instanceof OverlayEvent.Left) {
      roster.stop(peer);
    }
  }

  private static String what(OverlayEvent event) {
    return event instanceof OverlayEvent.Delivered delivered
        ? "broadcast " + delivered.sequence() + " of " + delivered.from().shortName()
        : event.toString();
  }

  private void check(int number) {
    engine.check(invariants);
    agenda.add(
        Math.max(engine.nowMillis(), (number + 1) * CHECK_EVERY_MILLIS), () -> check(number + 1));
  }

  private void look(int number) {
    if (isLookDue()) {
      look();
    }
    progress.onStatus(
        new Progress.Status(
            engine.nowMillis(),
            step,
            stepEnds,
            roster.started(),
            roster.alive().size(),
            measurement.joinedCount(),
            measurement.components(),
            measurement.observedAt(),
            measurement.sentCount(),
            measurement.deliveries()));
    agenda.add(Math.max(engine.nowMillis(), (number + 1) * lookEvery), () -> look(number + 1));
  }

  private boolean isLookDue() {
    if (scenario.instant()) {
      return false; // Nothing changes but by steps, which look, and cycles, which do.
    }
    return scenario.peers() <= LARGE
        || measurement.isWatched()
        || engine.nowMillis() - measurement.observedAt()
            >= RARE_CYCLES * scenario.period().toMillis();
  }

  private void look() {
    measurement.observe(snapshot());
  }

  private void cycle(int number) {
    if (roster.started() > 0 && isCycleDue(number)) {
      Snapshot snapshot = snapshot();
      if (scenario.instant()) {
        measurement.observe(snapshot);
      }
      measurement.cycle(number, snapshot);
    } else {
      measurement.cycle(number, this::snapshot);
    }
    double period = scenario.period().toMillis();
    agenda.add(
        Math.max(engine.nowMillis() + period / 2, (number + 1) * period), () -> cycle(number + 1));
  }

  private boolean isCycleDue(int number) {
    boolean early =
        !scenario.instant()
            || number <= EARLY_CYCLES
            || number % LATE_CYCLES == 0
            || measurement.isForgetting();
    return early && (scenario.peers() <= LARGE || number % RARE_CYCLES == 0);
  }

  private Snapshot snapshot() {
    return engine.snapshot(roster.alive());
  }
}
