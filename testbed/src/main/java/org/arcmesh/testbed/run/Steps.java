package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Distances;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Roster;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.Step;

/** Carries the steps of one run out, by putting what they do on its agenda. */
final class Steps {
  /** Overlays up to this size are looked at four times a second, larger ones once. */
  static final int SMALL = 2_000;

  /** How old the last look may be when a broadcast is sent, so that old truth misleads little. */
  private static final double FRESH_MILLIS = 50;

  /** How often a step that waits for something looks for it. */
  private static final double WAIT_MILLIS = 250;

  /** How old the last look may be while a step waits for what it shows. */
  private static final double WAIT_LOOK_MILLIS = 1_000;

  private final Scenario scenario;
  private final Engine engine;
  private final Agenda agenda;
  private final Roster roster;
  private final Population population;
  private final Measurement measurement;
  private final Progress progress;
  private final Runnable look;
  private final Map<PeerId, Duration> slow = new LinkedHashMap<>();
  private final Set<PeerId> nodes = new LinkedHashSet<>();
  private Action.Partition lasting;
  private int joined;

  /**
   * @param look looks at the ground truth at once
   */
  Steps(
      Scenario scenario,
      Engine engine,
      Agenda agenda,
      Roster roster,
      Population population,
      Measurement measurement,
      Progress progress,
      Runnable look) {
    this.scenario = scenario;
    this.engine = engine;
    this.agenda = agenda;
    this.roster = roster;
    this.population = population;
    this.measurement = measurement;
    this.progress = progress;
    this.look = look;
  }

  /** Begins {@code step}; {@code then} runs when it and all that goes on during it is over. */
  void begin(Step step, Runnable then) {
    progress.onStep(engine.nowMillis(), Phrases.of(step.action()));
    int[] under = {2};
    Runnable over =
        () -> {
          if (--under[0] == 0) {
            then.run();
          }
        };
    if (step.action() instanceof Action.Swarm swarm) {
      population.sparesFirst();
      List<Step> drawn =
          SwarmPlan.draw(swarm, scenario.peers(), population.random().nextLong(), step.place());
      sequence(drawn.iterator(), over);
    } else {
      begin(step.action(), over);
    }
    sequence(step.during().iterator(), over);
  }

  private void sequence(Iterator<Step> steps, Runnable then) {
    if (steps.hasNext()) {
      begin(steps.next(), () -> sequence(steps, then));
    } else {
      then.run();
    }
  }

  /** How long {@code step} takes at most. */
  Duration longest(Step step) {
    Duration meanwhile =
        step.during().stream().map(this::longest).reduce(Duration.ZERO, Duration::plus);
    Duration own = longest(step.action());
    return own.compareTo(meanwhile) < 0 ? meanwhile : own;
  }

  private Duration longest(Action action) {
    if (action instanceof Action.Join join) {
      return join.over(scenario.period());
    }
    if (action instanceof Action.Settle settle) {
      return settle.length(scenario.period());
    }
    if (action instanceof Action.Load load) {
      return load.length();
    }
    if (action instanceof Action.Leave leave) {
      return leave.over();
    }
    if (action instanceof Action.Partition partition) {
      return partition.length();
    }
    if (action instanceof Action.Churn churn) {
      return churn.length();
    }
    if (action instanceof Action.Slow slowness) {
      return slowness.length();
    }
    if (action instanceof Action.Swarm swarm) {
      return swarm.length();
    }
    return action instanceof Action.Heal heal ? heal.within() : Duration.ZERO;
  }

  private void begin(Action action, Runnable over) {
    if (action instanceof Action.Join join) {
      join(join, over);
    } else if (action instanceof Action.Load load) {
      load(load, over);
    } else if (action instanceof Action.Crash crash) {
      crash(crash, over);
    } else if (action instanceof Action.Leave leave) {
      leave(leave, over);
    } else if (action instanceof Action.Partition partition) {
      partition(partition, over);
    } else if (action instanceof Action.Churn churn) {
      churn(churn, over);
    } else if (action instanceof Action.Slow slowness) {
      slow(slowness, over);
    } else if (action instanceof Action.Heal heal) {
      heal(engine.nowMillis() + heal.within().toMillis(), over);
    } else if (action instanceof Action.Swarm) {
      throw new AssertionError("a swarm is a sequence of other steps");
    } else if (action instanceof Action.Settle) {
      after(longest(action).toMillis(), over);
    } else {
      throw new AssertionError(action);
    }
  }

  private void after(double millis, Runnable action) {
    agenda.add(engine.nowMillis() + millis, action);
  }

  private void join(Action.Join join, Runnable over) {
    int count = join.peers().orElse(scenario.peers() - joined);
    int nodesLeft = scenario.instant() ? 0 : scenario.signaling() - joined;
    int first = Math.max(0, Math.min(count, nodesLeft));
    joined += count;
    double length = join.over(scenario.period()).toMillis();
    for (int i = 0; i < count; i++) {
      boolean signaling = i < first;
      after(
          signaling ? 0 : length * (i - first + 1) / (count - first),
          () -> start(signaling, join.contact()));
    }
    after(length, over);
  }

