package org.arcmesh.sampling.cyclon;

import static org.arcmesh.sampling.FixedLinks.peer;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.FixedLinks;
import org.arcmesh.sampling.cyclon.CyclonMessage.Entry;
import org.arcmesh.sampling.cyclon.CyclonMessage.Shuffle;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;

/** A peer with Cyclon on scripted links, and others to talk to. */
abstract class CyclonFixture {
  static final CyclonConfig CONFIG =
      new CyclonConfig(4, 3, Duration.ofSeconds(10), Duration.ofSeconds(2));

  final PeerId self = peer(50);
  final PeerId alice = peer(1);
  final PeerId bob = peer(2);
  final PeerId carol = peer(3);
  final PeerId dave = peer(4);
  final PeerId eve = peer(5);
  final PeerId frank = peer(6);
  final PeerId zoe = peer(99);
  final FixedLinks links = new FixedLinks();
  final ScriptedContext ctx = new ScriptedContext(self, 1);
  final Cyclon cyclon = new Cyclon(CONFIG, links);
  Timer cycle;

  /** The view of {@code targets}; each is a cycle older than the one after it. */
  void startWith(PeerId... targets) {
    cyclon.start(ctx);
    cycle = ctx.effects(Scheduled.class).get(0).timer();
    for (PeerId target : targets) {
      cyclon.onArcOpened(target, ctx); // Given by mediators.
    }
    ctx.clear();
  }

  Shuffle begin() {
    cyclon.onTimer(cycle, ctx);
    Shuffle shuffle = (Shuffle) ctx.sent().get(0).message();
    ctx.clear();
    return shuffle;
  }

  static Set<PeerId> peers(List<Entry> entries) {
    Set<PeerId> peers = new LinkedHashSet<>();
    entries.forEach(entry -> peers.add(entry.peer()));
    return peers;
  }

  Timer lastTimer() {
    List<Scheduled> timers = ctx.effects(Scheduled.class);
    return timers.get(timers.size() - 1).timer();
  }
}
