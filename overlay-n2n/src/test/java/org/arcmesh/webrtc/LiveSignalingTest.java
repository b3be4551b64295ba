package org.arcmesh.webrtc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Faults;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.n2n.SignalingMessage.Signal;
import org.arcmesh.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Neighbor signaling over real WebRTC: two newcomers enter by a door, a third gets an arc. */
@Tag("live")
@Timeout(60)
class LiveSignalingTest {
  private final Faults faults = new Faults();
  private final WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, faults);
  private final NeighborPeer node = new NeighborPeer(runtime);
  private final NeighborPeer alice = new NeighborPeer(runtime);
  private final NeighborPeer bob = new NeighborPeer(runtime);

  @BeforeEach
  void enterByADoor() {
    for (NeighborPeer newcomer : List.of(alice, bob)) {
      newcomer.openDoorTo(node);
      newcomer.openArc(node.id(), node.id());
      soon(() -> newcomer.arcsOpened.contains(node.id()));
      // Until it has heard that they use the link, the node bears silence for far longer.
      soon(
          () ->
              node.live
                  .call(() -> node.live.peer().links().inview())
                  .join()
                  .contains(newcomer.id()));
    }
  }

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  @Test
  void aNeighborMediatesBetweenTwoOfItsNeighbors() {
    node.introduce(alice.id(), bob.id());

    soon(() -> alice.arcsOpened.contains(bob.id()));
    soon(() -> bob.live.call(() -> bob.live.peer().links().isNeighbor(alice.id())).join());
    assertTrue(
        alice.events.stream()
            .anyMatch(
                event ->
                    event instanceof OverlayEvent.LinkOpened link && link.peer().equals(bob.id())));
  }

  @Test
  void withTheMediatorGoneTheTwoItIntroducedGoOn() {
    node.introduce(alice.id(), bob.id());
    soon(() -> alice.arcsOpened.contains(bob.id()));

    node.live.crash();

    soon(() -> alice.hasSeenDown(node, Cause.SILENT));
    soon(() -> bob.hasSeenDown(node, Cause.SILENT));
    assertTrue(alice.live.call(() -> alice.live.peer().links().isNeighbor(bob.id())).join());
  }

  @Test
  void aPartitionIsNoticedByHeartbeatsOnBothSides() {
    faults.partition(Map.of(node.id(), 0, alice.id(), 1, bob.id(), 0));

    soon(() -> node.hasSeenDown(alice, Cause.SILENT));
    soon(() -> alice.hasSeenDown(node, Cause.SILENT));
    assertFalse(bob.hasSeenDown(node, Cause.SILENT));
  }

  @Test
  void aSignalAcrossAPartitionIsDroppedWhoeverCarriesIt() {
    faults.partition(Map.of(alice.id(), 0, bob.id(), 1));

    node.introduce(alice.id(), bob.id());

    soon(() -> node.live.traffic().dropped(Traffic.Drop.CUT) > 0);
    assertNotNull(node.live.traffic().received().get(Signal.class));
    assertFalse(alice.arcsOpened.contains(bob.id()));
  }

  @Test
  void aPeerThatLeavesSaysGoodbyeAndIsOver() throws Exception {
    alice.live.leave().get(4, TimeUnit.SECONDS);

    soon(() -> node.hasSeenDown(alice, Cause.GOODBYE));
    assertEquals(1, alice.events.stream().filter(OverlayEvent.Left.class::isInstance).count());
  }

  @Test
  void anythingButASignalAtADoorIsRefusedAndCounted() {
    assertThrows(
        WireException.class, () -> node.live.receiveFromDoor(alice.id(), new byte[] {1, 9, 0, 1}));

    assertEquals(1, node.live.traffic().refused(WireException.Reason.TYPE));
    assertTrue(node.live.call(() -> node.live.peer().links().isNeighbor(alice.id())).join());
  }

  private static void soon(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(10)).until(condition);
  }
}
