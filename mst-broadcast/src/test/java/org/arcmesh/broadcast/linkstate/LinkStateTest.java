package org.arcmesh.broadcast.linkstate;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.backbone.BackboneMessage;
import org.arcmesh.broadcast.linkstate.LinkRecord.Claim;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Stamp;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Want;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkStateTest {
  private static final LinkStateConfig CONFIG = LinkStateConfig.DEFAULT;

  private final PeerId self = peer(50);
  private final PeerId alice = peer(1);
  private final PeerId bob = peer(2);
  private final PeerId carol = peer(3);
  private final FixedLinks links = new FixedLinks();
  private final ScriptedContext ctx = new ScriptedContext(self, 1);
  private final Backbone backbone = new Backbone(BackboneConfig.DEFAULT, links);
  private final LinkState state = new LinkState(CONFIG, TreeMode.MST, backbone, links);

  @BeforeEach
  void start() {
    backbone.start(ctx);
    state.start(ctx);
    tie(alice, 20);
    tie(bob, 30);
    state.onTimer(new LinkState.PublishDue(), ctx);
    ctx.clear();
  }

  @Test
  void tellsItsTiesOfItsLinks() {
    tie(carol, 40);
    ctx.clear();

    state.onTimer(new LinkState.PublishDue(), ctx);

    Update update =
        update(
            new LinkRecord(
                self, 1, List.of(new Claim(alice, 20), new Claim(bob, 30), new Claim(carol, 40))));
    assertEquals(
        List.of(new Sent(alice, update), new Sent(bob, update), new Sent(carol, update)),
        ctx.sent());
  }

  @Test
  void saysNothingWhenNothingHasChanged() {
    state.onTimer(new LinkState.PublishDue(), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void collectsChangesAndTellsOfThemAtMostOncePerInterval() {
    tie(carol, 40);
    links.down(bob);
    backbone.onNeighborDown(bob, Cause.SILENT, ctx);

    assertEquals(
        List.of(new Scheduled(CONFIG.recordInterval(), new LinkState.PublishDue())),
        ctx.effects(Scheduled.class));
  }

  @Test
  void afterAQuietTimeItTellsAsSoonAsChangesHaveSettled() {
    ctx.advance(CONFIG.recordInterval());

    tie(carol, 40);

    assertEquals(
        List.of(new Scheduled(CONFIG.settle(), new LinkState.PublishDue())),
        ctx.effects(Scheduled.class));
  }

  @Test
  void passesNewsOnToAllButThoseThatItCameFrom() {
    tie(carol, 40);
    LinkRecord record = record(peer(7), 3, carol);
    ctx.clear();

    state.onMessage(alice, update(record), ctx);
    state.onMessage(bob, update(record), ctx);
    state.onTimer(new LinkState.FlushDue(), ctx);

    assertEquals(
        List.of(
            new Scheduled(CONFIG.flush(), new LinkState.FlushDue()),
            new Sent(carol, update(record))),
        ctx.effects());
  }

  @Test
  void passesNewsOnToWhomToldAnOlderRecord() {
    LinkRecord record = record(peer(7), 3, bob);

    state.onMessage(alice, update(record), ctx);
    state.onMessage(bob, update(record(peer(7), 2, alice)), ctx);
    ctx.clear();
    state.onTimer(new LinkState.FlushDue(), ctx);

    assertEquals(List.of(new Sent(bob, update(record))), ctx.effects());
  }

  @Test
  void theHigherNumberWinsWhateverTheOrder() {
    state.onMessage(alice, update(record(carol, 3, alice)), ctx);
    state.onMessage(bob, update(record(carol, 2, bob)), ctx);
    state.onMessage(bob, update(record(carol, 3, bob)), ctx);

    assertEquals(Optional.of(record(carol, 3, alice)), state.record(carol));
  }

  @Test
  void goesOnAfterTheRecordsOfItsFormerLife() {
    state.onMessage(alice, update(record(self, 41, carol)), ctx);
    state.onTimer(new LinkState.PublishDue(), ctx);

    assertEquals(
        Optional.of(new LinkRecord(self, 42, List.of(new Claim(alice, 20), new Claim(bob, 30)))),
        state.record(self));
  }

  @Test
  void aLinkCountsOnlyIfBothEndsClaimIt() {
    state.onMessage(alice, update(record(alice, 0, self, carol)), ctx);

    assertTrue(state.spans(alice));
    assertFalse(state.spans(carol));

    state.onMessage(alice, update(record(carol, 0, alice)), ctx);

    assertTrue(state.spans(carol));
    assertEquals(3, state.reached());
  }

  @Test
  void aRouteIsOurPlaceInTheTreeOfTheSource() {
    state.onMessage(alice, update(record(alice, 0, self, carol)), ctx);
    state.onMessage(alice, update(record(carol, 0, alice)), ctx);
    state.onMessage(bob, update(record(bob, 0, self)), ctx);

    assertEquals(Optional.of(new Route(Optional.of(alice), List.of(bob))), state.route(carol, 0));
    assertEquals(
        Optional.of(new Route(Optional.empty(), List.of(alice, bob))), state.route(self, 0));
    assertEquals(Optional.empty(), state.route(peer(8), 0));
  }

  @Test
  void anEqualPictureNeedsNoAnswer() {
    state.onTimer(new LinkState.DigestDue(), ctx);
    Summary summary = (Summary) ctx.sent().get(0).message();
    ctx.clear();

    state.onMessage(alice, summary, ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aComparisonMakesTwoPicturesAlike() {
    state.onMessage(alice, update(record(alice, 0, self, peer(10))), ctx);
    for (int i = 10; i < 40; i++) {
      state.onMessage(alice, update(chain(i)), ctx);
    }
    FixedLinks otherLinks = new FixedLinks().up(self, 20);
    ScriptedContext otherCtx = new ScriptedContext(alice, 2);
    Backbone otherBackbone = new Backbone(BackboneConfig.DEFAULT, otherLinks);
    LinkState other = new LinkState(CONFIG, TreeMode.MST, otherBackbone, otherLinks);
    other.start(otherCtx);
    otherCtx.clear();
    ctx.clear();

    other.onTimer(new LinkState.DigestDue(), otherCtx);
    for (int turn = 0; turn < 5; turn++) {
      otherCtx.sent().forEach(s -> state.onMessage(alice, (LinkStateMessage) s.message(), ctx));
      otherCtx.clear();
      ctx.sent().forEach(s -> other.onMessage(self, (LinkStateMessage) s.message(), otherCtx));
      ctx.clear();
    }

    assertEquals(state.record(self), other.record(self));
    for (int i = 10; i < 40; i++) {
      assertEquals(Optional.of(chain(i)), other.record(peer(i)));
    }
  }

  @Test
  void forgetsWhoHasNotBeenReachedForTheTimeOfMemory() {
    state.onMessage(alice, update(record(alice, 0, self)), ctx);
    state.onMessage(alice, update(record(carol, 0, peer(8))), ctx);
    ctx.advance(CONFIG.memory().plusMillis(1));

    state.onTimer(new LinkState.DigestDue(), ctx);

    assertEquals(Optional.empty(), state.record(carol));
    assertTrue(state.record(alice).isPresent());
    assertTrue(state.record(self).isPresent());
  }

  @Test
  void whoIsNotReachedIsNotOffered() {
    state.onMessage(alice, update(record(carol, 5, peer(8))), ctx);

    state.onMessage(alice, new Summary(List.of(0L, 0L)), ctx);

    assertEquals(
        List.of(new Sent(alice, new Contents(2, List.of(0), List.of(new Stamp(self, 0))))),
        ctx.sent());
  }

  @Test
  void tellsWhenARoundTripTimeHasDrifted() {
    links.up(alice, 90);
    ctx.advance(Duration.ofSeconds(30));

    state.onTimer(new LinkState.DigestDue(), ctx);
    state.onTimer(new LinkState.PublishDue(), ctx);

    assertEquals(new Claim(alice, 90), state.record(self).orElseThrow().claims().get(0));
  }

  @Test
  void keepsDriftToItselfForAWhileAfterARecord() {
    links.up(alice, 90);
    ctx.advance(Duration.ofSeconds(29));

    state.onTimer(new LinkState.DigestDue(), ctx);

    assertEquals(List.of(), ctx.effects(Scheduled.class).stream().filter(this::isPublish).toList());
  }

  @Test
  void correctsAtOnceWhatItOnlyGuessed() {
    tie(carol, -1);
    state.onTimer(new LinkState.PublishDue(), ctx);
    links.up(carol, 40);

    state.onTimer(new LinkState.DigestDue(), ctx);
    state.onTimer(new LinkState.PublishDue(), ctx);

    assertEquals(new Claim(carol, 40), state.record(self).orElseThrow().claims().get(2));
  }

  private boolean isPublish(Scheduled scheduled) {
    return scheduled.timer() instanceof LinkState.PublishDue;
  }

  @Test
  void aFullTableMakesRoomOnlyAtTheCostOfWhoIsNotReached() {
    RecordTable table = new RecordTable(self, withRecordsMax(3));
    table.put(record(self, 0, alice), 0);
    table.put(record(alice, 0, self, bob), 0);
    table.put(record(carol, 0, peer(8)), 0);

    assertTrue(table.put(record(bob, 0, alice), 9));
    assertFalse(table.put(record(peer(8), 0, alice), 20));

    assertEquals(Optional.empty(), table.find(carol));
    assertEquals(3, table.size());
  }

  @Test
  void everyMessageIsHandled() {
    List<LinkStateMessage> all =
        List.of(
            update(record(carol, 0, alice)),
            new Summary(List.of(1L)),
            new Contents(1, List.of(0), List.of(new Stamp(bob, 3))),
            new Want(List.of(carol)));

    all.forEach(message -> state.onMessage(alice, message, ctx));

    for (Class<?> type : LinkStateMessage.class.getPermittedSubclasses()) {
      assertTrue(LinkStateMessage.TABLE.types().contains(type), type.getName());
      assertTrue(all.stream().anyMatch(type::isInstance), type.getName());
    }
  }

  @Test
  void messagesKeepTheirLimits() {
    List<LinkRecord> tooMany = new ArrayList<>();
    for (int i = 0; i <= Update.RECORDS_MAX; i++) {
      tooMany.add(record(carol, i));
    }

    assertThrows(IllegalArgumentException.class, () -> new Update(tooMany));
    assertThrows(IllegalArgumentException.class, () -> new Summary(List.of(1L, 2L, 3L)));
    assertThrows(IllegalArgumentException.class, () -> new Contents(4, List.of(2, 1), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Want(List.of(bob, bob)));
    assertThrows(IllegalArgumentException.class, () -> record(carol, -1));
    assertThrows(IllegalArgumentException.class, () -> record(carol, 0, carol));
    assertThrows(IllegalArgumentException.class, () -> record(carol, 0, bob, bob));
  }

  private void tie(PeerId neighbor, int roundTripMillis) {
    links.up(neighbor, roundTripMillis);
    backbone.onNeighborUp(neighbor, ctx);
    backbone.onMessage(neighbor, new BackboneMessage.Grant(), ctx);
  }

  private LinkRecord chain(int digit) {
    PeerId before = digit == 10 ? alice : peer(digit - 1);
    return record(peer(digit), 2, before, peer(digit + 1));
  }

  private static LinkStateConfig withRecordsMax(int recordsMax) {
    return new LinkStateConfig(
        CONFIG.alpha(),
        CONFIG.settle(),
        CONFIG.recordInterval(),
        CONFIG.flush(),
        CONFIG.digest(),
        CONFIG.again(),
        Duration.ofMinutes(5),
        recordsMax);
  }

  private static LinkRecord record(PeerId origin, long number, PeerId... claimed) {
    List<Claim> claims = new ArrayList<>();
    for (PeerId peer : claimed) {
      claims.add(new Claim(peer, 20));
    }
    return new LinkRecord(origin, number, claims);
  }

  private static Update update(LinkRecord record) {
    return new Update(List.of(record));
  }
}
