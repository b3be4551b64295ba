package org.arcmesh.n2n;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.Puppet;
import org.arcmesh.sim.Simulation;

/** A few simulated peers that do nothing but what a test has them do. */
final class Village {
  static final ApplicationKey APPLICATION = ApplicationKey.ofName("village");

  final Simulation simulation;
  private final SignalingConfig config;
  private final Map<PeerId, Villager> villagers = new HashMap<>();

  Village(long seed) {
    this(seed, SignalingConfig.DEFAULT);
  }

  Village(long seed, SignalingConfig config) {
    this.simulation = Simulation.of(seed);
    this.config = config;
  }

  /** One of them: what moves it, and its links. */
  record Villager(Puppet puppet, Signaling signaling) {}

  PeerId settle() {
    PeerId id = simulation.add(this::create);
    simulation.run(Duration.ofMillis(1));
    return id;
  }

  private Peer create(Environment environment) {
    PeerId id = environment.identity().id();
    Signaling signaling =
        new Signaling(
            config, Admission.open(APPLICATION), environment.identity(), environment.connector());
    Villager villager = new Villager(new Puppet(), signaling);
    villagers.put(id, villager);
    return new Peer(id, environment.host(), signaling, List.of(signaling, villager.puppet()));
  }

  Villager at(PeerId id) {
    return villagers.get(id);
  }

  /** Has {@code peer} do something, as one of its handlers would. */
  void at(PeerId peer, Consumer<Villager> action) {
    simulation.peer(peer).run(() -> action.accept(at(peer)));
  }

  /** Opens an arc and waits until it is there. */
  void arc(PeerId from, PeerId to, PeerId mediator) {
    at(from, villager -> villager.puppet().context().openArc(to, mediator));
    run(Duration.ofSeconds(1));
  }

  /** Gives two strangers their first arc, through a door. */
  void arcThroughDoor(PeerId from, PeerId to) {
    simulation.openDoor(from, to);
    run(Duration.ofMillis(1));
    arc(from, to, to);
    simulation.closeDoor(from, to);
  }

  void run(Duration time) {
    simulation.run(time);
  }
}
