package org.arcmesh.sampling.cyclon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.cyclon.CyclonMessage.Answer;
import org.arcmesh.sampling.cyclon.CyclonMessage.Busy;
import org.arcmesh.sampling.cyclon.CyclonMessage.Entry;
import org.arcmesh.sampling.cyclon.CyclonMessage.Forward;
import org.arcmesh.sampling.cyclon.CyclonMessage.Gift;
import org.arcmesh.sampling.cyclon.CyclonMessage.Shuffle;
import org.arcmesh.sampling.cyclon.CyclonMessage.Subscribe;
import org.arcmesh.sim.ScriptedContext.ArcAsked;
import org.arcmesh.sim.ScriptedContext.ArcClosed;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** How peers come and go with Cyclon. */
class CyclonTest extends CyclonFixture {
  @Test
  void aNewcomersWalksEndAtTheNeighborsOfItsContact() {
    startWith(alice, bob);

    cyclon.onMessage(zoe, new Subscribe(), ctx);

    assertEquals(
        Set.of(new Sent(alice, new Forward(zoe)), new Sent(bob, new Forward(zoe))),
        Set.copyOf(ctx.sent()));
  }

  @Test
  void aContactThatKnowsNobodyTakesTheNewcomerUpItself() {
    startWith();

    cyclon.onMessage(zoe, new Subscribe(), ctx);

    assertEquals(List.of(new ArcAsked(zoe, zoe)), ctx.effects());
  }

  /** Where the walk ends, the newcomer takes an entry's place and gets the entry in return. */
  @Test
  void theNewcomerGetsWhatItReplaced() {
    startWith(alice, bob, carol, dave);
    cyclon.onMessage(alice, new Forward(zoe), ctx);
    List<ArcAsked> asked = ctx.effects(ArcAsked.class);
    List<PeerId> before = cyclon.view(); // Nobody gives way before the arc is open.
    ctx.clear();

    cyclon.onArcOpened(zoe, ctx);

    PeerId replaced = ctx.effects(ArcClosed.class).get(0).target();
    List<PeerId> after = new ArrayList<>(List.of(alice, bob, carol, dave));
    after.remove(replaced);
    after.add(zoe);
    assertEquals(List.of(new ArcAsked(zoe, alice)), asked);
    assertEquals(4, before.size());
    assertEquals(List.of(new Sent(zoe, new Gift(new Entry(replaced, 0)))), ctx.sent());
    assertEquals(after, cyclon.view());
  }

  @Test
  void aGiftFillsAnEmptySlotAndReplacesNobody() {
    startWith(alice, bob, carol);

    cyclon.onMessage(zoe, new Gift(new Entry(dave, 3)), ctx);
    cyclon.onMessage(zoe, new Gift(new Entry(eve, 3)), ctx);

    assertEquals(List.of(new ArcAsked(dave, zoe)), ctx.effects());
  }

  @Test
  void subscribesWhenTheArcToTheContactIsOpen() {
    startWith();
    cyclon.join(alice, zoe);
    List<ArcAsked> asked = ctx.effects(ArcAsked.class);
    ctx.clear();

    cyclon.onArcOpened(alice, ctx);

    assertEquals(List.of(new ArcAsked(alice, zoe)), asked);
    assertEquals(List.of(new Sent(alice, new Subscribe())), ctx.effects());
    assertEquals(List.of(alice), cyclon.view());
  }

  @Test
  void joiningANeighborAgainKeepsOneArcAndStillSubscribes() {
    startWith(alice);
    cyclon.join(alice, alice);
    ctx.clear();

    cyclon.onArcOpened(alice, ctx);

    assertEquals(List.of(new ArcClosed(alice), new Sent(alice, new Subscribe())), ctx.effects());
    assertEquals(1, cyclon.arcs());
  }

  @Test
  void anArcThatFailsToOpenLeavesAnEmptySlot() {
    startWith(alice, bob, carol);
    cyclon.onMessage(alice, new Gift(new Entry(dave, 0)), ctx);

    cyclon.onArcFailed(dave, Cause.TIMEOUT, ctx);

    assertEquals(3, cyclon.arcs());
    assertEquals(0, cyclon.arcsLost());
  }

  @Test
  void aLeaverAnswersBusyAndNothingElse() {
    startWith(alice);
    cyclon.onLeave(ctx);

    cyclon.onMessage(bob, new Shuffle(3, List.of(new Entry(bob, 0))), ctx);
    cyclon.onMessage(bob, new Subscribe(), ctx);
    cyclon.onTimer(cycle, ctx);

    assertEquals(List.of(new Sent(bob, new Busy(3))), ctx.effects());
  }

  /** "1 ≤ l ≤ c" */
  @Test
  void aShuffleLargerThanTheViewIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new CyclonConfig(2, 3, Duration.ofSeconds(1), Duration.ofSeconds(1)));
  }

  @Test
  void everyMessageIsHandled() {
    startWith(alice);
    Set<Class<?>> handled = new LinkedHashSet<>();
    for (CyclonMessage message :
        List.of(
            new Subscribe(),
            new Forward(zoe),
            new Gift(new Entry(zoe, 0)),
            new Shuffle(1, List.of()),
            new Answer(1, List.of()),
            new Busy(1))) {
      cyclon.onMessage(alice, message, ctx);
      handled.add(message.getClass());
    }

    assertEquals(Set.copyOf(CyclonMessage.TABLE.types()), handled);
    assertEquals(Set.of(CyclonMessage.class.getPermittedSubclasses()), handled);
  }
}
