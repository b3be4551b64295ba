package org.arcmesh.broadcast.linkstate;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.linkstate.LinkRecord.Claim;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Epoch;
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
import org.junit.jupiter.api.Test;

class LinkStateTest extends LinkStateFixture {
  private long epoch = 1;

  @Test
  void tellsItsTiesOfItsLinks() {
    nextEpoch();
    tie(carol, 40);
    ctx.clear();

    state.onTimer(new LinkState.PublishDue(), ctx);

    Update update =
        update(
            LinkRecord.of(
                self, 2, List.of(new Claim(alice, 20), new Claim(bob, 30), new Claim(carol, 40))));
    assertEquals(
        List.of(new Sent(alice, update), new Sent(bob, update), new Sent(carol, update)),
        ctx.sent());
  }

  @Test
  void saysNothingWhenNothingHasChanged() {
    nextEpoch();
    state.onTimer(new LinkState.PublishDue(), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void tellsOfItsLinksOnceInAnEpochAndGoesOnInTheNext() {
    tie(carol, 40);
    ctx.clear();

    state.onTimer(new LinkState.PublishDue(), ctx);
    assertEquals(List.of(), ctx.effects());

    state.onTimer(new LinkState.EpochDue(1), ctx);
    assertTrue(
        ctx.effects(Scheduled.class)
            .contains(new Scheduled(CONFIG.settle(), new LinkState.PublishDue())));
  }

  @Test
  void passesNewsOnToAllButThoseThatItCameFrom() {
    tie(carol, 40);
    LinkRecord record = record(peer(7), 1, carol);
    ctx.clear();

    state.onMessage(alice, update(record), ctx);
    state.onMessage(bob, update(record), ctx);
    state.onTimer(new Newscast.FlushDue(), ctx);

    assertEquals(List.of(new Sent(carol, update(record))), ctx.sent());
  }

  @Test
  void passesNewsOnToWhomToldAnOlderRecord() {
    LinkRecord record = record(peer(7), 2, bob);

    state.onMessage(alice, update(record), ctx);
    state.onMessage(bob, update(record(peer(7), 1, alice)), ctx);
    ctx.clear();
    state.onTimer(new Newscast.FlushDue(), ctx);

    assertEquals(List.of(new Sent(bob, update(record))), ctx.sent());
  }

  @Test
  void passesNewsOnAlongTheTreeOnlyWhereItReaches() {
    tie(carol, 40);
    state.onMessage(alice, update(record(alice, 1, self, carol)), ctx);
    state.onMessage(carol, update(record(carol, 1, self, alice)), ctx);
    state.onMessage(bob, update(record(bob, 1, self)), ctx);
    nextEpoch();
    state.onTimer(new LinkState.PublishDue(), ctx);
    nextEpoch();
    nextEpoch();
    assertEquals(4, state.reached());
    ctx.clear();

    state.onMessage(bob, update(record(peer(7), 4, bob)), ctx);
    state.onTimer(new Newscast.FlushDue(), ctx);

    assertEquals(
        List.of(alice), ctx.sent().stream().map(Sent::to).toList(), "carol hears it of alice");
  }

  @Test
  void theLaterEpochWinsWhateverTheOrder() {
    state.onMessage(alice, update(record(carol, 3, alice)), ctx);
    state.onMessage(bob, update(record(carol, 2, bob)), ctx);

    assertEquals(Optional.of(record(carol, 3, alice)), state.record(carol));
  }

  @Test
  void goesOnAfterTheRecordsOfItsFormerLife() {
    state.onMessage(alice, update(record(self, 2, carol)), ctx);
    state.onTimer(new LinkState.PublishDue(), ctx);
    assertEquals(Optional.of(record(self, 2, carol)), state.record(self));

    nextEpoch();
    nextEpoch();
    state.onTimer(new LinkState.PublishDue(), ctx);

    assertEquals(
        Optional.of(LinkRecord.of(self, 3, List.of(new Claim(alice, 20), new Claim(bob, 30)))),
        state.record(self));
  }

  @Test
  void aLinkCountsOnlyIfBothEndsClaimItAndThatIsTwoEpochsOld() {
    state.onMessage(alice, update(record(alice, 1, self, carol)), ctx);
    nextEpoch();
    nextEpoch();

    assertTrue(state.spans(alice));
    assertFalse(state.spans(carol));
    assertEquals(2, state.counters().unreturned(), "alice's to carol, and ours to bob");

    state.onMessage(alice, update(record(carol, 3, alice)), ctx);
    assertFalse(state.spans(carol));
    nextEpoch();
    nextEpoch();

    assertTrue(state.spans(carol));
    assertEquals(3, state.reached());
  }

  @Test
  void aRouteIsOurPlaceInTheTreeOfTheSource() {
    state.onMessage(alice, update(record(alice, 1, self, carol)), ctx);
    state.onMessage(alice, update(record(carol, 1, alice)), ctx);
    state.onMessage(bob, update(record(bob, 1, self)), ctx);
    nextEpoch();
    nextEpoch();

    Route fromCarol = new Route(Optional.of(alice), List.of(bob), Optional.empty());
    Route fromUs = new Route(Optional.empty(), List.of(alice, bob), Optional.empty());
    assertEquals(3, state.epoch());
    assertEquals(Optional.of(fromCarol), state.route(carol, 3));
    assertEquals(Optional.of(fromUs), state.route(self, 3));
    assertEquals(Optional.empty(), state.route(peer(8), 3));
    assertEquals(Optional.empty(), state.route(carol, LinkState.NONE_YET));
  }

  @Test
  void aRouteKnowsFromWhomElseToHaveWhatALostParentPushed() {
    tie(carol, 40);
    nextEpoch();
    state.onTimer(new LinkState.PublishDue(), ctx);
    PeerId source = peer(9);
    state.onMessage(alice, update(record(alice, 2, self, source)), ctx);
    state.onMessage(carol, update(record(carol, 2, self, source)), ctx);
    state.onMessage(alice, update(record(source, 2, alice, carol)), ctx);
    nextEpoch();
    nextEpoch();
    assertEquals(Optional.of(alice), state.route(source, 4).orElseThrow().parent());
    assertEquals(Optional.of(carol), state.route(source, 4).orElseThrow().backup());

    links.down(alice);
    backbone.onNeighborDown(alice, Cause.SILENT, ctx);
    state.onNeighborDown(alice, Cause.SILENT, ctx);

    Route now = state.route(source, 4).orElseThrow();
    assertEquals(new Route(Optional.empty(), List.of(), Optional.of(carol)), now);
  }

  @Test
  void theCommonTreeHasNoDirectionAndIsNoneOnceALinkOfItIsGone() {
    assertEquals(Optional.empty(), state.common());
    tie(carol, 40);
    state.onMessage(alice, update(record(alice, 1, self, carol)), ctx);
    state.onMessage(carol, update(record(carol, 1, self, alice)), ctx);
    nextEpoch();
    state.onTimer(new LinkState.PublishDue(), ctx);
    nextEpoch();
    nextEpoch();

    // To carol it goes by alice, and bob it does not reach.
    assertEquals(List.of(alice, bob), state.common().orElseThrow().children());

    links.down(alice);
    backbone.onNeighborDown(alice, Cause.SILENT, ctx);
    state.onNeighborDown(alice, Cause.SILENT, ctx);

    assertEquals(Optional.empty(), state.common());
  }

  @Test
  void everyoneLooksAtTheSamePictureWhicheverEpochItIsIn() {
    state.onMessage(alice, update(record(alice, 1, self)), ctx);
    nextEpoch();
    nextEpoch();
    state.onMessage(alice, update(record(alice, 3)), ctx);
    assertTrue(state.route(alice, 3).isPresent());
    nextEpoch();
    nextEpoch();

    assertFalse(state.spans(alice), "in the fifth epoch alice claims nothing");
    assertTrue(state.route(alice, 4).isPresent(), "a broadcast of the fourth comes late");
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
    state.onMessage(alice, update(record(alice, 1, self, peer(10))), ctx);
    for (int i = 10; i < 40; i++) {
      state.onMessage(alice, update(chain(i)), ctx);
    }
    FixedLinks otherLinks = new FixedLinks().up(self, 20);
    ScriptedContext otherCtx = new ScriptedContext(alice, 2);
    Backbone otherBackbone = new Backbone(BackboneConfig.DEFAULT, otherLinks);
    LinkState other =
        new LinkState(CONFIG, new Pictures(TreeMode.MST, 1.5), otherBackbone, otherLinks);
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
  void forgetsWhoIsNotReachedInTwoLooksOneAfterTheOther() {
    state.onMessage(alice, update(record(alice, 1, self)), ctx);
    state.onMessage(alice, update(record(carol, 1, peer(8))), ctx);
    for (int epoch = 1; epoch < 23; epoch++) {
      nextEpoch();
    }
    assertTrue(state.record(carol).isPresent());

    nextEpoch();

    assertEquals(Optional.empty(), state.record(carol));
    assertTrue(state.record(alice).isPresent());
    assertTrue(state.record(self).isPresent());
  }

  @Test
  void tellsWhenARoundTripTimeHasDriftedHalfAMinuteAfterItWasTold() {
    links.up(alice, 90);
    ctx.advance(Duration.ofSeconds(29));
    state.onTimer(new LinkState.EpochDue(epoch++), ctx);
    assertFalse(ctx.effects(Scheduled.class).stream().anyMatch(this::isPublish));

    ctx.advance(Duration.ofSeconds(1));
    state.onTimer(new LinkState.EpochDue(epoch++), ctx);
    assertTrue(ctx.effects(Scheduled.class).stream().anyMatch(this::isPublish));
  }

  @Test
  void followsTheEpochOfOthersAndTellsItOn() {
    ctx.advance(CONFIG.epoch());

    state.onMessage(alice, new Epoch(2), ctx);
    state.onMessage(bob, new Epoch(2), ctx);

    assertEquals(List.of(new Sent(bob, new Epoch(2))), ctx.sent());
  }

  @Test
  void everyMessageIsHandled() {
    List<LinkStateMessage> all =
        List.of(
            update(record(carol, 1, alice)),
            new Summary(1, List.of(1L)),
            new Contents(1, 1, List.of(0), List.of(new Stamp(bob.prefix(), 3))),
            new Want(1, List.of(carol.prefix())),
            new Epoch(1));

    all.forEach(message -> state.onMessage(alice, message, ctx));

    for (Class<?> type : LinkStateMessage.class.getPermittedSubclasses()) {
      assertTrue(LinkStateMessage.TABLE.types().contains(type), type.getName());
      assertTrue(all.stream().anyMatch(type::isInstance), type.getName());
    }
  }

  @Test
  void aRoundTripTimeInAByteIsExactWhenSmallAndNearlySoWhenNot() {
    for (int millis = 1; millis <= LinkRecord.ROUND_TRIP_MILLIS_MAX; millis++) {
      int told = LinkRecord.decode(LinkRecord.encode(millis));
      assertTrue(Math.abs(told - millis) <= millis / 32, millis + " ms is told as " + told);
    }
  }

  private boolean isPublish(Scheduled scheduled) {
    return scheduled.timer() instanceof LinkState.PublishDue;
  }

  private void nextEpoch() {
    ctx.advance(CONFIG.epoch());
    state.onTimer(new LinkState.EpochDue(epoch++), ctx);
    ctx.clear();
  }
}
