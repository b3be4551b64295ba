package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.FixedLinks;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;

/** A peer with repair on scripted links, discovery and sampler. */
abstract class RepairFixture {
  static final Endpoint HERE = new Endpoint("10.0.0.1", 7000);
  static final Endpoint THERE = new Endpoint("10.0.0.2", 7000);
  static final long SETTLED = 2 * RepairConfig.DEFAULT.beat().toMillis();
  static final Component FOREIGN = new Component(List.of(1L, 2L, 3L), SETTLED, 40);

  final PeerId self = peer(50);
  final PeerId alice = peer(1);
  final PeerId bob = peer(2);
  final PeerId node = peer(9);
  final FixedLinks links = new FixedLinks();
  final ScriptedDiscovery discovery = new ScriptedDiscovery();
  final ScriptedSampler sampler = new ScriptedSampler();
  final ScriptedContext ctx = new ScriptedContext(self, 1);
  Repair repair;

  void start(RepairConfig config) {
    repair = new Repair(config, "demo", sampler, discovery, links);
    repair.start(ctx);
  }

  /** Started and with arcs to alice and bob, found without help, and an identity set of age. */
  void startJoined(RepairConfig config) {
    start(config);
    for (PeerId neighbor : List.of(alice, bob)) {
      links.neighbors.add(neighbor);
      repair.onNeighborUp(neighbor, ctx);
      sampler.view.add(neighbor);
      repair.onArcOpened(neighbor, ctx);
    }
    answer(new LookedUp(0, 8));
    due(beatTimer(), Duration.ZERO);
    dueNow(Gossip.FlushDue.class);
    ctx.advance(Duration.ofMillis(SETTLED));
    discovery.take();
    ctx.clear();
  }

  void startJoined() {
    startJoined(RepairConfig.DEFAULT);
  }

  void answer(Discovery.Answer answer) {
    repair.onMessage(self, answer, ctx);
  }

  void due(Timer timer, Duration after) {
    ctx.advance(after);
    repair.onTimer(timer, ctx);
  }

  Timer beatTimer() {
    return ctx.effects(Scheduled.class).get(0).timer();
  }

  <T extends Timer> Optional<Scheduled> scheduled(Class<T> kind) {
    return ctx.effects(Scheduled.class).stream()
        .filter(effect -> kind.isInstance(effect.timer()))
        .reduce((first, second) -> second);
  }

  <T extends Timer> void dueNow(Class<T> kind) {
    Scheduled timer = scheduled(kind).orElseThrow();
    due(timer.timer(), timer.delay());
  }

  List<Message> sentTo(PeerId neighbor) {
    return ctx.sent().stream()
        .filter(sent -> sent.to().equals(neighbor))
        .map(Sent::message)
        .toList();
  }

  int told(Class<? extends Message> kind) {
    return (int) ctx.sent().stream().filter(sent -> kind.isInstance(sent.message())).count();
  }
}
