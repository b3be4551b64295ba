package org.arcmesh.broadcast.backbone;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.backbone.BackboneMessage.Ask;
import org.arcmesh.broadcast.backbone.BackboneMessage.Crowded;
import org.arcmesh.broadcast.backbone.BackboneMessage.Grant;
import org.arcmesh.broadcast.backbone.BackboneMessage.Refuse;
import org.arcmesh.broadcast.backbone.BackboneMessage.Release;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Hold;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Held;
import org.arcmesh.sim.ScriptedContext.Released;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackboneTest {
  /** Four ties are wanted. */
  private static final BackboneConfig CONFIG = BackboneConfig.DEFAULT.withNear(2);

  private final PeerId alice = peer(1);
  private final FixedLinks links = new FixedLinks();
  private final ScriptedContext ctx = new ScriptedContext(peer(99), 1);
  private final Backbone backbone = new Backbone(CONFIG, links);
  private int changes;

  @BeforeEach
  void start() {
    backbone.onChange(() -> changes++);
    backbone.start(ctx);
    ctx.clear();
  }

  @Test
  void asksItsFirstNeighborUrgentlyAndHoldsTheLinkOnceGranted() {
    up(alice, 30);

    assertEquals(List.of(new Sent(alice, new Ask(true))), ctx.effects());

    ctx.clear();
    backbone.onMessage(alice, new Grant(), ctx);

    assertEquals(List.of(new Held(alice, Hold.BACKBONE)), ctx.effects());
    assertEquals(List.of(alice), backbone.neighbors());
    assertEquals(1, changes);
  }

  @Test
  void grantsAndHoldsWhatANeighborAsks() {
    tieAll(1, 4);
    links.up(peer(9), 30);

    backbone.onMessage(peer(9), new Ask(false), ctx);

    assertEquals(
        List.of(new Held(peer(9), Hold.BACKBONE), new Sent(peer(9), new Grant())), ctx.effects());
  }

  @Test
  void releasesTheLinkWhenTheNeighborNoLongerWantsIt() {
    tieAll(1, 4);
    links.up(peer(9), 30);
    backbone.onMessage(peer(9), new Ask(false), ctx);
    ctx.clear();

    backbone.onMessage(peer(9), new Release(), ctx);

    assertEquals(List.of(new Released(peer(9), Hold.BACKBONE)), ctx.effects());
    assertFalse(backbone.contains(peer(9)));
  }

  @Test
  void aLinkThatBothWantOutlivesTheReleaseOfOne() {
    tieAll(1, 4);
    backbone.onMessage(alice, new Ask(false), ctx);
    ctx.clear();

    backbone.onMessage(alice, new Release(), ctx);

    assertEquals(List.of(), ctx.effects());
    assertTrue(backbone.contains(alice));
  }

  @Test
  void refusesOverTheCapUnlessTheAskerHasNothingElse() {
    tieAll(1, 4);
    for (int i = 11; i < 11 + CONFIG.grantsMax(); i++) {
      links.up(peer(i), 30);
      backbone.onMessage(peer(i), new Ask(false), ctx);
    }
    links.up(peer(40), 30).up(peer(41), 30);
    ctx.clear();

    backbone.onMessage(peer(40), new Ask(false), ctx);
    backbone.onMessage(peer(41), new Ask(true), ctx);

    assertEquals(
        List.of(
            new Sent(peer(40), new Refuse()),
            new Held(peer(41), Hold.BACKBONE),
            new Sent(peer(41), new Grant())),
        ctx.effects());
  }

  @Test
  void asksSomebodyElseWhenRefused() {
    tieAll(1, 3);
    up(peer(4), 30);
    links.up(peer(5), 30);
    ctx.clear();

    backbone.onMessage(peer(4), new Refuse(), ctx);

    assertEquals(List.of(new Sent(peer(5), new Ask(false))), ctx.effects());
  }

  @Test
  void asksFourOfManyWithTheNearestAmongThem() {
    for (int i = 1; i <= 20; i++) {
      links.up(peer(i), 100 - i);
    }

    backbone.onNeighborUp(peer(20), ctx);

    TreeSet<PeerId> asked = new TreeSet<>();
    ctx.sent().forEach(sent -> asked.add(sent.to()));
    assertEquals(4, asked.size());
    assertTrue(asked.contains(peer(20)));
    assertTrue(asked.contains(peer(19)));
  }

  @Test
  void replacesTheFarthestNearTieAfterThreeSightingsAndOnlyOnceTheNewOneIsGranted() {
    tieAll(1, 4);
    links.up(peer(7), 10);
    ctx.advance(CONFIG.ageMin());

    tick();
    tick();
    assertFalse(isAsked(peer(7)));
    tick();

    assertTrue(isAsked(peer(7)));
    assertEquals(4, backbone.neighbors().size());
    ctx.clear();

    backbone.onMessage(peer(7), new Grant(), ctx);

    PeerId replaced = ctx.effects(Released.class).get(0).neighbor();
    assertEquals(
        List.of(
            new Held(peer(7), Hold.BACKBONE),
            new Released(replaced, Hold.BACKBONE),
            new Sent(replaced, new Release())),
        ctx.effects());
    assertEquals(4, backbone.neighbors().size());
  }

  @Test
  void aGainUnderAFifthReplacesNothing() {
    tieAll(1, 4);
    links.up(peer(7), 25);
    ctx.advance(CONFIG.ageMin());

    tick();
    tick();
    tick();

    assertFalse(isAsked(peer(7)));
  }

  @Test
  void aGainWithinTheNoiseOfTheTieReplacesNothing() {
    tieAll(1, 4);
    links.neighbors().forEach(neighbor -> links.deviate(neighbor, 11));
    links.up(peer(7), 10); // 20 less than the others, of which 22 may be noise.
    ctx.advance(CONFIG.ageMin());

    tick();
    tick();
    tick();

    assertFalse(isAsked(peer(7)));
  }

  @Test
  void asksANeighborThatTheTreesDoNotReachForFiveTicks() {
    tieAll(1, 4);
    links.up(peer(7), 90);
    backbone.reachedBy(peer -> !peer.equals(peer(7)));

    for (int ticks = 0; ticks < 4; ticks++) {
      tick();
      assertFalse(isAsked(peer(7)));
    }
    tick();

    assertTrue(isAsked(peer(7)));
  }

  @Test
  void knowsThatNoTreeHasSurvivedWhenMostTiesGoDownTogether() {
    for (int asking = 1; asking <= 7; asking++) {
      links.up(peer(asking), 30);
      backbone.onMessage(peer(asking), new Ask(false), ctx);
    }
    for (int gone = 1; gone <= 3; gone++) {
      links.down(peer(gone));
      backbone.onNeighborDown(peer(gone), Cause.SILENT, ctx);
    }
    assertFalse(backbone.isShattered(ctx.nowMillis()));

    links.down(peer(4));
    backbone.onNeighborDown(peer(4), Cause.SILENT, ctx);

    assertTrue(backbone.isShattered(ctx.nowMillis()));
    assertFalse(backbone.isShattered(ctx.nowMillis() + 20_000));
  }

  @Test
  void noTreeHasSurvivedWhenWithTheQuietTiesTwiceAsManyAreGoneAsAreLeft() {
    for (int asking = 1; asking <= 7; asking++) {
      links.up(peer(asking), 30);
      backbone.onMessage(peer(asking), new Ask(false), ctx);
    }
    links.down(peer(1));
    backbone.onNeighborDown(peer(1), Cause.SILENT, ctx);
    links.quiet(peer(2));
    links.quiet(peer(3));
    links.quiet(peer(4));
    assertFalse(backbone.isShattered(ctx.nowMillis()));

    links.quiet(peer(5));

    assertTrue(backbone.isShattered(ctx.nowMillis()));
  }

  @Test
  void repeatsItsAskAndItsHoldSoThatWhatWasLostDoesNoLastingHarm() {
    up(alice, 30);
    backbone.onMessage(alice, new Grant(), ctx);
    ctx.advance(CONFIG.refresh());
    ctx.clear();

    tick();

    assertTrue(isAsked(alice));
    assertEquals(List.of(new Held(alice, Hold.BACKBONE)), ctx.effects(Held.class));
  }

  @Test
  void forgetsAGrantWhoseAskIsNoLongerRepeated() {
    tieAll(1, 4);
    links.up(peer(9), 30);
    backbone.onMessage(peer(9), new Ask(false), ctx);
    ctx.clear();
    ctx.advance(CONFIG.expiry());

    tick();

    assertEquals(List.of(new Released(peer(9), Hold.BACKBONE)), ctx.effects(Released.class));
  }

  @Test
  void forgetsAnAskWithoutAnAnswerAndAsksSomebodyElse() {
    tieAll(1, 3);
    up(peer(4), 30);
    links.up(peer(5), 90);
    ctx.advance(CONFIG.askTimeout());
    ctx.clear();

    tick();

    assertEquals(1, ctx.sent().size());
    assertEquals(new Ask(false), ctx.sent().get(0).message());
  }

  @Test
  void aGrantThatComesTooLateIsReturned() {
    tieAll(1, 4);
    links.up(peer(9), 30);

    backbone.onMessage(peer(9), new Grant(), ctx);

    assertEquals(List.of(new Sent(peer(9), new Release())), ctx.effects());
  }

  @Test
  void fillsUpWhenALinkGoesDown() {
    tieAll(1, 4);
    links.up(peer(5), 30);
    links.down(alice);

    backbone.onNeighborDown(alice, Cause.CLOSED, ctx);

    assertEquals(List.of(new Sent(peer(5), new Ask(false))), ctx.effects());
    assertFalse(backbone.contains(alice));
  }

  @Test
  void whatAFormerNeighborSaidIsIgnored() {
    backbone.onMessage(alice, new Ask(true), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void everyMessageIsHandled() {
    List<BackboneMessage> all =
        List.of(new Ask(false), new Grant(), new Refuse(), new Release(), new Crowded());
    up(alice, 30);

    all.forEach(message -> backbone.onMessage(alice, message, ctx));

    for (Class<?> type : BackboneMessage.class.getPermittedSubclasses()) {
      assertTrue(BackboneMessage.TABLE.types().contains(type), type.getName());
      assertTrue(all.stream().anyMatch(type::isInstance), type.getName());
    }
  }

  private void up(PeerId neighbor, int roundTripMillis) {
    links.up(neighbor, roundTripMillis);
    backbone.onNeighborUp(neighbor, ctx);
  }

  /** Has the peers of these digits as neighbors, each asked and granted. */
  private void tieAll(int first, int last) {
    for (int i = first; i <= last; i++) {
      up(peer(i), 30);
      backbone.onMessage(peer(i), new Grant(), ctx);
    }
    ctx.clear();
  }

  private void tick() {
    ctx.advance(Duration.ofMillis(1));
    backbone.onTimer(new Backbone.Tick(), ctx);
  }

  private boolean isAsked(PeerId peer) {
    return ctx.sent().stream()
        .anyMatch(sent -> sent.to().equals(peer) && sent.message() instanceof Ask);
  }
}
