package org.arcmesh.testbed.run;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.measure.Roster;
import org.arcmesh.testbed.scenario.Action;

/**
 * Peers come and go for a while, each after a session of its own.
 *
 * <p>Those that are there at the beginning are in the midst of their sessions, so that nothing
 * changes in the course of it: there are about as many of each age as there were before.
 */
final class Churning {
  private final Action.Churn churn;
  private final double endMillis;
  private final Agenda agenda;
  private final Engine engine;
  private final Roster roster;
  private final Population population;
  private final Function<PeerId, PeerId> successor;
  private final Consumer<PeerId> crash;
  private int gone;

  /**
   * @param successor starts a peer in the place of one that goes
   * @param crash stops a peer
   */
  Churning(
      Action.Churn churn,
      Agenda agenda,
      Engine engine,
      Roster roster,
      Population population,
      Function<PeerId, PeerId> successor,
      Consumer<PeerId> crash) {
    this.churn = churn;
    this.endMillis = engine.nowMillis() + churn.length().toMillis();
    this.agenda = agenda;
    this.engine = engine;
    this.roster = roster;
    this.population = population;
    this.successor = successor;
    this.crash = crash;
  }

  void begin() {
    List<PeerId> present = roster.alive();
    present.forEach(peer -> stays(peer, churn.sessions().drawRest(population.random())));
  }

  /** How many peers have gone so far. */
  int gone() {
    return gone;
  }

  private void stays(PeerId peer, double millis) {
    double until = engine.nowMillis() + millis;
    if (until < endMillis) {
      agenda.add(until, () -> go(peer));
    }
  }

  private void go(PeerId peer) {
    if (!population.isAlive(peer) || population.isSpared(peer) || isLast()) {
      return;
    }
    gone++;
    if (population.random().nextDouble() < churn.polite()) {
      engine.leave(peer);
    } else {
      crash.accept(peer);
    }
    if (churn.replaced()) {
      stays(successor.apply(peer), churn.sessions().draw(population.random()));
    }
  }

  private boolean isLast() {
    return roster.alive().size() == 1 && !churn.replaced();
  }
}
