package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.CAROL;
import static org.arcmesh.broadcast.delivery.Crossroads.CONFIG;
import static org.arcmesh.broadcast.delivery.Crossroads.DORA;
import static org.arcmesh.broadcast.delivery.Crossroads.ROUND_TRIP;
import static org.arcmesh.broadcast.delivery.Crossroads.SOURCE;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.arcmesh.broadcast.delivery.Crossroads.aged;
import static org.arcmesh.broadcast.delivery.Crossroads.digest;
import static org.arcmesh.broadcast.delivery.Crossroads.push;
import static org.arcmesh.broadcast.delivery.Crossroads.repaired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Digest;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.broadcast.tree.Route;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Scheduled;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** What delivery does about broadcasts that no tree brought. */
class DeliveryRepairTest {
  private final Crossroads here = new Crossroads();
  private final ScriptedContext ctx = here.ctx;
  private final Delivery delivery = here.delivery;

  @Test
  void whatCameOfLateGoesAlongEveryLinkOnceNoTreeCanHaveSurvived() {
    PeerId eve = peer(5);
    here.links.up(eve, Crossroads.ROUND_TRIP);
    delivery.onMessage(ALICE, push(0, 2), ctx);
    assertEquals(List.of(BOB, CAROL), here.addressed());
    List.of(ALICE, BOB, CAROL).forEach(here.links::quiet);
    ctx.clear();

    delivery.onTimer(new Digests.Due(), ctx);
    delivery.onTimer(new Digests.Due(), ctx);

    List<Sent> again = here.said().stream().filter(sent -> sent.message() instanceof Push).toList();
    assertEquals(List.of(eve), again.stream().map(Sent::to).toList());
    assertTrue(here.said().stream().allMatch(sent -> sent.to().equals(eve)));
  }

  @Test
  void pullsAGapFromWhoPushedWhatFollowed() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    ctx.clear();
    delivery.onMessage(ALICE, push(2, 2), ctx);
    assertEquals(1, ctx.effects(Scheduled.class).size()); // Not yet: it may still be on its way.
    assertEquals(
        Duration.ofMillis(2 * ROUND_TRIP + 1), ctx.effects(Scheduled.class).get(0).delay());
    ctx.clear();

    here.repairAfter(Duration.ofMillis(2 * ROUND_TRIP + 1));

