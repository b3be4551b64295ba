package org.arcmesh.sampling.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery.Probed;
import org.arcmesh.core.Discovery.Visited;
import org.arcmesh.core.OverlayEvent.PartitionProven;
import org.arcmesh.sampling.repair.RepairMessage.Foreign;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.Test;

/** Of two nodes that meet whoever asked enters, over the connection by which it asked. */
class VisitedTest extends RepairFixture {
  @Test
  void aVisitorOfAnotherComponentGoesFirst() {
    startJoined();

    answer(new Visited(THERE, node, FOREIGN));

    assertEquals(List.of(new PartitionProven(Merge.id(FOREIGN.smallest()), 40)), ctx.emitted());
    Foreign flood = new Foreign(THERE, FOREIGN, false);
    assertEquals(List.of(new Sent(alice, flood), new Sent(bob, flood)), ctx.sent());
    assertEquals(List.of(), discovery.take());
    assertTrue(scheduled(Merge.Round.class).isPresent(), "if it does not get through, we do");
  }

  @Test
  void ofTwoYoungComponentsThatOfWhoeverAsksJoins() {
    startJoined();
    Component young = new Component(List.of(1L, 2L), 0, 2);

    answer(new Visited(THERE, node, young));
    assertEquals(List.of(), discovery.take());

    answer(new Probed(THERE, node, young));
    assertEquals(List.of("enter " + THERE), discovery.take());
  }

  @Test
  void aYoungComponentOfOneOrTwoJoinsALargeOneThatAsks() {
    startJoined();

    answer(new Visited(THERE, node, new Component(List.of(1L, 2L, 3L), 0, 9)));

    assertEquals(List.of("enter " + THERE), discovery.take());
  }
}