  private PeerId start(boolean signaling, Action.Contact contact) {
    PeerId peer = engine.start(signaling, population.contact(contact));
    roster.start(peer);
    if (signaling) {
      nodes.add(peer);
    }
    measurement.started(peer, engine.nowMillis());
    if (!population.sides().isEmpty()) {
      population.place(peer);
      engine.partition(population.sides(), lasting);
    }
    return peer;
  }

  private void load(Action.Load load, Runnable over) {
    List<PeerId> sources = population.sources(load.sources());
    int count = (int) Math.floor(load.perSecond() * load.length().toMillis() / 1000 + 1e-9);
    for (int i = 0; i < count; i++) {
      int turn = i;
      after(i * 1000 / load.perSecond(), () -> send(sources, turn, load));
    }
    after(load.length().toMillis(), over);
  }

  private void send(List<PeerId> sources, int turn, Action.Load load) {
    for (int i = 0; i < sources.size(); i++) {
      PeerId source = sources.get((turn + i) % sources.size());
      if (population.isAlive(source)) {
        lookUnlessFresh();
        Bytes payload = measurement.nextPayload(load.bytes());
        double now = engine.nowMillis();
        double deadline = now + load.deadline().toMillis();
        if (measurement.sentCount() == 0) {
          engine.beginLoad();
        }
        if (load.judged()) {
          Distances distances = engine.distances(source).orElse(Distances.UNKNOWN);
          measurement.sent(source, payload, now, deadline, distances);
        } else {
          measurement.sentUnjudged(source, payload, now, deadline);
        }
        engine.broadcast(source, payload);
        return;
      }
    }
  }

  private void lookUnlessFresh() {
    if (scenario.peers() <= SMALL
        && engine.nowMillis() - measurement.observedAt() >= FRESH_MILLIS) {
      look.run();
    }
  }

  private void crash(Action.Crash crash, Runnable over) {
    List<PeerId> victims = population.some(crash.amount().of(roster.alive().size()));
    victims.forEach(this::crash);
    measurement.crashed(engine.nowMillis());
    progress.onNote(engine.nowMillis(), victims.size() + " peers crashed");
    look.run();
    measurement.removed(victims.size());
    over.run();
  }

  private void crash(PeerId peer) {
    engine.crash(peer);
    roster.stop(peer);
  }

  private void churn(Action.Churn churn, Runnable over) {
    Churning churning =
        new Churning(
            churn,
            agenda,
            engine,
            roster,
            population,
            gone -> start(nodes.contains(gone), Action.Contact.DISCOVERY),
            this::crash);
    churning.begin();
    after(
        churn.length().toMillis(),
        () -> {
          progress.onNote(engine.nowMillis(), churning.gone() + " peers went");
          over.run();
        });
  }

  private void leave(Action.Leave leave, Runnable over) {
    List<PeerId> leavers = population.some(leave.amount().of(roster.alive().size()));
    double length = leave.over().toMillis();
    for (int i = 0; i < leavers.size(); i++) {
      PeerId leaver = leavers.get(i);
      after(
          length * (i + 1) / leavers.size(),
          () -> {
            if (population.isAlive(leaver)) {
              engine.leave(leaver);
            }
          });
    }
    after(length, over);
  }

  private void partition(Action.Partition partition, Runnable over) {
    List<List<PeerId>> sides = population.split(partition.shares());
    lasting = partition;
    engine.partition(population.sides(), partition);
    measurement.cut(sides, engine.nowMillis());
    progress.onNote(
        engine.nowMillis(), "the network is cut into " + sides.stream().map(List::size).toList());
    look.run();
    after(
        partition.length().toMillis(),
        () -> {
          population.unite();
          engine.heal();
          measurement.healed(engine.nowMillis());
          progress.onNote(engine.nowMillis(), "all frames pass again");
          look.run();
          over.run();
        });
  }

  private void slow(Action.Slow slowness, Runnable over) {
    List<PeerId> victims = population.any(slowness.amount().of(roster.alive().size()));
    victims.forEach(victim -> slow.put(victim, slowness.by()));
    engine.slow(slow);
    progress.onNote(
        engine.nowMillis(), victims.size() + " peers are late by " + Phrases.time(slowness.by()));
    after(
        slowness.length().toMillis(),
        () -> {
          victims.forEach(slow::remove);
          engine.slow(slow);
          over.run();
        });
  }

  private void heal(double latest, Runnable over) {
    if (engine.nowMillis() - measurement.observedAt() >= WAIT_LOOK_MILLIS) {
      look.run();
    }
    if (measurement.isOneLasting()) {
      over.run();
    } else if (engine.nowMillis() >= latest) {
      progress.onNote(
          engine.nowMillis(),
          "not one component in time; at the last look their sizes are "
              + measurement.componentSizes());
      over.run();
    } else {
      agenda.add(Math.min(latest, engine.nowMillis() + WAIT_MILLIS), () -> heal(latest, over));
    }
  }
}
