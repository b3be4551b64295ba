package org.arcmesh.n2n;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
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

  /** What a protocol of a peer was told. */
  static final class Villager implements Protocol<Message> {
    final List<PeerId> up = new ArrayList<>();
    final List<Cause> down = new ArrayList<>();
    final List<PeerId> opened = new ArrayList<>();
    final List<Cause> failed = new ArrayList<>();
    Context ctx;
    Signaling signaling;

    @Override
    public MessageTable messages() {
      return new MessageTable(99, "villager", List.of());
    }

    @Override
    public void start(Context ctx) {
      this.ctx = ctx;
    }

    @Override
    public void onMessage(PeerId from, Message message, Context ctx) {
      throw new AssertionError(message);
    }

    @Override
    public void onNeighborUp(PeerId neighbor, Context ctx) {
      up.add(neighbor);
    }

    @Override
    public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
      down.add(cause);
    }

    @Override
    public void onArcOpened(PeerId target, Context ctx) {
      opened.add(target);
    }

    @Override
    public void onArcFailed(PeerId target, Cause cause, Context ctx) {
      failed.add(cause);
    }
  }

  PeerId settle() {
    Villager villager = new Villager();
    PeerId id =
        simulation.add(
            environment -> {
              villager.signaling =
                  new Signaling(
                      config, APPLICATION, environment.identity(), environment.connector());
              return new Peer(
                  environment.identity().id(),
                  environment.host(),
                  villager.signaling,
                  List.of(villager.signaling, villager));
            });
    villagers.put(id, villager);
    simulation.run(Duration.ofMillis(1));
    return id;
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
    at(from, villager -> villager.ctx.openArc(to, mediator));
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
