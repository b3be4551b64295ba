package org.arcmesh.sampling.spray;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.FixedLinks;
import org.arcmesh.sampling.spray.SprayMessage.Exchange;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;

/** A peer with Spray on scripted links, and others to talk to. */
abstract class SprayFixture {
  static final Duration PERIOD = SprayConfig.DEFAULT.period();

  final PeerId self = peer(50);
  final PeerId alice = peer(1);
  final PeerId bob = peer(2);
  final PeerId carol = peer(3);
  final PeerId dave = peer(4);
  final PeerId zoe = peer(99);
  final FixedLinks links = new FixedLinks();
  ScriptedContext ctx = new ScriptedContext(self, 1);
  Spray spray = new Spray(SprayConfig.DEFAULT, links);
  Timer cycle;

  void startWith(PeerId... targets) {
    spray.start(ctx);
    Scheduled first = ctx.effects(Scheduled.class).get(0);
    assertTrue(first.delay().compareTo(PERIOD) <= 0);
    cycle = first.timer();
    for (PeerId target : targets) {
      spray.onArcOpened(target, ctx); // Given by mediators.
    }
    ctx.clear();
  }

  Exchange begin() {
    spray.onTimer(cycle, ctx);
    Exchange exchange = (Exchange) ctx.sent().get(0).message();
    ctx.clear();
    return exchange;
  }

  /** The last timer set; an exchange sets its resend, Busy the retry. */
  Timer lastTimer() {
    List<Scheduled> timers = ctx.effects(Scheduled.class);
    return timers.get(timers.size() - 1).timer();
  }

  void assertLedgerBalances() {
    assertEquals(spray.arcs(), spray.ledger().arcs());
  }
}
