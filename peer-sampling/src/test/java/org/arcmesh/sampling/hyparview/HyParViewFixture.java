package org.arcmesh.sampling.hyparview;

import static org.arcmesh.sampling.FixedLinks.peer;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.FixedLinks;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Neighbor;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.Scheduled;

/** A peer with HyParView on scripted links, and others to talk to. */
abstract class HyParViewFixture {
  static final int ARWL = 6;
  static final int PRWL = 3;

  /** An active view of three, a passive one of four. */
  static final HyParViewConfig CONFIG =
      new HyParViewConfig(3, 4, ARWL, PRWL, 1, 2, Duration.ofSeconds(10), Duration.ofSeconds(1));

  final PeerId self = peer(50);
  final PeerId alice = peer(1);
  final PeerId bob = peer(2);
  final PeerId carol = peer(3);
  final PeerId dave = peer(4);
  final PeerId zoe = peer(99);
  final FixedLinks links = new FixedLinks();
  final ScriptedContext ctx = new ScriptedContext(self, 1);
  final HyParView sampler = new HyParView(CONFIG, links);
  Timer cycle;
  Timer promotion;

  /** Each of {@code neighbors} has asked to be one. */
  void startWith(PeerId... neighbors) {
    sampler.start(ctx);
    List<Scheduled> timers = ctx.effects(Scheduled.class);
    cycle = timers.get(0).timer();
    promotion = timers.get(1).timer();
    for (PeerId neighbor : neighbors) {
      links.neighbors.add(neighbor);
      links.inview.add(neighbor);
      sampler.onMessage(neighbor, new Neighbor(true), ctx);
      openArcs();
    }
    ctx.clear();
  }

  /** All arcs that were asked for open, and what follows from that too. */
  void openArcs() {
    List<ArcAsked> asked = ctx.effects(ArcAsked.class);
    asked.forEach(arc -> sampler.onArcOpened(arc.target(), ctx));
  }
}
