package org.arcmesh.broadcast.route;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.route.RouteMessage.Routed;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent.Delivered;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.arcmesh.sim.ScriptedContext.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteDeliveryTest {
  private static final PeerId SELF = peer(50);
  private static final PeerId ALICE = peer(1);
  private static final PeerId BOB = peer(2);
  private static final PeerId CAROL = peer(3);
  private static final PeerId DORA = peer(4);
  private static final Bytes HELLO = Bytes.utf8("hello");

  private final FixedLinks links = new FixedLinks().up(ALICE, 20).up(BOB, 20);
  private final ScriptedContext ctx = new ScriptedContext(SELF, 1);

  /** Alice, below her Carol and Dora; Bob. */
  private WrittenTree tree = tree(List.of(ALICE, CAROL, DORA, BOB), List.of(2, 0, 0, 0));

  private final RouteDelivery delivery = new RouteDelivery(links, () -> tree);

  @BeforeEach
  void start() {
    delivery.start(ctx);
    ctx.clear();
  }

  private static WrittenTree tree(List<PeerId> peers, List<Integer> children) {
    return new WrittenTree(peers.stream().map(PeerId::prefix).toList(), children);
  }

  @Test
  void theSourceSendsToEachChildWhatIsBelowIt() {
    assertEquals(0, delivery.broadcast(HELLO));

    List<Sent> sent = ctx.sent();
    assertEquals(List.of(ALICE, BOB), sent.stream().map(Sent::to).toList());
    assertEquals(tree(List.of(CAROL, DORA), List.of(0, 0)), routed(sent.get(0)).route());
    assertEquals(WrittenTree.EMPTY, routed(sent.get(1)).route());
    assertEquals(1, routed(sent.get(0)).hop());
  }

  @Test
  void aRelayDeliversAndFollowsTheRouteItWasGiven() {
    links.up(CAROL, 20);

    delivery.onMessage(
        BOB, new Routed(DORA, 7, 3, 2, tree(List.of(CAROL, ALICE), List.of(1, 0)), HELLO), ctx);

    assertEquals(List.of(new Delivered(DORA, 3, HELLO, 2)), ctx.emitted());
    assertEquals(
        List.of(
            new Sent(CAROL, new Routed(DORA, 7, 3, 3, tree(List.of(ALICE), List.of(0)), HELLO))),
        ctx.sent());
  }

  @Test
  void whatIsBelowAPeerThatIsNoNeighborIsLost() {
    delivery.onMessage(
        BOB, new Routed(DORA, 7, 3, 2, tree(List.of(CAROL, ALICE), List.of(1, 0)), HELLO), ctx);

    assertEquals(List.of(), ctx.sent());
  }

  @Test
  void whatComesTwiceOrTooLateIsDropped() {
    delivery.onMessage(BOB, new Routed(DORA, 7, 3, 2, WrittenTree.EMPTY, HELLO), ctx);
    delivery.onMessage(ALICE, new Routed(DORA, 7, 3, 1, WrittenTree.EMPTY, HELLO), ctx);
    delivery.onMessage(BOB, new Routed(DORA, 7, 2, 2, WrittenTree.EMPTY, HELLO), ctx);
    delivery.onMessage(BOB, new Routed(DORA, 8, 0, 2, WrittenTree.EMPTY, HELLO), ctx);

    assertEquals(2, ctx.emitted().size());
  }

  @Test
  void aPartOfTheTreeThatDoesNotFitIntoAFrameIsLeftOut() {
    int many = 7_000;
    tree =
        new WrittenTree(
            Collections.nCopies(many + 1, ALICE.prefix()),
            IntStream.rangeClosed(0, many).mapToObj(place -> place == 0 ? many : 0).toList());

    delivery.broadcast(HELLO);

    assertEquals(List.of(), ctx.sent());
    assertEquals(many + 1, delivery.leftOut());
  }

  @Test
  void aRouteThatEndsEarlyIsNoTree() {
    assertThrows(IllegalArgumentException.class, () -> tree(List.of(ALICE), List.of(1)));
    assertThrows(IllegalArgumentException.class, () -> tree(List.of(ALICE), List.of(-1)));
    assertThrows(
        IllegalArgumentException.class, () -> tree(List.of(ALICE), List.of(Integer.MAX_VALUE)));
    assertThrows(IllegalArgumentException.class, () -> tree(List.of(ALICE), List.of()));
  }

  private static Routed routed(Sent sent) {
    return (Routed) sent.message();
  }
}