    assertEquals(
        List.of(new Sent(ALICE, new Pull(STREAM, 1, 1, Integer.MAX_VALUE, false))), ctx.sent());
  }

  @Test
  void waitsForHalfOfWhatPushesTakeWhereTheyTakeLong() {
    for (long sequence = 0; sequence < 60; sequence++) {
      delivery.onMessage(ALICE, aged(push(sequence, 2), 600), ctx);
    }
    ctx.clear();
    delivery.onMessage(ALICE, aged(push(61, 2), 600), ctx);

    long delay = ctx.effects(Scheduled.class).get(0).delay().toMillis();

    assertEquals((600 + ROUND_TRIP / 2) / 2, delay, 10);
  }

  @Test
  void pullsWhatADigestOffersAndGraftsTheTreeTheSecondTime() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 2, 0b10, 50)), ctx);
    ctx.clear();
    here.repairAfter(Duration.ofMillis(100));
    assertEquals(
        List.of(new Sent(BOB, new Pull(STREAM, 1, 0b1001, Integer.MAX_VALUE, false))), ctx.sent());

    delivery.onMessage(BOB, repaired(push(1, 2)), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 3, 0, 50)), ctx);
    ctx.clear();
    here.repairAfter(Duration.ofMillis(200));

    assertEquals(
        List.of(new Sent(BOB, new Pull(STREAM, 2, 1, Integer.MAX_VALUE, true))), ctx.sent());
  }

  @Test
  void repeatsAPullUntilItIsAnswered() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 2, 0, 50)), ctx);
    here.repairAfter(Duration.ofMillis(100));
    ctx.clear();

    here.repairAfter(Duration.ofMillis(2 * ROUND_TRIP));
    assertEquals(List.of(), ctx.sent());
    here.repairAfter(Duration.ofMillis(20));
    assertEquals(
        List.of(new Sent(BOB, new Pull(STREAM, 1, 1, Integer.MAX_VALUE, false))), ctx.sent());
    ctx.clear();
    here.repairAfter(Duration.ofMillis(2 * ROUND_TRIP + 20));
    assertEquals(List.of(), ctx.sent()); // Twice as long this time.

    delivery.onMessage(BOB, repaired(push(1, 2)), ctx);
    ctx.clear();
    here.repairAfter(CONFIG.retry());

    assertEquals(List.of(), ctx.effects());
    assertEquals(List.of(100 + 4 * ROUND_TRIP + 40), delivery.counters().repairMillis());
  }

  @Test
  void answersAPullAndPushesToWhoGrafts() {
    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(), Optional.empty()));
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(ALICE, push(1, 2), ctx);
    ctx.clear();

    delivery.onMessage(BOB, new Pull(STREAM, 0, 0b110, 1_000, true), ctx);
    assertEquals(List.of(new Sent(BOB, repaired(push(1, 3)))), here.said());
    ctx.clear();

    delivery.onMessage(ALICE, push(2, 2), ctx);
    assertEquals(List.of(BOB), here.addressed());
  }

  @Test
  void asksTheBackupAtOnceWhenTheLinkToWhoPushedIsGone() {
    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(), Optional.of(BOB)));
    delivery.onMessage(ALICE, push(0, 2), ctx);
    here.trees.routes.put(DORA, new Route(Optional.empty(), List.of(), Optional.of(BOB)));
    here.links.down(ALICE);
    ctx.clear();

    delivery.onNeighborDown(CAROL, Cause.SILENT, ctx);
    assertEquals(List.of(), ctx.effects());
    delivery.onNeighborDown(ALICE, Cause.SILENT, ctx);

    assertEquals(
        List.of(new Sent(BOB, new Pull(STREAM, 1, 0, Integer.MAX_VALUE, true))), ctx.effects());
  }

  @Test
  void answersNoPullOfWhatIsOlderThanAskedFor() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    ctx.advance(Duration.ofMillis(500));
    ctx.clear();

    delivery.onMessage(BOB, new Pull(STREAM, 0, 1, 499, false), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void tellsThreeNeighborsAtATimeAndThoseOnlyThatMayLackSomething() {
    here.links.up(peer(8), ROUND_TRIP).up(peer(9), ROUND_TRIP);
    here.trees.routes.put(DORA, new Route(Optional.of(ALICE), List.of(), Optional.empty()));
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 1, 0, 10)), ctx);
    assertEquals(
        List.of(new Scheduled(CONFIG.digest(), new Digests.Due())),
        ctx.effects(Scheduled.class).stream()
            .filter(scheduled -> scheduled.timer() instanceof Digests.Due)
            .toList());
    ctx.clear();

    delivery.onTimer(new Digests.Due(), ctx);

    Digest digest = digest(new Holdings(STREAM, 0, 0, 1, 0, 0));
    assertEquals(3, here.said().size());
    for (PeerId told : List.of(CAROL, peer(8), peer(9))) {
      assertTrue(ctx.sent().contains(new Sent(told, digest)));
    }
    ctx.clear();

    delivery.onTimer(new Digests.Due(), ctx);

    assertEquals(List.of(), ctx.effects());
  }

  @Test
  void aNewNeighborIsToldWhatIsKept() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onTimer(new Digests.Due(), ctx);
    here.links.up(peer(8), ROUND_TRIP);
    ctx.clear();

    delivery.onNeighborUp(peer(8), ctx);
    delivery.onTimer(new Digests.Due(), ctx);

    assertEquals(List.of(peer(8)), here.addressed());
  }

  @Test
  void theFirstBroadcastOfASourceIsPulledLikeAnyOther() {
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 1, 0, 50)), ctx);
    ctx.clear();

    here.repairAfter(Duration.ofMillis(100));

    Pull pull = (Pull) ctx.sent().get(0).message();
    assertEquals(0, pull.first());
    assertEquals(1, pull.bitmap());

    delivery.onMessage(BOB, repaired(push(0, 2)), ctx);
    assertEquals(List.of(0L), here.delivered());
  }

  @Test
  void givesUpWhatNobodyOffersAndGoesOn() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(ALICE, push(3, 2), ctx);

    here.repairAfter(CONFIG.giveUp().minusMillis(1));
    assertEquals(List.of(0L), here.delivered());
    here.repairAfter(Duration.ofMillis(1));

    assertEquals(List.of(0L, 3L), here.delivered());
    assertEquals(2, delivery.counters().givenUp());
  }

  @Test
  void givesUpAtOnceWhatANeighborHadAndNobodyKeeps() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(ALICE, push(300, 2), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 300, 301, 0, 50)), ctx);

    here.repairAfter(Duration.ofMillis(100));

    assertEquals(List.of(0L, 300L), here.delivered());
  }

  @Test
  void doesNotWaitForEverForWhatIsOfferedAndNeverSent() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(ALICE, push(2, 2), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 3, 0, 50)), ctx);

    here.repairAfter(CONFIG.giveUp());
    assertEquals(List.of(0L), here.delivered());
    here.repairAfter(CONFIG.giveUp());

    assertEquals(List.of(0L, 2L), here.delivered());
  }

  @Test
  void givesUpWhatIsFurtherBehindThanTheWindow() {
    delivery.onMessage(ALICE, push(0, 2), ctx);

    delivery.onMessage(ALICE, push(CONFIG.window() + 2, 2), ctx);

    assertEquals(List.of(0L, CONFIG.window() + 2L), here.delivered());
  }

  @Test
  void deliversWhatWaitsBeforeItHasToDropIt() {
    DeliveryConfig small =
        new DeliveryConfig(
            CONFIG.digest(),
            3,
            CONFIG.gapDelay(),
            CONFIG.retry(),
            CONFIG.giveUp(),
            CONFIG.retention(),
            2,
            CONFIG.keptBytesMax(),
            CONFIG.window(),
            CONFIG.streamsMax(),
            CONFIG.checkedBytesMax(),
            CONFIG.assembledBytesMax(),
            CONFIG.streamIdle(),
            false);
    Delivery tight = here.at(small);
    tight.start(ctx);
    tight.onNeighborUp(ALICE, ctx);
    tight.onMessage(ALICE, SOURCE, ctx);
    ctx.clear();
    tight.onMessage(ALICE, push(0, 2), ctx);
    tight.onMessage(ALICE, push(2, 2), ctx);
    tight.onMessage(ALICE, push(4, 2), ctx);

    tight.onMessage(ALICE, push(6, 2), ctx);

    assertEquals(List.of(0L, 2L), here.delivered());
    assertEquals(1, tight.counters().givenUp());
  }

  @Test
  void keepsNothingForLongerThanRetention() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    ctx.advance(CONFIG.retention().plusMillis(1));
    delivery.onTimer(new Streams.SweepDue(), ctx);
    ctx.clear();

    delivery.onMessage(BOB, new Pull(STREAM, 0, 1, Integer.MAX_VALUE, false), ctx);
    delivery.onMessage(BOB, push(0, 2), ctx);

    assertEquals(List.of(), ctx.effects());
    assertEquals(1, delivery.counters().duplicates());
  }

  @Test
  void asksForAFewAtATimeOfAllThatIsMissing() {
    delivery.onMessage(ALICE, push(0, 2), ctx);
    delivery.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 1_000, 0, 50)), ctx);
    ctx.clear();

    here.repairAfter(Duration.ofMillis(100));

    List<Pull> pulls = ctx.sent().stream().map(sent -> (Pull) sent.message()).toList();
    assertEquals(256, pulls.stream().mapToInt(pull -> Long.bitCount(pull.bitmap())).sum());
  }
}
