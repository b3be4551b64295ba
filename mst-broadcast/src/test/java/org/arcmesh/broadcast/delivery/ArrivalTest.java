package org.arcmesh.broadcast.delivery;

import static org.arcmesh.broadcast.delivery.Crossroads.ALICE;
import static org.arcmesh.broadcast.delivery.Crossroads.BOB;
import static org.arcmesh.broadcast.delivery.Crossroads.CAROL;
import static org.arcmesh.broadcast.delivery.Crossroads.STREAM;
import static org.arcmesh.broadcast.delivery.Crossroads.aged;
import static org.arcmesh.broadcast.delivery.Crossroads.digest;
import static org.arcmesh.broadcast.delivery.Crossroads.push;
import static org.arcmesh.broadcast.delivery.Crossroads.repaired;
import static org.arcmesh.broadcast.delivery.Crossroads.since;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Holdings;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Pull;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Push;
import org.arcmesh.sim.ScriptedContext;
import org.junit.jupiter.api.Test;

/** Which broadcasts are whose that has just come. */
class ArrivalTest {
  private final Crossroads here = new Crossroads();
  private final ScriptedContext ctx = here.ctx;
  private final Delivery delivery = here.delivery;

  @Test
  void waitsForPredecessorsThatWereSentSinceWeCame() {
    delivery.onMessage(ALICE, push(5, 2), ctx); // 4 was sent a second before.
    assertEquals(List.of(), here.delivered());

    delivery.onMessage(BOB, repaired(since(push(4, 2), 3_600_000)), ctx);

    assertEquals(List.of(4L, 5L), here.delivered());
  }

  @Test
  void aNewcomerStartsWithWhatWasSentSinceItCame() {
    delivery.onMessage(ALICE, since(push(5, 2), 70_000), ctx);

    assertEquals(List.of(5L), here.delivered());
    assertEquals(0, delivery.counters().givenUp());
  }

  @Test
  void aNewcomerRelaysButDoesNotDeliverWhatWasSentBeforeItCame() {
    Delivery newcomer = here.newcomer();

    newcomer.onMessage(ALICE, aged(push(5, 2), 5_000), ctx);
    assertEquals(List.of(BOB, CAROL), here.addressed());
    assertEquals(List.of(), ctx.emitted());
    assertEquals(1, newcomer.counters().early());

    newcomer.onMessage(ALICE, push(6, 2), ctx);
    assertEquals(List.of(6L), here.delivered());
  }

  @Test
  void aNewcomerDeliversWhatHasLainNowhereHoweverSlowTheLinksAre() {
    here.links.up(BOB, 2_000);

    here.newcomer().onMessage(BOB, aged(push(0, 2), 10), ctx);

    assertEquals(List.of(0L), here.delivered());
  }

  @Test
  void aRelayTellsForHowLongABroadcastLayHereAndNothingOfTheLink() {
    here.links.up(ALICE, 2_000);
    delivery.onMessage(ALICE, aged(push(0, 2), 40), ctx);
    ctx.advance(Duration.ofMillis(300));

    delivery.onMessage(BOB, new Pull(STREAM, 0, 1, 1_000, false), ctx);

    List<Integer> ages =
        ctx.sent().stream()
            .filter(sent -> sent.message() instanceof Push)
            .map(sent -> ((Push) sent.message()).ageMillis())
            .toList();
    assertEquals(List.of(40, 40, 340), ages); // Two children, and who pulled.
  }

  @Test
  void aNewcomerTakesNothingThatIsTwoTenthsOfASecondOlderThanItself() {
    Delivery newcomer = here.newcomer();

    newcomer.onMessage(BOB, aged(push(5, 2), 200), ctx);

    assertEquals(List.of(), here.delivered());
    assertEquals(1, newcomer.counters().early());
  }

  @Test
  void aNewcomerAsksForNothingThatIsAllOlderThanItself() {
    Delivery newcomer = here.newcomer();

    newcomer.onMessage(BOB, digest(new Holdings(STREAM, 0, 0, 9, 0, 5_000)), ctx);
    assertEquals(List.of(), ctx.sent());

    newcomer.onMessage(ALICE, since(push(9, 2), 5_000), ctx);
    assertEquals(List.of(9L), here.delivered());
  }
}
