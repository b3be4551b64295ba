package org.arcmesh.broadcast.backbone;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.backbone.BackboneMessage.Ask;
import org.arcmesh.broadcast.backbone.BackboneMessage.Crowded;
import org.arcmesh.broadcast.backbone.BackboneMessage.Grant;
import org.arcmesh.broadcast.backbone.BackboneMessage.Refuse;
import org.arcmesh.broadcast.backbone.BackboneMessage.Release;
import org.arcmesh.core.Hold;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Held;
import org.arcmesh.sim.ScriptedContext.Released;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Urgent asks are granted over the cap, and the surplus finds other neighbors. */
class CrowdedTest {
  /** Four ties are wanted. */
  private static final BackboneConfig CONFIG = BackboneConfig.DEFAULT.withNear(2);

  private final PeerId alice = peer(1);
  private final FixedLinks links = new FixedLinks();
  private final ScriptedContext ctx = new ScriptedContext(peer(99), 1);
  private final Backbone backbone = new Backbone(CONFIG, links);

  @BeforeEach
  void start() {
    backbone.start(ctx);
  }

  @Test
  void sendsOneAskerElsewhereInATickWhileThereAreMoreThanTheCap() {
    for (int i = 11; i <= 11 + CONFIG.grantsMax(); i++) {
      links.up(peer(i), 30);
      backbone.onMessage(peer(i), new Ask(true), ctx);
    }
    ctx.clear();

    tick();

    List<Sent> crowded = crowded();
    assertEquals(1, crowded.size());
    assertEquals(CONFIG.grantsMax() + 1, backbone.neighbors().size());
    ctx.clear();

    backbone.onMessage(crowded.get(0).to(), new Release(), ctx);
    tick();

    assertEquals(List.of(), crowded());
  }

  @Test
  void leavesACrowdedNeighborOnceAnotherHasGrantedATieInItsPlace() {
    tieFour();
    links.up(peer(7), 30);

    backbone.onMessage(alice, new Crowded(), ctx);
    backbone.onMessage(alice, new Crowded(), ctx);

    assertEquals(List.of(new Sent(peer(7), new Ask(false))), ctx.effects());
    assertTrue(backbone.contains(alice));
    ctx.clear();

    backbone.onMessage(peer(7), new Grant(), ctx);

    assertEquals(
        List.of(
            new Held(peer(7), Hold.BACKBONE),
            new Released(alice, Hold.BACKBONE),
            new Sent(alice, new Release())),
        ctx.effects());
  }

  @Test
  void staysWithACrowdedNeighborAsLongAsThereIsNobodyElse() {
    tieFour();

    backbone.onMessage(alice, new Crowded(), ctx);
    assertEquals(List.of(), ctx.effects());

    links.up(peer(7), 30);
    backbone.onMessage(alice, new Crowded(), ctx);
    backbone.onMessage(peer(7), new Refuse(), ctx);

    assertTrue(backbone.contains(alice));
    assertFalse(backbone.contains(peer(7)));
  }

  @Test
  void aStrangerWhoIsCrowdedChangesNothing() {
    tieFour();
    links.up(peer(7), 30).up(peer(8), 30);

    backbone.onMessage(peer(7), new Crowded(), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  /** Alice and three others. */
  private void tieFour() {
    for (int i = 1; i <= 4; i++) {
      links.up(peer(i), 30);
      backbone.onNeighborUp(peer(i), ctx);
      backbone.onMessage(peer(i), new Grant(), ctx);
    }
    ctx.clear();
  }

  private void tick() {
    backbone.onTimer(new Backbone.Tick(), ctx);
  }

  private List<Sent> crowded() {
    return ctx.sent().stream().filter(sent -> sent.message() instanceof Crowded).toList();
  }
}
